// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import twinport.broker.Fleet;
import twinport.broker.Side;

/// The client that hears every device, and so knows what of the acknowledged came. Its session
/// outlives a connection that breaks. It commands, too.
final class Watcher {
    private static final long PATIENCE_SECONDS = 30;
    private static final int SESSION_SECONDS = 600;
    private static final long RETRY_MILLIS = 300;
    private static final System.Logger LOG = System.getLogger(Watcher.class.getName());
    private static final long ANSWER_MILLIS = 10_000;

    private record Pending(Device device, long epoch) {}

    private final FleetRun run;
    private final String prefix;
    private final Mqtt5AsyncClient first;
    private final Mqtt5AsyncClient client;
    private final Map<String, Pending> pending = new HashMap<>();
    private long commanded;
    private volatile boolean over;

    Watcher(FleetRun run, Door door) {
        this.run = run;
        this.prefix = Fleet.topics(run.plan().side(), "");
        String name = Fleet.watcher(run.plan().side());
        this.first = door.client(name).buildAsync();
        this.client = door.client(name).addDisconnectedListener(this::ended).buildAsync();
    }

    /// Returns when it hears everything.
    void connect() throws ExecutionException, TimeoutException, InterruptedException {
        // what an earlier run left for its watcher is not ours
        await(first.connectWith().cleanStart(true).sessionExpiryInterval(0).send());
        await(first.disconnect());
        await(
                client.connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(SESSION_SECONDS)
                        .keepAlive(Device.KEEP_ALIVE_SECONDS)
                        .send());
        Side side = run.plan().side();
        List<Mqtt5Subscription> subscriptions =
                List.of("/dht22", "/status", "/cmd/+/response").stream()
                        .map(rest ->
                                Mqtt5Subscription.builder()
                                        .topicFilter(Fleet.topics(side, "+") + rest)
                                        .qos(run.plan().qos())
                                        .build())
                        .toList();
        await(
                client.subscribeWith()
                        .addSubscriptions(subscriptions)
                        .callback(this::heard)
                        .executor(run.thread())
                        .send());
    }

    private static void await(java.util.concurrent.CompletableFuture<?> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void ended(MqttClientDisconnectedContext end) {
        if (over || end.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        end.getReconnector().reconnect(true).delay(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        String why = Refusals.words(end.getCause());
        run.thread()
                .execute(() -> {
                    run.ledger().watcherEnds++;
                    run.ledger().reason("the watcher ended: " + why);
                });
    }

    /// Ends its session too; returns when it is gone, or nothing is there that could tell.
    void disconnect() throws InterruptedException {
        over = true;
        try {
            await(client.disconnectWith().sessionExpiryInterval(0).send());
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "the watcher was not connected any more", e);
        }
    }

    private void heard(Mqtt5Publish publish) {
        if (publish.isRetain()) {
            return; // older than this run
        }
        String topic = publish.getTopic().toString();
        String text = new String(publish.getPayloadAsBytes(), UTF_8);
        if (topic.endsWith("/dht22")) {
            reading(topic, text);
        } else if (topic.endsWith("/status")) {
            run.ledger().willsSeen += text.equals("offline") ? 1 : 0;
        } else if (pending.remove(field(text, "id").orElse("")) != null) {
            run.ledger().answered++;
        }
    }

    private void reading(String topic, String text) {
        Optional<Device> device = device(topic);
        boolean ours = field(text, "run").equals(Optional.of(run.tag()));
        long number = number(text);
        if (device.isEmpty() || !ours || number < 0) {
            run.ledger().strange++;
        } else if (device.get().numbers().received(number)) {
            run.ledger().received++;
        } else {
            run.ledger().doubled++;
        }
    }

    private Optional<Device> device(String topic) {
        int end = topic.indexOf('/', prefix.length());
        String digits = topic.substring(Math.max(0, end - 6), Math.max(0, end));
        return digits.matches("\\d{6}") ? run.device(Integer.parseInt(digits)) : Optional.empty();
    }

    /// The text of a field of a flat JSON object that a device or this watcher wrote.
    static Optional<String> field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int at = json.indexOf(start);
        int end = at < 0 ? -1 : json.indexOf('"', at + start.length());
        return end < 0 ? Optional.empty() : Optional.of(json.substring(at + start.length(), end));
    }

    private static long number(String json) {
        String start = "\"number\":";
        int at = json.indexOf(start);
        int end = json.indexOf('}', Math.max(0, at));
        try {
            return at < 0 || end < 0 ? -1 : Long.parseLong(json, at + start.length(), end, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// Commands a device, which must answer if it stays.
    void command(Device device, String name) {
        String id = run.tag() + "-" + commanded++;
        pending.put(id, new Pending(device, device.epoch()));
        run.ledger().commands++;
        String value = commanded % 2 == 0 ? "off" : "on";
        var _ =
                client.publishWith()
                        .topic(Fleet.topics(run.plan().side(), name) + "/cmd/led")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(
                                ("{\"id\":\"" + id + "\",\"value\":\"" + value + "\"}")
                                        .getBytes(UTF_8))
                        .send();
        run.later(ANSWER_MILLIS, () -> overdue(id));
    }

    private void overdue(String id) {
        Pending late = pending.remove(id);
        if (late == null) {
            return;
        }
        if (late.device.isOnline() && late.device.epoch() == late.epoch) {
            run.ledger().unanswered++;
        } else {
            run.ledger().cutOff++;
        }
    }

    boolean waitsForAnswers() {
        return !pending.isEmpty();
    }

    /// No more answers are waited for: what has none by now is judged.
    void judge() {
        List.copyOf(pending.keySet()).forEach(this::overdue);
    }
}
