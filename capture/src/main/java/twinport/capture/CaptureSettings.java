// SPDX-License-Identifier: MIT
package twinport.capture;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import twinport.capture.segment.LinkLayer;

/// Where a capture is written.
///
/// The capture is a ring of files: `run.pcapng`, `run-2.pcapng` and so on. The next one begins when
/// one has reached its share of the limit, and the oldest is deleted.
///
/// @param file the first file; its folder is made if it is not there
/// @param sizeLimit bytes of all files together, at least [#MIN_SIZE_LIMIT]
/// @param ringFiles how many files at most; with one, the limit is the caller's to keep
/// @param application the program that writes, with its version
/// @param names what addresses are called, as the boards
/// @param link what the frames are made to look like below IP
/// @param keyLog a file that gets the TLS secrets too, in the NSS key log format
public record CaptureSettings(
        Path file,
        long sizeLimit,
        int ringFiles,
        String application,
        Map<InetAddress, String> names,
        LinkLayer link,
        @Nullable Path keyLog) {
    /// The files of a ring where no other number is asked for.
    public static final int RING_FILES = 4;

    public static final int MAX_RING_FILES = 1_000;
    public static final long MIN_SIZE_LIMIT = 256 * 1024;

    /// The limit where none is asked for: 1 GiB.
    public static final long DEFAULT_SIZE_LIMIT = 1L << 30;

    public CaptureSettings {
        names = Map.copyOf(names);
        if (sizeLimit < MIN_SIZE_LIMIT) {
            throw new IllegalArgumentException(
                    "a capture needs at least " + MIN_SIZE_LIMIT + " bytes: " + sizeLimit);
        }
        if (ringFiles < 1 || ringFiles > MAX_RING_FILES) {
            throw new IllegalArgumentException("1 to " + MAX_RING_FILES + " files: " + ringFiles);
        }
    }

    /// A ring of [#RING_FILES] with Ethernet frames.
    public CaptureSettings(
            Path file,
            long sizeLimit,
            String application,
            Map<InetAddress, String> names,
            @Nullable Path keyLog) {
        this(file, sizeLimit, RING_FILES, application, names, LinkLayer.ETHERNET, keyLog);
    }

    /// A capture of the default size without names.
    public static CaptureSettings to(Path file) {
        return new CaptureSettings(file, DEFAULT_SIZE_LIMIT, "Twinport", Map.of(), null);
    }

    long fileLimit() {
        return ringFiles == 1 ? Long.MAX_VALUE : sizeLimit / ringFiles;
    }
}
