// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.MqttFailure;

/// The flags that say where a payload comes from.
final class PayloadOptions {
    /// What one packet can carry (MQTT 5.0 section 1.5.5), less room for topic and properties.
    static final int MOST_BYTES = 268_000_000;

    /// What a character set that cannot hold a character leaves in its place.
    private static final char LOST = '\uFFFD';

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            parameterConsumer = VerbatimValue.class,
            description = "The payload.")
    @Nullable String message;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The payload is this file's bytes.")
    @Nullable Path file;

    @Option(
            names = {"-s", "--stdin-file"},
            description = "The payload is all of standard input.")
    boolean wholeInput;

    @Option(
            names = {"-n", "--null-message"},
            description = "An empty payload; with -r it clears a retained message.")
    boolean empty;

    /// How many of these flags are given.
    int given() {
        return (message != null ? 1 : 0)
                + (file != null ? 1 : 0)
                + (wholeInput ? 1 : 0)
                + (empty ? 1 : 0);
    }

    byte[] read(InputStream in) throws MqttFailure {
        if (empty) {
            return new byte[0];
        }
        if (message != null) {
            if (message.indexOf(LOST) >= 0) {
                throw MqttFailure.usage(
                        "this terminal's character set lost a character of the text, at -m",
                        "give it with -f FILE or -s, or set LC_ALL=C.UTF-8");
            }
            return message.getBytes(StandardCharsets.UTF_8);
        }
        Path source = file;
        try {
            if (source == null) {
                return bounded(in.readNBytes(MOST_BYTES + 1), "-s");
            }
            try (InputStream bytes = Files.newInputStream(source)) {
                return bounded(bytes.readNBytes(MOST_BYTES + 1), "-f " + source);
            }
        } catch (IOException e) {
            throw MqttFailure.usage(
                    "cannot be read (%s), at %s"
                            .formatted(
                                    e.getClass().getSimpleName(),
                                    source == null ? "-s" : "-f " + source),
                    "give a file that exists and that you may read");
        }
    }

    static byte[] bounded(byte[] payload, String where) throws MqttFailure {
        if (payload.length > MOST_BYTES) {
            throw MqttFailure.usage(
                    "too large for one MQTT packet, at " + where,
                    "send at most " + MOST_BYTES + " bytes a message");
        }
        return payload;
    }
}
