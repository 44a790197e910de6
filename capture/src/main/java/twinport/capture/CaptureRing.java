// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.BufferedOutputStream;
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
import twinport.capture.source.FrameSource.Counts;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.PcapngWriter;

/// The files of a capture. Used by one thread.
///
/// Blocks reach a file whole: the writer hands over one block a call, and the buffer never splits a
/// call unless the block is larger than itself. A capture holds passwords and perhaps keys, so
/// nobody but the owner may read it.
final class CaptureRing implements FrameStore {
    private static final int BUFFER = 64 * 1024;

    private final CaptureSettings settings;
    private final CaptureOrigin origin;
    private final Supplier<byte[]> openSecrets;
    private final @Nullable OutputStream keyLog;
    private final Deque<Path> files = new ArrayDeque<>();
    private final Supplier<Counts> counts;
    private FileChannel channel;
    private PcapngWriter writer;
    private long framesInFile;
    private long finishedBytes;
    private int fileNumber = 1;

    /// @param openSecrets the secrets that a new file of the ring repeats
    /// @param counts what the capturing side has counted at the end of a file; unknown where each
    ///   frame comes to the ring
    CaptureRing(
            CaptureSettings settings,
            CaptureOrigin origin,
            Supplier<byte[]> openSecrets,
            Supplier<Counts> counts)
            throws IOException {
        this.settings = settings;
        this.origin = origin;
        this.openSecrets = openSecrets;
        this.counts = counts;
        Path folder = settings.file().toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
        Path keys = settings.keyLog();
        this.keyLog = keys == null ? null : Channels.newOutputStream(create(keys));
        this.channel = create(settings.file());
        this.writer = begin(settings.file());
    }

    void frame(long epochNanos, byte[] bytes, @Nullable String comment) throws IOException {
        makeRoom(bytes.length);
        writer.frame(CaptureOrigin.INTERFACE, epochNanos, bytes, comment);
        framesInFile++;
    }

    @Override
    public void frame(Frame frame) throws IOException {
        makeRoom(frame.bytes().byteSize());
        writer.frame(CaptureOrigin.INTERFACE, frame);
        framesInFile++;
    }

    private void makeRoom(long bytes) throws IOException {
        if (framesInFile > 0 && writer.bytesWritten() + bytes > settings.fileLimit()) {
            next();
        }
    }

    void secrets(byte[] lines) throws IOException {
        writer.secrets(lines);
        if (keyLog != null) {
            keyLog.write(lines);
        }
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public long bytes() {
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

    /// The last file is on the disk when this returns.
    @Override
    public void close() throws IOException {
        try (PcapngWriter ending = writer) {
            origin.end(ending, framesInFile, counts.get());
            ending.flush();
            channel.force(true);
        } finally {
            if (keyLog != null) {
                keyLog.close();
            }
        }
    }

    private void next() throws IOException {
        end();
        finishedBytes += writer.bytesWritten();
        if (files.size() == settings.ringFiles()) {
            Path oldest = files.removeFirst();
            finishedBytes -= Files.size(oldest);
            Files.delete(oldest);
        }
        Path file = numbered(settings.file(), ++fileNumber);
        channel = create(file);
        writer = begin(file);
        writer.secrets(openSecrets.get());
    }

    private PcapngWriter begin(Path file) throws IOException {
        files.addLast(file);
        framesInFile = 0;
        return origin.begin(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER),
                settings.application(),
                settings.names());
    }

    private void end() throws IOException {
        try (PcapngWriter ending = writer) {
            origin.end(ending, framesInFile, counts.get());
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
    private static FileChannel create(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file: choose another name for the capture");
        }
        Files.deleteIfExists(file);
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly("rw-------"));
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
