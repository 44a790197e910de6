// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import twinport.broker.Fleet;

/// One light device: what the thermometer's firmware does, without its processor. Connects with a
/// last will, hears its commands, says that it is online, and publishes readings.
///
/// Everything runs on the thread of the run.
final class Device {
    static final int KEEP_ALIVE_SECONDS = 60;

    /// Messages that wait for their acknowledgement; more are not sent.
    private static final int OUTSTANDING_MAX = 16;

    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_MOST = Duration.ofSeconds(30);

    private enum State {
        AWAY,
        CONNECTING,
        ONLINE,
        LEAVING
    }

    private final FleetRun run;
    private final String topics;
    private final Mqtt5AsyncClient client;
    private final Climate climate;
    private final Random chance;
    private final Numbers numbers = new Numbers();
    private State state = State.AWAY;
    private boolean everOnline;
    private int outstanding;
    private int failedAttempts;
    private long epoch;

    Device(FleetRun run, Door door, int number, Random chance) {
        this.run = run;
        this.chance = chance;
        this.climate = new Climate(chance);
        String name = Fleet.name(run.plan().side(), number);
        this.topics = Fleet.topics(run.plan().side(), name);
        this.client =
                door.client(name)
                        .addDisconnectedListener(end -> run.thread().execute(() -> ended(end)))
                        .buildAsync();
    }

    Numbers numbers() {
        return numbers;
    }

    boolean isOnline() {
        return state == State.ONLINE;
    }

    boolean isAway() {
        return state == State.AWAY;
    }

    boolean wasEverOnline() {
        return everOnline;
    }

    /// Another one with each connection.
    long epoch() {
        return epoch;
    }

    void connect() {
        if (state != State.AWAY || run.isLeaving()) {
            return;
        }
        state = State.CONNECTING;
        var _ =
                client.connectWith()
                        .cleanStart(true)
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .willPublish(status("offline"))
                        .send()
                        .whenCompleteAsync(
                                (connack, failure) -> {
                                    if (failure == null) {
                                        subscribe();
                                    } else {
                                        attemptFailed(failure);
                                    }
                                },
                                run.thread());
    }

    private void subscribe() {
        var _ =
                client.subscribeWith()
                        .topicFilter(topics + "/cmd/+")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(this::obey)
                        .executor(run.thread())
                        .send()
                        .whenCompleteAsync(
                                (suback, failure) -> {
                                    if (failure == null && state == State.CONNECTING) {
                                        online();
                                    } else if (failure != null && state == State.CONNECTING) {
                                        attemptFailed(failure);
                                        var _ = client.disconnect();
                                    }
                                },
                                run.thread());
    }

    private void attemptFailed(Throwable failure) {
        state = State.AWAY;
        run.ledger().refused++;
        run.ledger().reason("not connected: " + Refusals.words(failure));
        retry();
    }

    private void retry() {
        long most = RETRY_MOST.toMillis();
        long wait = Math.min(most, RETRY_FIRST.toMillis() << Math.min(failedAttempts++, 5));
        run.later(wait / 2 + chance.nextLong(wait), this::connect);
    }

    private void online() {
        state = State.ONLINE;
        failedAttempts = 0;
        epoch++;
        if (everOnline) {
            run.ledger().reconnected++;
        } else {
            everOnline = true;
            run.ledger().connected++;
            run.later(chance.nextLong(Math.max(1, run.plan().every().toMillis())), this::publishOn);
        }
        var _ = client.publish(status("online"));
        run.cameOnline(this);
    }

    private Mqtt5Publish status(String word) {
        return Mqtt5Publish.builder()
                .topic(topics + "/status")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(word.getBytes(UTF_8))
                .build();
    }

    private void publishOn() {
        if (run.isEnding()) {
            return;
        }
        run.later(run.plan().every().toMillis(), this::publishOn);
        if (state != State.ONLINE) {
            return;
        }
        if (outstanding >= OUTSTANDING_MAX) {
            run.ledger().heldBack++;
            return;
        }
        publish(numbers.next());
    }

    private void publish(long number) {
        outstanding++;
        run.ledger().sent++;
        double seconds = run.seconds();
        String reading =
                "{\"temperature\":"
                        + tenths(climate.temperature(seconds))
                        + ",\"humidity\":"
                        + tenths(climate.humidity(seconds))
                        + ",\"run\":\""
                        + run.tag()
                        + "\",\"number\":"
                        + number
                        + "}";
        var _ =
                client.publishWith()
                        .topic(topics + "/dht22")
                        .qos(run.plan().qos())
                        .payload(reading.getBytes(UTF_8))
                        .send()
                        .whenCompleteAsync(
                                (result, failure) -> published(number, result, failure),
                                run.thread());
    }

    private static String tenths(long value) {
        return value / 10 + "." + Math.abs(value % 10);
    }

    private void published(
            long number, @Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
        outstanding--;
        Throwable why = failure;
        if (why == null && result != null) {
            why = result.getError().orElse(null);
        }
        if (why == null) {
            numbers.acknowledged(number);
            run.ledger().acknowledged++;
            return;
        }
        numbers.ended(number);
        run.ledger().ended++;
        if (Refusals.cause(why, Mqtt5PubAckException.class).isPresent()
                || Refusals.cause(why, Mqtt5PubRecException.class).isPresent()) {
            run.ledger().denied++;
            run.ledger().reason("not published: " + Refusals.words(why));
        }
    }

    /// Answers as the firmware does: the same `id`, and what was asked for.
    private void obey(Mqtt5Publish command) {
        String text = new String(command.getPayloadAsBytes(), UTF_8);
        String answer =
                "{\"id\":\""
                        + Watcher.field(text, "id").orElse("")
                        + "\",\"ok\":true,\"value\":\""
                        + Watcher.field(text, "value").orElse("")
                        + "\"}";
        var _ =
                client.publishWith()
                        .topic(command.getTopic() + "/response")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(answer.getBytes(UTF_8))
                        .send();
    }

    /// Goes as one whose battery is empty: the broker publishes its last will.
    ///
    /// @param backAfterMillis negative: it does not come back
    void leave(long backAfterMillis) {
        if (state != State.ONLINE) {
            return;
        }
        state = State.LEAVING;
        var _ =
                client.disconnectWith()
                        .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                        .send()
                        .whenCompleteAsync(
                                (done, failure) -> {
                                    state = State.AWAY;
                                    if (failure == null) {
                                        run.ledger().willsLeft++;
                                    } else {
                                        run.ledger().unexpected++;
                                        run.ledger().reason("ended: " + Refusals.words(failure));
                                    }
                                    if (backAfterMillis >= 0) {
                                        run.later(backAfterMillis, this::connect);
                                    }
                                },
                                run.thread());
    }

    private void ended(MqttClientDisconnectedContext end) {
        boolean wanted = end.getSource() == MqttDisconnectSource.USER || state != State.ONLINE;
        if (wanted || client.getState() == MqttClientState.CONNECTED) {
            return;
        }
        state = State.AWAY;
        run.ledger().unexpected++;
        run.ledger().reason("ended: " + Refusals.words(end.getCause()));
        retry();
    }
}
