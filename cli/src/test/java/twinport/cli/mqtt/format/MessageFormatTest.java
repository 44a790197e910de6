// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;

class MessageFormatTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant AT = Instant.parse("2026-03-01T08:05:09.012345678Z");

    private static Received message(byte[] payload) {
        return new Received("a/b", payload, 1, true, MessageProperties.NONE, AT, () -> {});
    }

    private static String shown(String format, byte[] payload) throws MqttFailure {
        return MessageFormat.compile(format, BERLIN)
                .apply(message(payload))
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("not shown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "%t %q %r %l = a/b 1 1 2",
                "%I = 2026-03-01T09:05:09+0100",
                "%U = 1772352309.012345678",
                "@Y-@m-@d @H:@M:@S.@N @z = 2026-03-01 09:05:09.012345678 +0100",
                "@e @j @a @b = 1 060 Sun Mar",
                "[%6t][%-6t][%.1t] = [   a/b][a/b   ][a]",
                "%% @@ \\\\ = % @ \\",
                "%X %03l = 6869 002",
            })
    void theFieldsOfMosquittoSub(String format, String expected) throws MqttFailure {
        assertThat(shown(format, "hi".getBytes(UTF_8)).strip()).isEqualTo(expected);
    }

    @Test
    void jsonHoldsTextAsTextAndOtherBytesAsHexadecimal() throws MqttFailure {
        String head =
                "{\"tst\":\"2026-03-01T09:05:09.012345+0100\",\"topic\":\"a/b\",\"qos\":1,\"retain\":1,";
        assertThat(shown("%j", "\"q\"\n".getBytes(UTF_8)))
                .isEqualTo(head + "\"payloadlen\":4,\"payload\":\"\\\"q\\\"\\n\"}");
        assertThat(shown("%j", new byte[] {(byte) 0xFF, 0}))
                .isEqualTo(head + "\"payloadlen\":2,\"payloadHex\":\"ff00\"}");
        assertThat(shown("%J", "{\"x\":1.50}".getBytes(UTF_8)))
                .isEqualTo(head + "\"payloadlen\":10,\"payload\":{\"x\":1.50}}");
        assertThat(shown("%J", "{\"x\":".getBytes(UTF_8))).isEqualTo("not shown");
    }
}
