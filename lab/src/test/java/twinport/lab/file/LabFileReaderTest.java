// SPDX-License-Identifier: MIT
package twinport.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.board.part.Placement;
import twinport.board.part.Terminal;
import twinport.capture.segment.LinkLayer;
import twinport.lab.Transport;

class LabFileReaderTest {
    private static final String BOARDS =
            """
            boards:
              - id: one
                firmware: main.py
                transport: plain
            """;

    @TempDir Path folder;

    @BeforeEach
    void firmwareIsThere() throws IOException {
        Files.writeString(folder.resolve("main.py"), "print('hello')\n");
    }

    @Test
    void aCaptureMayLookLikeWokwis() throws Exception {
        assertThat(read("plain: {}\ntap: {link: wifi}\n" + BOARDS).tap().link())
                .isEqualTo(LinkLayer.WIFI);
    }

    @Test
    void anIdentityMayDoWhatItsRolesAndItsOwnFiltersSay() throws Exception {
        var lab =
                read(
                        "plain: {}\n"
                                + BOARDS
                                + """
                                roles:
                                  device: {publish: ["plain/%u/#"], subscribe: ["plain/%u/cmd/+"]}
                                  viewer: {subscribe: ["plain/+/dht22"]}
                                identities:
                                  - {name: kiln, roles: [device, viewer], publish: [plain/oven]}
                                """);

        assertThat(lab.identities())
                .singleElement()
                .satisfies(kiln -> {
                    assertThat(kiln.publish()).containsExactly("plain/kiln/#", "plain/oven");
                    assertThat(kiln.subscribe())
                            .containsExactly("plain/kiln/cmd/+", "plain/+/dht22");
                });
    }

    @Test
    void aBadFilterAndAnUnknownRoleAreReportedWithTheirLines() {
        String text =
                "plain: {}\n"
                        + BOARDS
                        + """
                            subscribe: ["plain/#/x"]
                        roles:
                          device: {publish: ["plain/a+"]}
                        identities:
                          - name: kiln
                            roles: [devise]
                            publish:
                              - plain/ok
                              - "$share/g/plain/x"
                        """;

        var refused = catchThrowableOfType(LabFileException.class, () -> read(text));

        assertThat(refused).isNotNull();
        assertThat(refused.getMessage())
                .contains("lab.yaml:6:17")
                .contains("'plain/#/x' is no topic filter")
                .contains("lab.yaml:8:22")
                .contains("there is no role \"devise\"; roles are device")
                .contains("lab.yaml:14:9")
                .doesNotContain("plain/ok");
    }

    @Test
    void theSmallestLabHasAPortAndABoard() throws Exception {
        var lab = read("plain: {}\n" + BOARDS);

        assertThat(lab.plain().orElseThrow().port()).isEqualTo(1883);
        assertThat(lab.plain().orElseThrow().open()).isFalse();
        assertThat(lab.tls()).isEmpty();
        assertThat(lab.tap().on()).isTrue();
        assertThat(lab.tap().link()).isEqualTo(LinkLayer.ETHERNET);
        assertThat(lab.sitesApart()).isTrue();
        assertThat(lab.boards())
                .singleElement()
                .satisfies(board -> {
                    assertThat(board.id()).isEqualTo("one");
                    assertThat(board.transport()).isEqualTo(Transport.PLAIN);
                    assertThat(board.firmware()).isEqualTo(folder.resolve("main.py"));
                });
    }

    @Test
    void theDefaultLabIsReadable() throws Exception {
        Path examples = Path.of("..", "examples", "four-boards.yaml");
        // its firmware is looked for beside it, so this also proves that the paths are right
        var lab = LabFileReader.read(examples.toAbsolutePath().normalize());

        assertThat(lab.boards())
                .extracting(LabFile.BoardEntry::id)
                .containsExactly("thermo-plain", "viewer-plain", "thermo-tls", "viewer-tls");
    }

    @Test
    void theLabWithACarelessBoardIsTheDefaultOneAndThatBoard() throws Exception {
        var lab =
                LabFileReader.read(
                        Path.of("..", "examples", "careless.yaml").toAbsolutePath().normalize());

        assertThat(lab.boards())
                .hasSize(5)
                .last()
                .satisfies(board -> {
                    assertThat(board.id()).isEqualTo("careless");
                    assertThat(board.transport()).isEqualTo(Transport.TLS);
                });
    }

