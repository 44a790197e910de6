// SPDX-License-Identifier: MIT
package twinport.cli.truth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Mosquitto's own count of PUBLISH packets, as it publishes it under `$SYS`.
///
/// The broker counts what it sends to this observer too: each figure of `sent` includes what the
/// observer got before it. Mosquitto 2.0 counts under `received` what comes with QoS 0 and 1 only.
record BrokerCount(Mqtt5AsyncClient client, BlockingQueue<Mqtt5Publish> told) {
    private static final String COUNTS = "$SYS/broker/publish/messages/";
    private static final long PATIENCE_SECONDS = 20;

    static BrokerCount watch(Mqtt5AsyncClient client) {
        BlockingQueue<Mqtt5Publish> told = new LinkedBlockingQueue<>();
        for (String direction : new String[] {"received", "sent"}) {
            client.subscribeWith()
                    .topicFilter(COUNTS + direction)
                    .callback(told::add)
                    .send()
                    .join();
        }
        return new BrokerCount(client, told);
    }

    /// Waits until the broker has counted so many; gives its last word if it does not.
    String await(long received, long sent) throws InterruptedException {
        long saidReceived = -1;
        long saidSent = -1;
        long observed = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (saidReceived != received || saidSent != sent) {
            Mqtt5Publish next = told.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            long value = Long.parseLong(new String(next.getPayloadAsBytes(), UTF_8));
            if (next.getTopic().toString().endsWith("received")) {
                saidReceived = value;
            } else {
                saidSent = value - observed;
            }
            observed++;
        }
        return "broker.received.0.1=" + saidReceived + "\nbroker.sent=" + saidSent;
    }
}
