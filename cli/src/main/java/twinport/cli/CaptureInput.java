// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.tls.SecretLog;

/// The capture and the key log that a command is given, opened; what can't be is a [Failure].
final class CaptureInput {
    private static final int KEY_LOG_READ_BYTES = 1 << 16;

    private CaptureInput() {}

    /// Does the work with the capture; `-` is standard input.
    static <T> T with(Path file, Work<T> work) {
        boolean stream = file.toString().equals("-");
        if (!stream && !Files.exists(file)) {
            throw unreadable("there is no file " + file, "name a pcap or pcapng file");
        }
        if (!stream && Files.isDirectory(file)) {
            throw unreadable(file + " is a folder", "name a pcap or pcapng file in it");
        }
        try (CaptureFile capture = stream ? CaptureFile.open(System.in) : CaptureFile.open(file)) {
            return work.with(capture);
        } catch (IOException e) {
            throw unreadable(file + " can't be read: " + e.getMessage(), "is it readable for you?");
        }
    }

    interface Work<T> {
        T with(CaptureFile capture) throws IOException;
    }

    /// The secrets of a key log file; none without one.
    static SecretLog secrets(@Nullable Path keyLog) {
        SecretLog secrets = new SecretLog();
        if (keyLog == null) {
            return secrets;
        }
        try (var in = new BufferedInputStream(Files.newInputStream(keyLog), KEY_LOG_READ_BYTES)) {
            secrets.add(in);
        } catch (IOException e) {
            throw unreadable(
                    "the key log " + keyLog + " can't be read: " + e.getMessage(),
                    "it is a text file in the NSS key log format");
        }
        if (secrets.size() == 0) {
            throw unreadable(
                    "the key log " + keyLog + " holds no secrets",
                    "its lines are: LABEL CLIENT_RANDOM SECRET, in hexadecimal digits");
        }
        return secrets;
    }

    static Failure unreadable(String what, String hint) {
        return new Failure(Exit.UNREADABLE, what, hint);
    }
}
