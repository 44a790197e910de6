// SPDX-License-Identifier: MIT
package twinport.cli;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A writer and a reader with sessions that last, and what each message became: the even ones go
/// with QoS 1, the odd ones with QoS 2. Both clients come back by themselves.
final class MessageLedger implements AutoCloseable {
    static final String TOPICS = "plain/ledger/#";

    /// Messages that wait for their acknowledgement at one time.
    private static final int OUTSTANDING = 400;

    /// Acknowledged messages that the reader may be behind: well below what the broker keeps for a
    /// session, since what does not fit there is dropped and told, which is another test's matter.
    private static final int BEHIND_MAX = 20_000;

    private static final int SESSION_SECONDS = 3_600;

    /// What became of all messages.
    ///
    /// @param lost acknowledged and never received
    /// @param doubledQos1 received more than once, which QoS 1 allows
    /// @param doubledQos2 received more than once, which QoS 2 does not
    /// @param unacknowledged whose fate the writer never learned
    record Sum(
            int sent,
            int acknowledged,
            int received,
            int lost,
            int doubledQos1,
            int doubledQos2,
            int unacknowledged) {}

    private final int messages;
    private final AtomicIntegerArray acknowledged;
    private final AtomicIntegerArray received;
    private final Mqtt5AsyncClient writer;
    private final Mqtt5AsyncClient reader;
    private final Semaphore outstanding = new Semaphore(OUTSTANDING);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int acknowledgedCount;
    private int receivedCount;

    /// @param passwords of the identities `writer` and `reader`
    MessageLedger(int messages, int port, Passwords passwords) {
        this.messages = messages;
        acknowledged = new AtomicIntegerArray(messages);
        received = new AtomicIntegerArray(messages);
        writer = client("writer", passwords.writer(), port);
        reader = client("reader", passwords.reader(), port);
    }

    record Passwords(String writer, String reader) {}

    private static Mqtt5AsyncClient client(String name, String password, int port) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(name)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnect()
                .initialDelay(50, TimeUnit.MILLISECONDS)
                .maxDelay(500, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .simpleAuth()
                .username(name)
                .password(password.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    void open() throws Exception {
        for (Mqtt5AsyncClient one : new Mqtt5AsyncClient[] {reader, writer}) {
            one.connectWith()
                    .cleanStart(false)
                    .sessionExpiryInterval(SESSION_SECONDS)
                    .keepAlive(10)
                    .send()
                    .get(20, TimeUnit.SECONDS);
        }
        reader.publishes(MqttGlobalPublishFilter.ALL, this::receive);
        reader.subscribeWith()
                .topicFilter(TOPICS)
                .qos(MqttQos.EXACTLY_ONCE)
                .send()
                .get(20, TimeUnit.SECONDS);
    }

    private void receive(Mqtt5Publish publish) {
        int number = ByteBuffer.wrap(publish.getPayloadAsBytes()).getInt();
        if (received.getAndIncrement(number) == 0) {
            count(() -> receivedCount++);
        }
    }

    /// Sends all of them, in their order, as fast as they are acknowledged.
    void write() throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            int number = i;
            awaitReader();
            outstanding.acquire();
            var _ =
                    writer.publishWith()
                            .topic("plain/ledger/" + (number % 2 == 0 ? "qos1" : "qos2"))
                            .qos(number % 2 == 0 ? MqttQos.AT_LEAST_ONCE : MqttQos.EXACTLY_ONCE)
                            .payload(ByteBuffer.allocate(64).putInt(0, number))
                            .send()
                            .whenComplete((result, failure) -> {
                                outstanding.release();
                                if (failure == null && result.getError().isEmpty()) {
                                    acknowledged.set(number, 1);
                                    count(() -> acknowledgedCount++);
                                }
                            });
        }
        outstanding.acquire(OUTSTANDING);
        outstanding.release(OUTSTANDING);
    }

    private void awaitReader() throws InterruptedException {
        lock.lock();
        try {
            while (acknowledgedCount - receivedCount > BEHIND_MAX) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(Runnable more) {
        lock.lock();
        try {
            more.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when so many are acknowledged.
    void awaitAcknowledged(int count) throws InterruptedException {
        lock.lock();
        try {
            while (acknowledgedCount < count) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns when as many were received as were acknowledged, or nothing came for so long.
    void awaitReceived(long silenceSeconds) throws InterruptedException {
        lock.lock();
        try {
            while (receivedCount < acknowledgedCount
                    && changed.await(silenceSeconds, TimeUnit.SECONDS)) {}
        } finally {
            lock.unlock();
        }
    }

    Sum sum() {
        int acks = 0;
        int all = 0;
        int lost = 0;
        int[] doubled = new int[2];
        for (int i = 0; i < messages; i++) {
            int times = received.get(i);
            acks += acknowledged.get(i);
            all += Math.min(1, times);
            lost += acknowledged.get(i) == 1 && times == 0 ? 1 : 0;
            doubled[i % 2] += Math.max(0, times - 1);
        }
        return new Sum(messages, acks, all, lost, doubled[0], doubled[1], messages - acks);
    }

    @Override
    public void close() {
        var _ = writer.disconnect();
        var _ = reader.disconnect();
    }
}
