// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;

/// docs/reference/fields.md is made from the code: this test writes it anew when it is started with
/// `-Dtwinport.write-documents`, and compares it otherwise.
class FieldsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "fields.md");

    private static final String HEAD =
            """
            # Fields

            `twinport analyze --fields` and [filter expressions](filter.md) know these fields. Names and
            values are those of tshark 4.0 where it has such a field; tests compare them with tshark's.
            Names that begin with `twinport.` are ours. This page is made from the code.

            How values are written:

            - number: decimal; flags, versions and cipher suites as tshark writes them, in hexadecimal
              (`0x30`). In JSON always a plain number.
            - boolean: 1 or 0; in JSON `true` or `false`.
            - text: TSV writes tab and line ends as `\\t`, `\\n`, `\\r`; other control characters become
              U+FFFD there and in CSV. JSON escapes them. The format `text` also replaces characters that
              turn the direction of writing.
            - bytes: hexadecimal without separators.
            - time: seconds with nine digits; in JSON a string, because a JSON number is not sure to keep
              them.
            - layer: a protocol; 1 where it is there.

            Besides those in the table, `json.PATH` is the value at a path in a payload that is JSON:
            `json.temperature`, `json.sensors.0.value`. Its type is that of the value, which is written
            as it came.

            A field that is not there is an empty cell, in JSON `null`. Several values of one unit, as the
            topics of a SUBSCRIBE, are joined by commas; in JSON they are an array. CSV is that of RFC
            4180. Cells are written as they are: a spreadsheet may take a payload such as `=cmd()` for a
            formula, so import columns as text.

            Differences to tshark: an empty payload is an empty cell (tshark: `<MISSING>`), a protocol is 1
            (tshark: its name), and `mqtt.msg_text` is there without a preference.

            | field | type | where | what |
            |---|---|---|---|
            """;

    @Test
    void theReferenceIsThatOfTheCode() throws Exception {
        String wanted =
                HEAD
                        + Fields.all().stream()
                                .map(FieldsDocumentTest::row)
                                .collect(Collectors.joining());
        if (System.getProperty("twinport.write-documents") != null) {
            Files.writeString(DOCUMENT, wanted);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(wanted);
    }

    private static String row(Field field) {
        String where =
                field.everywhere()
                        ? field.frames() ? "the frame" : "everywhere"
                        : field.units().stream()
                                .map(Object::toString)
                                .sorted()
                                .collect(Collectors.joining(", "));
        return "| `"
                + field.name()
                + "` | "
                + field.type().toString().toLowerCase(Locale.ROOT)
                + " | "
                + where
                + " | "
                + field.description()
                + " |\n";
    }
}
