// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import twinport.board.BoardClock;
import twinport.broker.Broker;
import twinport.broker.BrokerSettings;
import twinport.broker.Message;
import twinport.broker.Passwords;
import twinport.broker.Registration;
import twinport.broker.Rights;
import twinport.broker.embedded.EmbeddedBroker;
import twinport.lab.CommandOutcome;

/// The ledger on a real broker; the boards here are a few lines that answer as they are told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLedgerTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final BoardClock CLOCK = BoardClock.system();

    private final List<CommandOutcome> told = Collections.synchronizedList(new ArrayList<>());
    private Broker broker;
    private CommandLedger ledger;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker =
                new EmbeddedBroker(
                        new BrokerSettings(
                                folder.resolve("broker"),
                                folder.resolve("broker.log"),
                                Optional.of(freeAddress()),
                                Optional.empty(),
                                false,
                                Rights.NONE,
                                Passwords.none(),
                                BrokerSettings.DIRECT,
                                BrokerSettings.NONE_WITHDRAWN,
                                BrokerSettings.Limits.DEFAULT),
                        CLOCK);
        broker.start();
        ledger = new CommandLedger(broker, CLOCK, "run", told::add);
    }

    @AfterAll
    void end() {
        ledger.close();
        broker.close();
    }

    private static InetSocketAddress freeAddress() throws IOException {
        var random = new Random();
        while (true) {
            var address =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"), random.nextInt(20_000, 32_768));
            try (var socket = new ServerSocket()) {
                socket.bind(address);
                return address;
            } catch (IOException e) {
                // taken; the next one
            }
        }
    }

    /// A board that answers each command with what `answer` makes of topic and id.
    private Registration board(String name, BiFunction<String, String, Message> answer) {
        return broker.subscribe(
                "plain/" + name + "/cmd/led",
                command -> {
                    String id =
                            JsonMapper.shared().readTree(command.payload()).path("id").asString();
                    broker.publish(answer.apply(command.topic(), id));
                });
    }

    private static Message message(String topic, String json) {
        return Message.of(topic, json, CLOCK.instant());
    }

    private CommandOutcome send(String board, Duration timeout) throws Exception {
        CompletableFuture<CommandOutcome> outcome =
                ledger.send("plain", board, "led", "on", timeout);
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerCompletesItsCommandWithTheRoundTrip() throws Exception {
        try (var _ =
                board(
                        "good",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"" + id + "\",\"ok\":true,\"value\":\"on\"}"))) {
            var outcome = send("good", PATIENT);

            assertThat(outcome.ok()).isTrue();
            assertThat(outcome.value()).isEqualTo("on");
            assertThat(outcome.error()).isNull();
            assertThat(outcome.roundTripMillis()).isPositive();
            assertThat(ledger.sent("good")).isOne();
            assertThat(ledger.answered("good")).isOne();
            assertThat(told).contains(outcome);
        }
    }

    @Test
    void aRefusalIsAnAnswerThatIsNotOk() throws Exception {
        try (var _ =
                board(
                        "stubborn",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"" + id + "\",\"ok\":false,\"error\":\"no\"}"))) {
            var outcome = send("stubborn", PATIENT);

            assertThat(outcome.ok()).isFalse();
            assertThat(outcome.error()).isEqualTo("no");
            assertThat(ledger.answered("stubborn")).isOne();
        }
    }

    @Test
    void noAnswerInTimeIsSaidAndNotCountedAsAnswered() throws Exception {
        var outcome = send("silent", SHORT);

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.error()).isEqualTo("no answer within 300 ms");
        assertThat(outcome.roundTripMillis()).isNull();
        assertThat(ledger.sent("silent")).isOne();
        assertThat(ledger.answered("silent")).isZero();
    }

    @Test
    void anAnswerWithAnotherIdIsNoAnswer() throws Exception {
        try (var _ =
                board(
                        "confused",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"x" + id + "\",\"ok\":true}"))) {
            assertThat(send("confused", SHORT).error()).contains("no answer");
        }
    }

    @Test
    void theRightIdOnAnotherBoardsTopicIsAForgeryAndNoAnswer() throws Exception {
        try (var _ =
                board(
                        "victim",
                        (topic, id) ->
                                message(
                                        "plain/forger/cmd/led/response",
                                        "{\"id\":\"" + id + "\",\"ok\":true}"))) {
            assertThat(send("victim", SHORT).error()).contains("no answer");
            assertThat(ledger.answered("victim")).isZero();
        }
    }

    @Test
    void whatIsNotJsonIsNoAnswer() throws Exception {
        try (var _ = board("noisy", (topic, id) -> message(topic + "/response", "ok " + id))) {
            assertThat(send("noisy", SHORT).error()).contains("no answer");
        }
    }
}
