// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.lab.Lab;
import twinport.lab.LabAssembly;
import twinport.lab.LabSettings;
import twinport.lab.file.LabFileReader;
import twinport.lab.scenario.ScenarioReport.Outcome;

/// Every step once holding and once failing, on one lab of three boards: a thermometer on each port
/// and a board at its MicroPython prompt.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class StepPlayerTest {
    private static final String LAB =
            """
            name: stage
            plain: {port: 0}
            tls: {port: 0}
            sites: mixed
            boards:
              - {id: plain, firmware: FIRMWARE/thermo, transport: plain}
              - {id: tls, firmware: FIRMWARE/thermo, transport: tls}
              - {id: prompt, firmware: FIRMWARE/prompt, transport: plain}
            """;

    private final VirtualClock clock = new VirtualClock(Instant.now(), System::nanoTime);
    private Path folder = Path.of("");
    private Lab lab;
    private Stage stage;
    private StepPlayer player;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        Path firmware = Path.of("src/test/resources/twinport/lab/scenario").toAbsolutePath();
        Path file = folder.resolve("lab.yaml");
        Files.writeString(file, LAB.replace("FIRMWARE", firmware.toString()));
        var settings =
                LabSettings.alone(
                        LabFileReader.read(file),
                        folder.resolve("data"),
                        folder.resolve("cache"),
                        "");
        lab = LabAssembly.prepare(settings, clock, new SecureRandom(), OptionalLong.of(1));
        clock.watch(new LabWire(lab.tap().orElseThrow(), lab.broker(), System::nanoTime));
        stage = new Stage(lab, clock, Stage.logs(lab));
        lab.startBoards();
        player(Duration.ofSeconds(30));
        clock.jumping(true);
        play("- {board: plain, wait-serial: connected}");
        play("- {board: tls, wait-serial: connected}");
        play("- {board: prompt, wait-serial: at the prompt}");
    }

    @AfterAll
    void end() {
        if (stage != null) {
            stage.close();
        }
        if (lab != null) {
            lab.close();
        }
        clock.close();
    }

    @BeforeEach
    void inVirtualTime() {
        clock.jumping(true);
        player(Duration.ofSeconds(30));
    }

    private void player(Duration limit) {
        var nothing =
                new Scenario(
                        Path.of("s.yaml"), "s", "", Optional.empty(), Optional.empty(), List.of());
        player = new StepPlayer(stage, nothing, new Patience(clock, System::nanoTime, limit));
    }

    /// Plays steps until one does not hold; the outcome of the last one played.
    private Outcome outcome(String steps) throws Exception {
        Path file = Files.writeString(folder.resolve("s.yaml"), "steps:\n" + steps.indent(2));
        Outcome last = new Outcome.Held("");
        for (Step step : ScenarioReader.read(file).steps()) {
            last = player.play(step);
            if (!(last instanceof Outcome.Held)) {
                return last;
            }
        }
        return last;
    }

    private void play(String steps) throws Exception {
        assertThat(outcome(steps)).isInstanceOf(Outcome.Held.class);
    }

    private String failure(String steps) throws Exception {
        Outcome outcome = outcome(steps);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return outcome instanceof Outcome.Failed(String why) ? why : "";
    }

    @Test
    void aDelayPassesInTheBoardsTime() throws Exception {
        Instant before = clock.instant();
        long wall = System.nanoTime();
        play("- delay: 30s");
        assertThat(Duration.between(before, clock.instant()))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        assertThat(System.nanoTime() - wall).isLessThan(Duration.ofSeconds(25).toNanos());
    }

    @Test
    void waitSerialFindsWhatCameAndFailsWithItsOwnLimit() throws Exception {
        play("- {board: plain, wait-serial: measured}\n- {board: plain, wait-serial: measured}");
        assertThat(failure("- {board: plain, within: 3s, wait-serial: never said}"))
                .isEqualTo("plain did not say \"never said\"");
    }

    @Test
    void theScenariosLimitIsAnOutcomeOfItsOwn() throws Exception {
        player(Duration.ofSeconds(5));
        play("- delay: 20s"); // does not count
        assertThat(outcome("- {board: plain, within: 1m, wait-serial: never said}"))
                .isEqualTo(new Outcome.TimedOut("plain did not say \"never said\""));
    }

    @Test
    void aBoardThatIsOffSaysNothingMore() throws Exception {
        lab.stopBoard("prompt");
        assertThat(failure("- {board: prompt, wait-serial: never said}"))
                .startsWith("prompt is switched off");
        lab.startBoard("prompt");
        play("- {board: prompt, wait-serial: at the prompt}");
    }

    @Test
    void whatIsTypedReachesTheBoard() throws Exception {
        play(
                """
                - {board: prompt, write-serial: "print(6 * 7)\\r\\n"}
                - {board: prompt, wait-serial: "\\n42"}
                """);
        assertThat(
                        failure(
                                """
                                - {board: prompt, write-serial: "print(6 * 8)\\r\\n"}
                                - {board: prompt, within: 2s, wait-serial: "\\n49"}
                                """))
                .contains("did not say");
    }

    @Test
    void aSensorBreaksAndIsMended() throws Exception {
        play(
                """
                - {board: plain, fault: dht22 no-answer}
                - {board: plain, wait-serial: no answer from the sensor}
                - {board: plain, mend: all}
                - {board: plain, wait-serial: measured}
                """);
        assertThat(failure("- {board: plain, fault: dht22 hot}")).contains("no-answer");
        assertThat(failure("- {board: plain, fault: led no-answer}"))
                .contains("\"led\" is no DHT11 or DHT22 of plain");
        assertThat(failure("- {board: plain, mend: dht77}"))
                .contains("\"dht77\" is no DHT11 or DHT22");
        assertThat(failure("- {board: plain, expect-pin: {part-id: led, pin: anode, value: 1}}"))
                .contains("pin anode of led is 0, not 1");
    }

    @Test
    void aBoardLosesItsWifiAndFindsItAgain() throws Exception {
        play(
                """
                - {board: plain, wifi: down}
                - {board: plain, wait-serial: "lost:"}
                - delay: 5s
                - expect-message: {topic: plain/plain/dht22, count: 0}
                - {board: plain, wifi: up}
                - {board: plain, wait-serial: joined}
                - {board: plain, wait-serial: connected}
                - delay: 3s
                - expect-message: {topic: plain/plain/dht22}
                """);
        assertThat(
                        failure(
                                """
                                - {board: plain, wifi: wrong-password}
                                - {board: plain, within: 10s, wait-serial: joined}
                                """))
                .contains("plain did not say \"joined\"");
        play("- {board: plain, wifi: up}\n- {board: plain, wait-serial: connected}");
    }

    @Test
    void aBoardBelievesWhatItsClockIsSetTo() throws Exception {
        play("- {board: prompt, clock: 1970}");
        assertThat(lab.board("prompt").time().now())
                .isBefore(Instant.parse("1970-01-02T00:00:00Z"));
        play("- {board: prompt, clock: '2031-05-01T12:00:00Z'}\n- {board: prompt, clock: -36h}");
        assertThat(lab.board("prompt").time().now())
                .isBetween(
                        Instant.parse("2031-04-30T00:00:00Z"),
                        Instant.parse("2031-04-30T00:01:00Z"));
    }

    @Test
    void aRestartedBoardBeginsAgain() throws Exception {
        play(
                """
                - {board: prompt, restart: }
                - {board: prompt, wait-serial: at the prompt}
                """);
    }

    @Test
    void theSensorIsTurnedAndItsReadingAwaited() throws Exception {
        clock.jumping(false); // as while a network step waits
        play(
                """
                - set-control: {part-id: plain, control: temperature, value: 31.5}
                - wait-mqtt: {topic: plain/plain/dht22, json: {temperature: 31.5, humidity: '> 10'}}
                - wait-mqtt: {topic: '+/plain/dht22', from: plain, contains: '31.5', count: 2}
                """);
        assertThat(failure("- set-control: {part-id: plain, control: colour, value: 1}"))
                .contains("colour");
        assertThat(failure("- set-control: {part-id: plain, control: temperature, value: 500}"))
                .contains("500");
        assertThat(
                        failure(
                                "- {within: 1500ms, wait-mqtt: {topic: plain/plain/dht22, json:"
                                        + " {temperature: 99}}}"))
                .startsWith("no message came on plain/plain/dht22 with temperature = 99")
                .contains("the last one there was plain/plain/dht22 {");
        assertThat(failure("- {within: 100ms, wait-mqtt: {topic: no/such}}"))
                .endsWith("nothing came there at all");
    }

    @Test
    void aCommandIsPublishedAnsweredAndSeenOnThePin() throws Exception {
        for (String value : List.of("on", "off")) {
            int level = value.equals("on") ? 1 : 0;
            clock.jumping(false);
            play(
                    """
                    - publish: {topic: plain/plain/cmd/led, payload: '{"id":"7","value":"VALUE"}'}
                    - wait-mqtt: {topic: plain/plain/cmd/led/response, json: {id: 7, ok: true}}
                    - expect-pin: {part-id: plain, pin: D2, value: LEVEL}
                    """
                            .replace("VALUE", value)
                            .replace("LEVEL", String.valueOf(level)));
            assertThat(
                            failure(
                                    "- expect-pin: {part-id: plain, pin: 2, value: %d}"
                                            .formatted(1 - level)))
                    .isEqualTo("pin 2 of plain is %d, not %d".formatted(level, 1 - level));
        }
        assertThat(failure("- expect-pin: {part-id: plain, pin: D77, value: 1}"))
                .contains("no pin D77");
        assertThat(failure("- {board: plain, expect-pin: {part-id: led9, pin: A, value: 1}}"))
                .contains("led9");
        assertThat(failure("- publish: {topic: \"a\\0b\"}")).isNotEmpty();
    }

    @Test
    void messagesOfAStretchAreExpectedOrRuledOut() throws Exception {
        play(
                """
                - publish: {topic: some/thing}
                - delay: 10s
                - expect-message: {topic: plain/plain/dht22, count: 8}
                - expect-message: {topic: some/thing, count: 0}
                - expect-message: {topic: no/such, count: 0}
                """);
        assertThat(failure("- expect-message: {topic: plain/plain/dht22, count: 0}"))
                .contains("messages on plain/plain/dht22; the last one: {");
        assertThat(failure("- expect-message: {topic: no/such}")).contains("no message came");
    }

    @Test
    void nothingOfTheTlsBoardIsReadableAndAllOfThePlainOneIs() throws Exception {
        Outcome outcome =
                outcome(
                        "- {board: tls, wait-serial: measured}\n- delay: 2s\n"
                                + "- {board: tls, expect-no-plaintext: }");
        assertThat(outcome).isInstanceOf(Outcome.Held.class);
        assertThat(((Outcome.Held) outcome).note()).matches("\\d+ messages in \\d+ sealed records");
        play("- expect-no-plaintext:"); // of all TLS boards
        assertThat(failure("- {board: plain, expect-no-plaintext: }"))
                .contains("a readable CONNECT of the board");
        assertThat(failure("- {board: prompt, expect-no-plaintext: }")).contains("prove nothing");
    }
}
