// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import twinport.wire.Captures;

/// Any bytes as TLS records, read with the key logs of all captures of the project: what begins as
/// one of them did is decrypted.
public final class DecryptTarget {
    private static final byte[] KEY_LOG = keyLog();

    private DecryptTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Checks.saysTheSameInAnySegments(Talk.of(input), KEY_LOG);
    }

    private static byte[] keyLog() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(Captures.folder())) {
            List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".keys")).sorted().toList();
            for (Path log : logs) {
                all.writeBytes(Files.readAllBytes(log));
                all.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }
}
