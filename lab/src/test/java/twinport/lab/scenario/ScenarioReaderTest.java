// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
final class ScenarioReaderTest {
    @TempDir Path folder;

    private Scenario read(String text) throws IOException, ScenarioException {
        return ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), text));
    }

    private String wrong(String text) {
        var wrong = catchThrowableOfType(ScenarioException.class, () -> read(text));
        assertThat(wrong).describedAs(text).isNotNull();
        return String.valueOf(wrong.getMessage()).replace(folder + "/", "");
    }

    @Test
    void aScenarioOfWokwiIsReadAsItIs() throws Exception {
        var scenario =
                read(
                        """
                        name: 'Push button test'
                        version: 1
                        author: 'Someone'

                        steps:
                          - wait-serial: 'Button test started'
                          - delay: 100ms
                          - set-control:
                              part-id: btn1
                              control: pressed
                              value: 1
                          - name: the light goes on
                            expect-pin:
                              part-id: esp
                              name: D2
                              value: 1
                          - write-serial: "x\\n"
                          - write-serial: [65, 66, 10]
                        """);
        assertThat(scenario.name()).isEqualTo("Push button test");
        assertThat(scenario.author()).isEqualTo("Someone");
        assertThat(scenario.steps())
                .extracting(Step::action)
                .containsExactly(
                        new Action.WaitSerial("Button test started"),
                        new Action.Delay(Duration.ofMillis(100)),
                        new Action.SetControl("btn1", "pressed", "1"),
                        new Action.ExpectPin("esp", "D2", true),
                        new Action.WriteSerial("x\n"),
                        new Action.WriteSerial("AB\n"));
        assertThat(scenario.steps().get(3).title()).isEqualTo("the light goes on");
        assertThat(scenario.steps().get(3).line()).isEqualTo(13);
        assertThat(scenario.steps().get(1).title()).isEqualTo("delay 100 ms");
    }

    @Test
    void aStepMayNameItsBoardAndItsLimit() throws Exception {
        var scenario = read("board: a\nsteps:\n  - {board: b, within: 1.5s, wait-serial: hello}\n");
        assertThat(scenario.board()).isEqualTo(Optional.of("a"));
        assertThat(scenario.steps().getFirst().board()).isEqualTo(Optional.of("b"));
        assertThat(scenario.steps().getFirst().within())
                .isEqualTo(Optional.of(Duration.ofMillis(1_500)));
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        assertThat(
                        wrong(
                                        """
                                        version: 2
                                        colour: blue
                                        steps:
                                          - delay: 5
                                          - dealy: 5s
                                          - delay: 5s
                                            wait-serial: x
                                          - wait-mqtt: {topic: 'a/#/b', cuont: 2}
                                        """)
                                .lines())
                .containsExactly(
                        "s.yaml:1:10: version is a whole number from 1 to 1: 2",
                        "s.yaml:4:12: delay is a time with its unit, such as 100ms, 1.5s, 2m or 1h,"
                                + " at most 30 days: 5",
                        "s.yaml:5:5: unknown step \"dealy\"; there are delay, set-control,"
                                + " wait-serial, expect-pin, write-serial, wait-mqtt, publish,"
                                + " expect-message, wifi, clock, fault, mend, expect-no-plaintext,"
                                + " expect-finding, swap-cert, restart",
                        "s.yaml:6:5: a step is one thing: delay, wait-serial",
                        "s.yaml:8:24: topic is a topic filter; + stands for a whole level, # only at"
                                + " the end: a/#/b",
                        "s.yaml:8:33: unknown key \"cuont\" in wait-mqtt; allowed are contains, count,"
                                + " from, json, payload, topic",
                        "s.yaml:2:1: unknown key \"colour\" in the scenario; allowed are author, board,"
                                + " name, project, steps, version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    steps: [{take-screenshot: {part-id: x}}] | 1:10: take-screenshot is not there
                    steps: [{expect-finding: PLN-01}]        | expect-finding is a mapping
                    steps: [{expect-finding: {id: XYZ-01}}]  | 1:31: there is no check XYZ-01
                    steps: [{expect-finding: {id: AUT-01}}]  | 1:31: a capture alone says nothing of AUT-01
                    steps: [{expect-finding: {id: PLN-01, verdict: good}}] | verdict is one of pass, fail, warn, info, not-observed: good
                    steps: [{board: a, swap-cert: expired}]  | 1:17: swap-cert is about the whole lab
                    steps: [{swap-cert: rotten}]             | swap-cert is one of good, unknown-ca
                    steps: []                                | a scenario needs at least one step
                    name: x                                  | a scenario needs at least one step
                    steps: {delay: 1s}                       | steps is a list
                    steps: 7                                 | steps is a list
                    steps: [7]                               | 1:9: steps entry is a mapping
                    steps: [[]]                              | steps entry is a mapping
                    steps: [{}]                              | a step needs one of delay
                    steps: [{delay: [1s]}]                   | delay is a text
                    steps: [{delay: {a: b}}]                 | delay is a text
                    steps: [{delay: 99999h}]                 | at most 30 days
                    steps: [{delay: 1e9s}]                   | delay is a time
                    steps: [{delay: -1s}]                    | delay is a time
                    steps: [{wait-serial: ''}]               | wait-serial needs a text
                    steps: [{wait-serial: [a]}]              | wait-serial is a text
                    steps: [{write-serial: [256]}]           | a byte is a whole number from 0 to 255
                    steps: [{write-serial: [x]}]             | a byte is a whole number from 0 to 255
                    steps: [{write-serial: [255]}]           | no text in UTF-8
                    steps: [{write-serial: []}]              | needs a text or a list of bytes
                    steps: [{set-control: 5}]                | set-control is a mapping
                    steps: [{set-control: {part-id: a}}]     | the key control is needed
                    steps: [{expect-pin: {part-id: a, pin: 2}}] | needs the key value
                    steps: [{expect-pin: {part-id: a, pin: 2, value: 3}}] | from 0 to 1
                    steps: [{wait-mqtt: {topic: a, count: 0}}] | from 1 to 100000
                    steps: [{wait-mqtt: {count: 1}}]         | the key topic is needed
                    steps: [{wait-mqtt: {topic: a, json: {b: '> x'}}}] | stands a number
                    steps: [{wait-mqtt: {topic: a, json: 5}}] | json is a mapping
                    steps: [{publish: {topic: 'a/+'}}]       | no + and no #
                    steps: [{publish: {topic: a, qos: 3}}]   | from 0 to 2
                    steps: [{publish: {topic: a, retain: 3}}] | true or false
                    steps: [{restart: hard}]                 | takes no value
                    steps: [{fault: ''}]                     | fault needs a text
                    steps: [{wifi: sideways}]                | wifi is one of up, down, wrong-password
                    steps: [{clock: tomorrow}]               | clock is 1970, a moment
                    steps: [{clock: '2031-13-01T00:00:00Z'}] | clock is 1970, a moment
                    steps: [{mend: []}]                      | mend needs a text
                    project: /nowhere                        | there is no /nowhere
                    'steps: [*a]'                            | aliases (*name) are not allowed
                    'steps: [{delay: 1s, delay: 2s}]'        | 1:21: the key "delay" stands twice
                    'steps: [{? [a] : b}]'                   | not YAML: Non scalar key
                    'steps: [ {'                             | not YAML
                    """)
    void theWrongIsRefusedAndSaid(String text, String said) {
        assertThat(wrong(text)).contains(said);
    }

    @Test
    void aBombOfAliasesIsNotLit() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        assertThat(wrong(bomb.toString())).contains("2:10: aliases (*name) are not allowed");
    }

    @Test
    void depthSizeAndNumbersHaveBounds() throws IOException {
        assertThat(wrong("steps: " + "[".repeat(500_000))).contains("at most 32 levels");
        assertThat(wrong("steps: " + "{a: ".repeat(100_000))).contains("at most 32 levels");
        assertThat(wrong("steps:\n" + "  - {delay: 1s}\n".repeat(1_001)))
                .contains("steps has more than 1000 entries");
        assertThat(wrong("#" + "x".repeat(1 << 20))).contains("at most 1 MiB");
        assertThat(wrong("name: " + "x".repeat(300) + "\nsteps: [{delay: 1s}]"))
                .contains("at most 200 characters");
        assertThat(wrong("")).contains("the scenario is empty");
        Files.write(folder.resolve("s.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0x41});
        var wrong =
                catchThrowableOfType(
                        ScenarioException.class,
                        () -> ScenarioReader.read(folder.resolve("s.yaml")));
        assertThat(wrong).hasMessageContaining("text in UTF-8");
    }

    @Test
    void aLabOfSeveralBoardsMustBeToldWhichIsMeant() throws Exception {
        var scenario =
                read(
                        """
                        steps:
                          - wait-serial: x
                          - {board: c, delay: 1s}
                          - expect-pin: {part-id: b, pin: 2, value: 1}
                          - wait-mqtt: {topic: a}
                        """);
        var wrong =
                catchThrowableOfType(
                        ScenarioException.class,
                        () -> ScenarioRun.check(scenario, List.of("a", "b")));
        assertThat(String.valueOf(wrong.getMessage()).replace(folder + "/", "").lines())
                .containsExactly(
                        "s.yaml:2:5: wait-serial needs the key board: beside it, one of a, b",
                        "s.yaml:3:16: there is no board \"c\"; boards are a, b");
    }
}
