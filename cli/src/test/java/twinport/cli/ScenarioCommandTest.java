// SPDX-License-Identifier: MIT
package twinport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;

/// `twinport test` as build servers use it: the examples hold, and what does not hold ends with the
/// right number, message and files.
@Timeout(120)
final class ScenarioCommandTest {
    private static final Path EXAMPLES =
            Path.of("..", "examples", "scenarios").toAbsolutePath().normalize();

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int test(Object... arguments) {
        out.reset();
        err.reset();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        List<String> line = new ArrayList<>(List.of("test"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return Main.run(terminal, line.toArray(String[]::new));
    }

    private String said() {
        return out.toString(UTF_8) + err.toString(UTF_8);
    }

    private Path scenario(String steps) throws Exception {
        return Files.writeString(
                folder.resolve("scenario.yaml"),
                "name: <beacon> & \"co\"\nproject: "
                        + EXAMPLES.resolve("beacon")
                        + "\nsteps:\n"
                        + steps.indent(2));
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    @Test
    void theFourBoardsHoldAndTheCaptureIsKept() throws Exception {
        Path capture = folder.resolve("kept/wire.pcapng");
        Path serial = folder.resolve("serial");
        int code =
                test(
                        EXAMPLES.resolve("four-boards.yaml"),
                        "--serial-log",
                        serial,
                        "--capture",
                        capture);
        assertThat(code).describedAs(said()).isEqualTo(Exit.FINE);
        assertThat(said())
                .contains("clock     virtual time: ")
                .contains("capture   " + capture)
                .contains("serial    " + serial.resolve("viewer-tls.log"));
        assertThat(serial.resolve("viewer-tls.log")).content().contains("temperature:31.5");
        long[] frames = {0};
        try (var file = CaptureFile.open(capture)) {
            file.forEach((CaptureBlock block) -> frames[0] += block instanceof Frame ? 1 : 0);
        }
        assertThat(frames[0]).isGreaterThan(100);
    }

    @Test
    void boardsThatVerifyStayAwayFromASwappedCertificateAndComeBack() {
        assertThat(test(EXAMPLES.resolve("trust.yaml"))).describedAs(said()).isEqualTo(Exit.FINE);
        assertThat(said()).contains("FAIL: ").contains("frame ");
    }

    @Test
    void aFindingThatIsNotWhatWasExpectedFailsTheStep() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("scenario.yaml"),
                        """
                        project: %s
                        steps:
                          - {board: thermo-plain, wait-serial: connected}
                          - expect-finding: {id: PLN-01, verdict: pass}
                        """
                                .formatted(EXAMPLES.resolve("../four-boards.yaml")));
        assertThat(test(file)).isEqualTo(Exit.NOT_GOOD);
        assertThat(said()).contains("PLN-01 is not PASS but FAIL: ");
    }

    @Test
    void twoDaysOfABoardTakeNoTwoDays() {
        assertThat(test(EXAMPLES.resolve("beacon/two-days.yaml")))
                .describedAs(said())
                .isEqualTo(Exit.FINE);
        assertThat(said()).containsPattern("172\\d\\d\\d\\.\\d s for the boards");
    }

    @Test
    void aStepThatFailsIsToldAndTheRestSkipped() throws Exception {
        Path file =
                scenario(
                        """
                        - wait-serial: beacon starts
                        - delay: 48h
                        - name: the light is "on" <now>
                          expect-pin: {part-id: esp, pin: D2, value: 1}
                        - delay: 1s
                        """);
        Path junit = folder.resolve("reports/junit.xml");
        Path log = folder.resolve("reports/serial.log");
        assertThat(test(file, "--junit", junit, "--serial-log", log)).isEqualTo(Exit.NOT_GOOD);
        assertThat(err.toString(UTF_8))
                .contains(
                        "twinport: error: "
                                + file
                                + ":7: step 3 (the light is \"on\" <now>) failed: pin D2 of esp is"
                                + " 0, not 1")
                .contains("the last lines of board:\n    beacon starts\n    hour 12");
        Element suite = (Element) xml(junit).getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("<beacon> & \"co\"");
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("pin D2 of esp is 0, not 1");
        assertThat(suite.getElementsByTagName("system-out").item(0).getTextContent())
                .startsWith("board: beacon starts\nboard: hour 12");
        assertThat(log).content().startsWith("beacon starts").contains("hour 36");
    }

    @Test
    void aTimeLimitIsNumber42AndRealTimeIsReal() throws Exception {
        Path file = scenario("- wait-serial: never said\n");
        Path junit = folder.resolve("junit.xml");
        long start = System.nanoTime();
        assertThat(test(file, "--real-time", "--timeout", "300ms", "--junit", junit)).isEqualTo(42);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000);
        assertThat(said())
                .contains("clock     real time: ")
                .contains("nothing leapt over")
                .contains(file + ":4: step 1")
                .contains("was still waiting at the time limit: board did not say \"never said\"");
        Element suite = (Element) xml(junit).getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
    }

    @Test
    void whatCanNotBeUsedIsRefusedBeforeAnythingStarts() throws Exception {
        assertThat(test(scenario("- dealy: 1s\n"))).isEqualTo(Exit.USAGE);
        assertThat(said()).contains("scenario.yaml:4:5: unknown step \"dealy\"");
        assertThat(test(scenario("- {board: b7, delay: 1s}\n"))).isEqualTo(Exit.USAGE);
        assertThat(said()).contains("there is no board \"b7\"; boards are board");
        assertThat(test(folder.resolve("none.yaml"))).isEqualTo(Exit.USAGE);
        assertThat(test(folder)).isEqualTo(Exit.USAGE);
        assertThat(test()).isEqualTo(Exit.USAGE);
        assertThat(test(scenario("- delay: 1s\n"), "--project", folder)).isEqualTo(Exit.USAGE);
        assertThat(said())
                .contains("or a project: a folder with a diagram.json, a sketch or a main.py");
        assertThat(test(scenario("- delay: 1s\n"), "--timeout", "soon")).isEqualTo(Exit.USAGE);
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThat(test(EXAMPLES.resolve("four-boards.yaml"), "--serial-log", file))
                .isEqualTo(Exit.USAGE);
        assertThat(said()).contains("this lab has several boards");
    }
}
