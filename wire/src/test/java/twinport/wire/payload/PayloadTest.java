// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | EMPTY",
                "23.5 | TEXT",
                "on | TEXT",
                "{\"t\":23.5} | JSON",
                "`  [1, 2]\n` | JSON",
                "{\"t\":23.5 | TEXT",
                "{\"t\":23.5}} | TEXT",
                "grün 21 °C | TEXT",
            })
    void textIsToldFromJson(String text, Payload.Kind kind) {
        assertThat(Payload.kind(text.getBytes(UTF_8))).isEqualTo(kind);
    }

    /// Items from RFC 8949 appendix A where they have four bytes or more.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "83010203 | CBOR", // [1, 2, 3]
                "8301820203820405 | CBOR", // [1, [2, 3], [4, 5]]
                "a201020304 | CBOR", // {1: 2, 3: 4}
                "a26161016162820203 | CBOR", // {"a": 1, "b": [2, 3]}
                "9f018202039f0405ffff | CBOR", // [_ 1, [2, 3], [_ 4, 5]]
                "bf61610161629f0203ffff | CBOR", // {_ "a": 1, "b": [_ 2, 3]}
                "826161bf61626163ff | CBOR", // ["a", {_ "b": "c"}]
                "d9d9f783010203 | CBOR", // self-described [1, 2, 3]
                "a16174fb4037800000000000 | CBOR", // {"t": 23.5}
                "830102 | BINARY", // three promised, two there
                "8301020304 | BINARY", // one too many
                "bf616101ff00 | BINARY", // bytes after the end
                "bf616101616200ff | CBOR",
                "bf6161016162ff | BINARY", // a name without value
                "9f0102fc | BINARY", // reserved additional information 28
                "8301025f | BINARY", // a string of no end
                "835f4100ff0102 | CBOR", // a byte string in chunks
                "835f6100ff0102 | BINARY", // a text chunk in a byte string
                "fb4037800000000000 | BINARY", // a number alone
                "00ff8001 | BINARY",
            })
    void cborIsRecognisedByBeingWellFormed(String hex, Payload.Kind kind) {
        assertThat(Payload.kind(HexFormat.of().parseHex(hex))).isEqualTo(kind);
    }

    @Test
    void depthWithoutEndEndsNothingButTheReading() {
        byte[] arrays = new byte[1 << 20];
        Arrays.fill(arrays, (byte) '[');
        byte[] cbor = new byte[1 << 20];
        Arrays.fill(cbor, (byte) 0x81);

        assertThat(Payload.kind(arrays)).isEqualTo(Payload.Kind.TEXT);
        assertThat(JsonValues.value(arrays, "0.0.0")).isNull();
        assertThat(JsonValues.paths(arrays)).isEmpty();
        assertThat(Payload.kind(cbor)).isEqualTo(Payload.Kind.BINARY);
    }

    @Test
    void theDeepestTextAllowedIsReadAndOneLevelMoreIsNot() {
        String deep = "[".repeat(JsonValues.DEPTH_MAX) + "7" + "]".repeat(JsonValues.DEPTH_MAX);
        String path = "0.".repeat(JsonValues.DEPTH_MAX - 1) + "0";

        assertThat(text(deep, path)).isEqualTo("7");
        assertThat(text("[" + deep + "]", "0." + path)).isNull();
    }

    @Test
    void bytesThatAreNoTextAreShownInHexadecimal() {
        assertThat(Payload.shown(new byte[] {0, (byte) 0xff})).isEqualTo("00ff");
        assertThat(Payload.shown("23.5\r\n".getBytes(UTF_8))).isEqualTo("23.5\r\n");
        assertThat(Payload.isText("gr\u00fcn".getBytes(ISO_8859_1))).isFalse();
    }

    // ---- JSON values

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"temperature\":23.5} | temperature | 23.5",
                "{\"a\":{\"b\":[1,{\"c\":true}]}} | a.b.1.c | true",
                "{\"a\":{\"b\":[1,{\"c\":true}]}} | a.b | [1,{\"c\":true}]",
                "{\"a\":{\"b\":[1,{\"c\":true}]}} | a.b.2 | ",
                "{\"a\":{\"b\":1},\"b\":2} | b | 2",
                "{\"x\":{\"a\":1},\"a\":2} | a | 2",
                "{\"a.b\":1} | a\\.b | 1",
                "{\"a\":null} | a | null",
                "{\"a\":\"x\"} | a.b | ",
                "[[1,2],[3,4]] | 1.0 | 3",
                "[[1,2],[3,4]] | 01 | ",
                "{\"\":5} | x | ",
                "42 | `` | 42",
                "{\"a\":1e400} | a | 1e400",
                "{\"a\":0.1000000000000000055511151231257827} | a"
                        + " | 0.1000000000000000055511151231257827",
                "{\"a\":12345678901234567890123} | a | 12345678901234567890123",
                "{\"\\u0061\":1} | a | 1",
                "{\"\\u00e9\":1} | é | 1",
                "{\"a\":\"\\\"\\\\\\/\\u0041\\u20ac\"} | a | \"\\/A€",
                "{\"a\":\"\\ud834\\udd1e\"} | a | \uD834\uDD1E",
                "{\"a\":-0} | a | -0",
                "{\"a\":1,\"a\":2} | a | 2",
            })
    void aValueIsFoundByItsPathAsItIsWritten(String json, String path, String expected) {
        assertThat(text(json, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "{a:1}",
                "{\"a\" 1}",
                "{\"a\":01}",
                "{\"a\":-01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"line\nfeed\"}",
                "{\"a\":'x'}",
                "[1}",
                "{\"a\":1]",
                "\"open",
                "\ufeff{}",
                "1 2"
            })
    void whatBreaksTheGrammarIsNoJsonAndHasNoValues(String text) {
        byte[] bytes = text.getBytes(UTF_8);

        assertThat(JsonValues.isJson(bytes)).isFalse();
        assertThat(JsonValues.value(bytes, "a")).isNull();
        assertThat(JsonValues.paths(bytes)).isEmpty();
    }

    @Test
    void invalidUtf8IsNoJson() {
        assertThat(JsonValues.isJson("{\"a\":\"\u00fc\"}".getBytes(ISO_8859_1))).isFalse();
    }

    @Test
    void theLastOfARepeatedNameCountsAndIsMarked() {
        JsonValue last = value("{\"a\":{\"b\":1,\"c\":2},\"d\":0,\"a\":{\"b\":3}}", "a.b");
        JsonValue once = value("{\"a\":1,\"b\":2}", "a");

        assertThat(last.text()).isEqualTo("3");
        assertThat(last.repeated()).isTrue();
        assertThat(once.repeated()).isFalse();
        assertThat(text("{\"a\":{\"c\":2},\"a\":{\"b\":3}}", "a.c")).isNull();
        assertThat(
                        JsonValues.paths(
                                "{\"a\":{\"b\":1,\"c\":2},\"d\":0,\"a\":{\"b\":3}}"
                                        .getBytes(UTF_8)))
                .extracting(JsonValue::path, JsonValue::text, JsonValue::repeated)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("d", "0", false),
                        org.assertj.core.api.Assertions.tuple("a.b", "3", true));
    }

    @Test
    void everyListedPathLeadsToItsValue() {
        String json =
                "{\"a\":{\"b.c\":[1,\"x\",{}],\"d\":[]},\"e\\\\f\":[[true]],\"\":{\"\":null}}";
        byte[] bytes = json.getBytes(UTF_8);

        assertThat(JsonValues.paths(bytes)).hasSize(4);
        for (JsonValue each : JsonValues.paths(bytes)) {
            if (!each.path().startsWith(".")) {
                assertThat(JsonValues.value(bytes, each.path())).isEqualTo(each);
            }
            String there = new String(bytes, each.offset(), each.length(), UTF_8);
            assertThat(there).contains(each.text());
        }
    }

    @Test
    void whatAListTakesIsBoundedWhateverTheTextHolds() {
        String many = "[" + "1,".repeat(JsonValues.PATHS_MAX * 2) + "1]";
        String longName = "{\"" + "n".repeat(1 << 16) + "\":[" + "1,".repeat(5000) + "1]}";
        String names = "{" + "\"a\":1,".repeat(50_000) + "\"a\":2}";

        assertThat(JsonValues.paths(many.getBytes(UTF_8))).hasSize(JsonValues.PATHS_MAX);
        assertThat(JsonValues.paths(longName.getBytes(UTF_8))).isEmpty();
        assertThat(text(longName, "n".repeat(1 << 16) + ".5000")).isEqualTo("1");
        assertThat(text(names, "a")).isEqualTo("2");
    }

    @Test
    void changedBytesNeverThrow() {
        Random random = new Random(5);
        byte[] seed = "{\"a\":{\"b\":[1.5e3,\"\\u00e9x\",{}]},\"c\":null}".getBytes(UTF_8);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = seed.clone();
            for (int change = 0; change <= i % 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            boolean json = JsonValues.isJson(bytes);
            assertThat(JsonValues.value(bytes, "") != null).isEqualTo(json);
            if (!json) {
                assertThat(JsonValues.paths(bytes)).isEmpty();
            }
            assertThat(Payload.kind(bytes)).isNotNull();
        }
    }

    private static JsonValue value(String json, String path) {
        return Objects.requireNonNull(JsonValues.value(json.getBytes(UTF_8), path));
    }

    private static @org.jspecify.annotations.Nullable String text(String json, String path) {
        JsonValue value = JsonValues.value(json.getBytes(UTF_8), path);
        return value == null ? null : value.text();
    }
}
