// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.format.MessageFormat;
import twinport.cli.mqtt.session.MqttFailure;

/// The flags that say how a message is printed.
final class PrintOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Print the topic before the payload.")
    boolean verbose;

    @Option(names = "-N", description = "No end of line after a message.")
    boolean noNewline;

    @Option(
            names = "-F",
            paramLabel = "FORMAT",
            parameterConsumer = VerbatimValue.class,
            description =
                    "How to print a message: %%t topic, %%p payload (its bytes), %%x %%X payload in"
                            + " hexadecimal, %%l its length, %%q QoS, %%r retained, %%j all as JSON"
                            + " (payloadHex instead of payload where it is not UTF-8), %%J the same"
                            + " with a payload that is JSON itself, %%I time, %%U seconds since 1970;"
                            + " MQTT 5: %%C %%D %%E %%F %%P %%R; @Y-@m-@d ... parts of the time;"
                            + " \\\\n \\\\t \\\\0 ...; %%%% @@ the sign itself. A width may follow"
                            + " %%: %%20t %%-20t %%05l %%8.8t. %%m, %%A and %%S are not known here.")
    @Nullable String format;

    MessageFormat messageFormat(ZoneId zone) throws MqttFailure {
        if (format != null && verbose) {
            throw MqttFailure.usage("two ways to print, at -F and -v", "give one of them");
        }
        String end = noNewline ? "" : "\\n";
        String body = format != null ? format : verbose ? "%t %p" : "%p";
        return MessageFormat.compile(body + end, zone);
    }
}
