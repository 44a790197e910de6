// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.PcapngWriter;

/// The files of a capture. Used by one thread.
///
/// Blocks reach a file whole: the writer hands over one block a call, and the buffer never splits a
/// call unless the block is larger than itself. A capture holds passwords and perhaps keys, so
/// nobody but the owner may read it.
final class CaptureRing implements Closeable {
    static final String INTERFACE_NAME = "relay tap";
    static final String INTERFACE_DESCRIPTION =
            "relay tap; application bytes real, lower headers synthesised";
    static final String SECTION_COMMENT =
            "Recorded by Twinport's relay tap between clients and broker. Addresses, ports and"
                    + " application bytes are real. Link, IP and TCP headers are synthesised:"
                    + " they say nothing about retransmission, loss or windows.";

    private static final int BUFFER = 64 * 1024;

    private final CaptureSettings settings;
    private final Supplier<byte[]> openSecrets;
    private final @Nullable OutputStream keyLog;
    private final Deque<Path> files = new ArrayDeque<>();
    private PcapngWriter writer;
    private int interfaceId;
    private long framesInFile;
    private long finishedBytes;
    private int fileNumber;

    /// @param openSecrets the secrets that a new file of the ring repeats
    CaptureRing(CaptureSettings settings, Supplier<byte[]> openSecrets) throws IOException {
        this.settings = settings;
        this.openSecrets = openSecrets;
        Path folder = settings.file().toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
        Path keys = settings.keyLog();
        this.keyLog = keys == null ? null : create(keys);
        this.writer = begin();
    }

    void frame(long epochNanos, byte[] bytes, @Nullable String comment) throws IOException {
        if (framesInFile > 0 && writer.bytesWritten() + bytes.length > settings.fileLimit()) {
            next();
        }
        writer.frame(interfaceId, epochNanos, bytes, comment);
        framesInFile++;
    }

    void secrets(byte[] lines) throws IOException {
        writer.secrets(lines);
        if (keyLog != null) {
            keyLog.write(lines);
        }
    }

    void flush() throws IOException {
        writer.flush();
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    long bytes() {
        return finishedBytes + writer.bytesWritten();
    }

    /// All files of this moment, opened for reading, so that the ring may go on without harm. What
    /// was flushed is in them.
    List<CapturePart> parts() throws IOException {
        List<CapturePart> parts = new ArrayList<>();
        try {
            for (Path file : files) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                parts.add(new CapturePart(channel, channel.size()));
            }
        } catch (IOException e) {
            for (CapturePart part : parts) {
                part.close();
            }
            throw e;
        }
        return parts;
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } finally {
            if (keyLog != null) {
                keyLog.close();
            }
        }
    }

    private void next() throws IOException {
        end();
        finishedBytes += writer.bytesWritten();
        if (files.size() == CaptureSettings.RING_FILES) {
            Path oldest = files.removeFirst();
            finishedBytes -= Files.size(oldest);
            Files.delete(oldest);
        }
        writer = begin();
        writer.secrets(openSecrets.get());
    }

    private PcapngWriter begin() throws IOException {
        Path file = numbered(settings.file(), ++fileNumber);
        OutputStream out = new BufferedOutputStream(create(file), BUFFER);
        files.addLast(file);
        framesInFile = 0;
        PcapngWriter begun = new PcapngWriter(out, settings.application(), SECTION_COMMENT);
        interfaceId =
                begun.addInterface(settings.link().type(), INTERFACE_NAME, INTERFACE_DESCRIPTION);
        begun.names(settings.names());
        begun.flush();
        return begun;
    }

    private void end() throws IOException {
        try (PcapngWriter ending = writer) {
            ending.statistics(interfaceId, framesInFile, 0);
        }
    }

    /// `run.pcapng`, `run-2.pcapng`, `run-3.pcapng` ...
    private static Path numbered(Path first, int number) {
        if (number == 1) {
            return first;
        }
        String name = String.valueOf(first.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        return first.resolveSibling(stem + '-' + number + ending);
    }

    /// An existing file is replaced, never reused: it might be readable for others. What is not a
    /// file, as a device, is left alone.
    private static OutputStream create(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file: choose another name for the capture");
        }
        Files.deleteIfExists(file);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly("rw-------"));
        return Channels.newOutputStream(channel);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
