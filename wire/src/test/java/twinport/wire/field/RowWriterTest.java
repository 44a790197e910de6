// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowWriterTest {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("number", Type.NUMBER),
                    new Column("text", Type.TEXT),
                    new Column("flag", Type.BOOLEAN));

    /// Clears the screen, moves on, breaks lines, ends a CSV cell, runs in a spreadsheet, turns the
    /// direction of writing.
    private static final String HOSTILE = "\u001b[2J\t\r\n\",=cmd()\u202e\u009b1m\u0000\u007f";

    private static String written(RowWriter.Format format, String... texts) {
        var out = new ByteArrayOutputStream();
        RowWriter writer = RowWriter.ofColumns(format, COLUMNS, out);
        for (String text : texts) {
            writer.startRow();
            writer.cell();
            writer.number(-5);
            writer.cell();
            writer.text(text);
            writer.cell();
            writer.flag(true);
            writer.endRow();
        }
        writer.finish();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tsvEscapesWhatPartsColumnsAndRows() {
        assertThat(written(RowWriter.Format.TSV, HOSTILE))
                .isEqualTo("-5\t\ufffd[2J\\t\\r\\n\",=cmd()\u202e\ufffd1m\ufffd\ufffd\t1\n");
    }

    @Test
    void csvQuotesAsItsRfcSays() {
        String cell = "\"\ufffd[2J\t\r\n\"\",=cmd()\u202e\ufffd1m\ufffd\ufffd\"";

        assertThat(written(RowWriter.Format.CSV, HOSTILE, "plain").split("\r\n(?=n|-|$)", -1))
                .containsExactly("number,text,flag", "-5," + cell + ",1", "-5,plain,1", "");
    }

    @Test
    void jsonEscapesControlAndDirection() {
        assertThat(written(RowWriter.Format.JSONL, HOSTILE))
                .isEqualTo(
                        "{\"number\":-5,\"text\":\"\\u001b[2J\\t\\r\\n\\\",=cmd()\\u202e"
                                + "\\u009b1m\\u0000\\u007f\",\"flag\":true}\n");
    }

    @Test
    void textKeepsALineALineAndAligns() {
        String safe = "\ufffd[2J\\t\\r\\n\",=cmd()\ufffd\ufffd1m\ufffd\ufffd";

        assertThat(written(RowWriter.Format.TEXT, HOSTILE, "b").lines())
                .containsExactly(
                        "number  text" + " ".repeat(safe.length() - 4) + "  flag",
                        "-5      " + safe + "  1",
                        "-5      b" + " ".repeat(safe.length() - 1) + "  1");
    }

    @Test
    void jsonIsAnArrayEvenOfNothing() {
        assertThat(written(RowWriter.Format.JSON)).isEqualTo("[]\n");
        assertThat(written(RowWriter.Format.JSON, "a", "b"))
                .isEqualTo(
                        """
                        [
                        {"number":-5,"text":"a","flag":true},
                        {"number":-5,"text":"b","flag":true}
                        ]
                        """);
    }

    @Test
    void severalValuesAreAnArrayAndNoneIsNull() {
        var out = new ByteArrayOutputStream();
        RowWriter writer = RowWriter.ofColumns(RowWriter.Format.JSONL, COLUMNS, out);
        writer.startRow();
        writer.cell();
        writer.number(1);
        writer.number(2);
        writer.cell();
        writer.cell();
        writer.flag(false);
        writer.endRow();
        writer.finish();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"number\":[1,2],\"text\":null,\"flag\":false}\n");
    }

    @ParameterizedTest
    @EnumSource(RowWriter.Format.class)
    void manyRowsAllComeOut(RowWriter.Format format) {
        String[] texts = new String[5000];
        java.util.Arrays.setAll(texts, i -> "row " + i + " of many, with some length to it");

        String all = written(format, texts);

        assertThat(all)
                .contains("row 0 of", "row 199 of", "row 200 of", "row 201 of", "row 4999 of");
        assertThat(all.lines().filter(line -> line.contains("row ")).count()).isEqualTo(5000);
    }
}
