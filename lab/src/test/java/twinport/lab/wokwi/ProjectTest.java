// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.board.part.Terminal;
import twinport.lab.file.LabFile.BoardEntry;

final class ProjectTest {
    private static final String ESP = "{\"type\": \"wokwi-esp32-devkit-v1\", \"id\": \"esp\"}";

    @TempDir Path folder;

    @BeforeEach
    void firmwareIsThere() throws IOException {
        Files.writeString(folder.resolve("main.py"), "print('hello')\n");
    }

    private Project open(String parts, String connections) throws Exception {
        Files.writeString(
                folder.resolve("diagram.json"),
                "{\"version\": 1, \"parts\": [%s], \"connections\": [%s]}"
                        .formatted(parts, connections));
        return Project.open(List.of(folder));
    }

    private static Placement part(Project project, String id) {
        return project.lab().boards().getFirst().parts().stream()
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void resistorsBreadboardsAndRailsAreFollowed() throws Exception {
        Project project =
                open(
                        ESP
                                + """
                                ,{"type": "wokwi-led", "id": "led1", "attrs": {"color": "blue"}},
                                {"type": "wokwi-resistor", "id": "r1"},
                                {"type": "wokwi-resistor", "id": "r2"},
                                {"type": "wokwi-breadboard", "id": "bb"},
                                {"type": "wokwi-pushbutton", "id": "btn"}
                                """,
                        """
                        ["esp:D5", "bb:7t.a", "", []], ["bb:7t.e", "r1:1", "", []],
                        ["r1:2", "led1:A", "", []], ["led1:C", "bb:tn.3", "", []],
                        ["bb:tn.25", "esp:GND.1", "", []],
                        ["btn:2.r", "esp:D18", "", []], ["btn:1.l", "esp:3V3", "", []],
                        ["r2:1", "btn:2.l", "", []], ["r2:2", "esp:GND.2", "", []]
                        """);
        assertThat(part(project, "led1").gpio("anode")).contains(5);
        assertThat(part(project, "led1").wire("C")).isEqualTo(new Terminal.Low());
        assertThat(part(project, "led1").settings()).containsEntry("color", "blue");
        assertThat(part(project, "btn").gpio("pin")).contains(18);
        assertThat(part(project, "btn").wire("to")).isEqualTo(new Terminal.High());
        assertThat(part(project, "btn").settings()).containsEntry("pull", "down");
        assertThat(project.notes()).isEmpty();
    }

    @Test
    void attributesBecomeSettingsAndWrongOnesAreSaid() throws Exception {
        Project project =
                open(
                        ESP
                                + """
                                ,{"type": "wokwi-dht22", "id": "dht1", "attrs": {"temperature": "-3.5", "humidity": "140"}},
                                {"type": "wokwi-potentiometer", "id": "pot1", "attrs": {"value": "1023"}},
                                {"type": "wokwi-led-ring", "id": "ring", "attrs": {"pixels": "24"}},
                                {"type": "wokwi-relay-module", "id": "relay", "attrs": {"transistor": "pnp"}},
                                {"type": "wokwi-lcd1602", "id": "lcd", "attrs": {"pins": "i2c", "i2cAddress": "0x3f"}}
                                """,
                        """
                        ["dht1:SDA", "esp:D15", "", []], ["pot1:SIG", "esp:VP", "", []],
                        ["ring:DIN", "esp:TX2", "", []], ["relay:IN", "esp:D26", "", []],
                        ["lcd:SDA", "esp:D21", "", []], ["lcd:SCL", "esp:D22", "", []]
                        """);
        assertThat(part(project, "dht1").settings())
                .containsEntry("temperature", "-3.5")
                .containsEntry("humidity", "45.8");
        assertThat(project.notes())
                .containsExactly(
                        "humidity of dht1 is left as usual: humidity is a number from 0 to 100 %, not 140");
        assertThat(part(project, "pot1").settings()).containsEntry("position", "1.0");
        assertThat(part(project, "pot1").gpio("SIG")).contains(36);
        assertThat(part(project, "ring").settings()).containsEntry("pixels", "24");
        assertThat(part(project, "ring").gpio("DIN")).contains(17);
        assertThat(part(project, "relay").settings()).containsEntry("active", "low");
        assertThat(part(project, "lcd").type()).isEqualTo(PartType.LCD1602);
        assertThat(part(project, "lcd").settings()).containsEntry("address", "0x3f");
    }

    @Test
    void severalBoardsHaveTheirOwnPartsAndFirmware() throws Exception {
        Files.createDirectories(folder.resolve("two"));
        Files.writeString(folder.resolve("two/main.py"), "print('two')\n");
        Project project =
                open(
                        """
                        {"type": "board-esp32-devkit-c-v4", "id": "one"},
                        {"type": "board-esp32-s3-devkitc-1", "id": "two"},
                        {"type": "wokwi-dht22", "id": "a"}, {"type": "wokwi-dht22", "id": "b"}
                        """,
                        """
                        ["a:SDA", "one:4", "", []], ["b:SDA", "two:5", "", []], ["one:TX", "two:RX", "", []]
                        """);
        List<BoardEntry> boards = project.lab().boards();
        assertThat(boards).extracting(BoardEntry::id).containsExactly("board-one", "board-two");
        assertThat(boards.get(0).firmware()).isEqualTo(folder);
        assertThat(boards.get(1).firmware()).isEqualTo(folder.resolve("two"));
        assertThat(boards.get(0).parts()).extracting(Placement::id).containsExactly("a");
        assertThat(boards.get(1).parts()).extracting(Placement::id).containsExactly("b");
        assertThat(project.notes())
                .singleElement()
                .asString()
                .startsWith("two (board-esp32-s3-devkitc-1) runs as an ESP32");
    }

    @Test
    void whatIsUnknownOrNotWiredIsNamedAndLeftOut() throws Exception {
        Project project =
                open(
                        ESP
                                + """
                                ,{"type": "wokwi-mpu6050", "id": "imu"}, {"type": "wokwi-dht22", "id": "alone"},
                                {"type": "board-ssd1306", "id": "half"}
                                """,
                        """
                        ["half:SDA", "esp:D21", "", []]
                        """);
        assertThat(project.lab().boards().getFirst().parts()).isEmpty();
        assertThat(project.notes())
                .containsExactlyInAnyOrder(
                        "the part half (board-ssd1306) is left out: the ssd1306 \"half\" needs its pin scl wired to a GPIO",
                        "the part imu (wokwi-mpu6050) is left out: there is no such part here; see docs/reference/parts.md",
                        "the part alone (wokwi-dht22) is left out: none of its pins is wired to a GPIO of the board");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"parts": [                                             | diagram.json:1:
                    {"parts": [], "parts": []}                              | diagram.json:1:
                    []                                                      | diagram.json: a diagram is an object
                    {"connections": []}                                     | diagram.json#/parts: parts is a list
                    {"parts": [], "connections": []}                        | diagram.json#/parts: there is no board; boards are wokwi-esp32-devkit-v1
                    {"parts": [{"type": "wokwi-arduino-uno", "id": "u"}], "connections": []} | diagram.json#/parts/0/type: the board wokwi-arduino-uno can't be had here
                    {"parts": [{"type": 7, "id": "u"}], "connections": []}  | diagram.json#/parts/0/type: a text must stand here
                    {"parts": [{"type": "a", "id": "u"}, {"type": "a", "id": "u"}], "connections": []} | diagram.json#/parts/1/id: two parts have the id "u"
                    {"parts": [{"type": "a", "id": "u", "attrs": []}], "connections": []} | diagram.json#/parts/0/attrs: attrs is an object
                    {"parts": [], "connections": [["esp:1"]]}               | diagram.json#/connections/0: a connection is a list
                    {"parts": [], "connections": [["esp", "b:1"]]}          | diagram.json#/connections/0/0: an end of a wire is written id:pin
                    """)
    void aDiagramThatCanNotBeUsedIsRefusedWithItsPlace(String text, String message)
            throws Exception {
        assertThat(refusal(text)).contains(message);
    }

    @Test
    void hugeAndDeepDiagramsAreRefused() throws Exception {
        assertThat(refusal("[".repeat(1_000))).contains("this is no JSON", "depth");
        assertThat(refusal(" ".repeat(1 << 21))).contains("larger than 1048576 bytes");
        String wire = "[\"a:1\", \"b:1\"]";
        assertThat(
                        refusal(
                                "{\"parts\": [], \"connections\": ["
                                        + (wire + ",").repeat(5_000)
                                        + wire
                                        + "]}"))
                .contains("#/connections: connections has more than 5000 entries");
    }

    private String refusal(String diagram) throws IOException {
        Files.writeString(folder.resolve("diagram.json"), diagram);
        var error =
                catchThrowableOfType(ProjectException.class, () -> Project.open(List.of(folder)));
        assertThat(error.hint()).isNotEmpty();
        return String.valueOf(error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "#define DHTPIN 4, 4",
        "const int DHT_PIN = 27;, 27",
        "DHT dht(D13; DHT22);, 13",
        "d = dht.DHT22(machine.Pin(22)), 22",
        "print('no sensor'), 15"
    })
    void withoutADiagramTheSensorIsWhereTheSourceSays(String line, int pin) throws Exception {
        Files.writeString(folder.resolve("main.py"), line.replace(';', ',') + "\n");
        Project project = Project.open(List.of(folder));
        assertThat(part(project, "dht22").gpio("data")).contains(pin);
        assertThat(project.notes()).singleElement().asString().contains("on GPIO " + pin);
    }

    @Test
    void aFolderWithoutFirmwareIsNoProject() throws IOException {
        assertThat(Project.is(folder)).isTrue();
        Files.delete(folder.resolve("main.py"));
        assertThat(Project.is(folder)).isFalse();
        Files.writeString(folder.resolve("diagram.json"), "{}");
        assertThat(Project.is(folder)).isTrue();
        Files.writeString(folder.resolve("lab.yaml"), "");
        assertThat(Project.is(folder)).isFalse();
    }
}
