// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A capture being read: pcap or pcapng, plain or gzip.
///
/// A file is mapped, so that its frames are views of it; a stream is read as it comes. Damage never
/// throws: it is yielded as a [CaptureBlock.Fault] after all that came before it. An [IOException]
/// means that the operating system could not read.
public final class CaptureFile implements AutoCloseable {
    private final BlockSource source;
    private final ByteWindow window;
    private final AutoCloseable underlying;
    private boolean told;

    private CaptureFile(ByteWindow window, AutoCloseable underlying) throws IOException {
        this.window = window;
        this.underlying = underlying;
        this.source = BlockSource.of(window);
    }

    /// Opens a file. Anything that is not a regular file (a named pipe) is read as a stream.
    public static CaptureFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return open(Files.newInputStream(file));
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            if (BlockSource.isGzip(new BufferedInputStream(Channels.newInputStream(channel), 2))) {
                channel.position(0);
                return open(Channels.newInputStream(channel));
            }
            return mapped(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Whether [#open(Path)] maps this file, so that it can be opened several times over.
    public static boolean isMapped(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file), 2)) {
            return !BlockSource.isGzip(in);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the capture file
    private static CaptureFile mapped(FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        channel.close();
        return new CaptureFile(new ByteWindow(mapped), arena);
    }

    /// Reads from a stream, which is closed with this.
    public static CaptureFile open(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream);
        if (!BlockSource.isGzip(in)) {
            return new CaptureFile(new ByteWindow(in), in);
        }
        try {
            return new CaptureFile(new ByteWindow(new GZIPInputStream(in, 1 << 16)), in);
        } catch (EOFException | ZipException e) {
            return new CaptureFile(new ByteWindow(InputStream.nullInputStream(), e), in);
        }
    }

    BlockSource source() {
        return source;
    }

    /// The next block; null at the end.
    public @Nullable CaptureBlock next() throws IOException {
        CaptureBlock block = source.next();
        IOException broken = window.broken();
        if (block == null && broken != null && !told) {
            told = true;
            return brokenGzip(broken);
        }
        return block;
    }

    /// Hands all blocks that are left to the sink.
    public void forEach(Consumer<? super CaptureBlock> sink) throws IOException {
        CaptureBlock block = next();
        while (block != null) {
            sink.accept(block);
            block = next();
        }
    }

    /// How many bytes have been read, uncompressed.
    public long position() {
        return window.position();
    }

    private CaptureBlock.Fault brokenGzip(IOException e) {
        return new CaptureBlock.Fault(
                window.position() + window.available(),
                "gzip: " + e.getMessage(),
                "RFC 1952: a gzip member is whole and its check sum true");
    }

    @Override
    public void close() throws IOException {
        try {
            underlying.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