    @Test
    void aFolderIsReadByItsLabFile() throws Exception {
        Files.writeString(folder.resolve("lab.yaml"), "plain: {}\n" + BOARDS);

        assertThat(LabFileReader.read(folder).boards()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plain: {port: eighty}   | 1:15: port is a whole number from 0 to 65535: eighty
                    plain: {port: 70000}    | 1:15: port is a whole number from 0 to 65535: 70000
                    plain: {prot: 1}        | 1:9: unknown key "prot" in plain; allowed are every-topic, open, port
                    plain: {open: yes}      | 1:15: open is true or false: yes
                    plain: [1]              | 1:8: plain is a mapping of keys to values
                    tls: {client-certificate: maybe} | 1:27: client-certificate is one of required, optional, none: maybe
                    tap: {limit: big}       | 1:14: limit is a size of at least 1MB, such as 256MB: big
                    tap: {link: radio}      | 1:13: link is one of ethernet, wifi: radio
                    sites: near             | 1:8: sites is one of apart, mixed: near
                    name: a b               | 1:7: name "a b" is not allowed; letters, digits, - and _, at most 64
                    colour: red             | 1:1: unknown key "colour" in the lab file; allowed are boards, fleet, identities
                    plain: {port: 1         | not YAML
                    """)
    void aMistakeIsReportedWithItsPlaceAndWhatIsAllowed(String line, String message) {
        var error = problems(line + "\n" + BOARDS);

        assertThat(error).contains(message);
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        var error =
                problems(
                        """
                        plain: {port: x}
                        boards:
                          - id: one
                            firmware: nowhere
                            transport: pigeon
                            sensor: {temperature: 200}
                            watch: two
                        """);

        assertThat(error.lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).contains(":4:15: there is no "))
                .anySatisfy(
                        line -> assertThat(line).contains(":5:16: transport is one of plain, tls"))
                .anySatisfy(line -> assertThat(line).contains("-40.0 to 80.0 °C: 200"))
                .anySatisfy(line -> assertThat(line).contains("watches \"two\""));
    }

    @Test
    void aBoardWithoutPartsHasTheUsualOnesAndAWatcherHasNoSensor() throws Exception {
        var lab =
                read(
                        "plain: {}\n"
                                + BOARDS
                                + "    sensor: {temperature: -3.5}\n"
                                + "  - {id: two, firmware: main.py, transport: plain, watch: one}\n");

        assertThat(lab.boards().get(0).parts())
                .extracting(Placement::id)
                .containsExactly("dht22", "led");
        assertThat(lab.boards().get(0).parts().getFirst().settings())
                .containsEntry("temperature", "-3.5")
                .containsEntry("humidity", "48.0");
        assertThat(lab.boards().get(1).parts()).extracting(Placement::id).containsExactly("led");
    }

    @Test
    void partsAreWiredByTheirNamesAndSet() throws Exception {
        var lab =
                read(
                        "plain: {}\n"
                                + BOARDS
                                + """
                                    parts:
                                      - id: out
                                        type: dht22
                                        pins: {SDA: D4}
                                        settings: {temperature: -12}
                                      - {id: lamp, type: led, pins: {A: 3V3, C: 5}, settings: {color: blue}}
                                """);

        var parts = lab.boards().getFirst().parts();
        assertThat(parts).extracting(Placement::id).containsExactly("out", "lamp");
        assertThat(parts.get(0).gpio("data")).contains(4);
        assertThat(parts.get(0).settings()).containsEntry("temperature", "-12");
        assertThat(parts.get(1).wire("anode")).isEqualTo(new Terminal.High());
        assertThat(parts.get(1).gpio("cathode")).contains(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: dht22, pins: {data: 4}}                     | 7:9: parts entry needs the key id
                    {id: a b, type: dht22, pins: {data: 4}}            | 7:14: id "a b" is not allowed
                    {id: a, pins: {data: 4}}                           | 7:9: a part needs the key type; parts are dht22, dht11
                    {id: a, type: dht23, pins: {data: 4}}              | 7:23: there is no part "dht23"; parts are dht22, dht11
                    {id: a, type: dht22}                               | 7:9: the dht22 "a" needs its pin data wired to a GPIO
                    {id: a, type: dht22, pins: {dta: 4}}               | 7:37: a dht22 has no pin "dta"; it has data
                    {id: a, type: dht22, pins: {data: 44}}             | 7:43: a pin is wired to a GPIO of the board (0 to 39), low, high or open, not to "44"
                    {id: a, type: dht22, pins: {data: low}}            | 7:43: the pin data is wired to a GPIO, not to low
                    {id: a, type: dht22, pins: {data: 4, SDA: 5}}      | 7:36: the pin data is wired twice
                    {id: a, type: led, pins: {A: 4}, settings: {color: pink}} | 7:60: color is one of red, green
                    {id: a, type: led, pins: {A: 4}, settings: {colour: red}} | 7:53: a led has no colour; it has color, label
                    {id: a, type: led, pins: {A: 4}, wires: 1}         | 7:42: unknown key "wires" in parts entry; allowed are id, pins, settings, type
                    """)
    void aMistakeInAPartIsReportedWithItsPlaceAndWhatIsAllowed(String part, String message) {
        var error = problems("plain: {}\n" + BOARDS + "    parts:\n      - " + part + "\n");

        assertThat(error.lines()).singleElement().asString().contains(message);
    }

    @Test
    void partsOfOneNameAndASensorBesidePartsAreRefused() {
        var error =
                problems(
                        "plain: {}\n"
                                + BOARDS
                                + """
                                    sensor: {}
                                    parts:
                                      - {id: a, type: led, pins: {A: 4}}
                                      - {id: a, type: led, pins: {A: 5}}
                                """);

        assertThat(error)
                .contains(":6:5: sensor is for boards without parts")
                .contains(":9:14: two parts have the id \"a\"");
    }

    @Test
    void theSameNameTwiceIsRefused() {
        assertThat(problems("plain: {}\n" + BOARDS + "identities:\n  - name: one\n"))
                .contains("the name \"one\" is used twice");
    }

    @Test
    void aBoardWithoutItsPortIsRefused() {
        assertThat(problems("tls: {}\n" + BOARDS))
                .contains("needs plain:, which this lab does not");
    }

    @Test
    void anEmptyFileAndOneThatIsNoTextAreRefused() throws IOException {
        assertThat(problems("")).contains(":1:1: the lab file is empty");
        Files.write(folder.resolve("lab.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(catchThrowableOfType(LabFileException.class, () -> LabFileReader.read(folder)))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aliasesCanNotBlowUpTheFile() {
        assertThat(problems("a: &a [1,2]\nb: &b [*a,*a]\nc: [*b,*b]\n")).contains("lab.yaml:");
    }

    private LabFile read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("lab.yaml"), text);
        return LabFileReader.read(file);
    }

    private String problems(String text) {
        return String.valueOf(
                catchThrowableOfType(LabFileException.class, () -> read(text)).getMessage());
    }
}
