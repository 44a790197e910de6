// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import twinport.wire.flow.Share;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.tls.SecretLog;

/// Counts what a capture holds, without keeping or showing any of it: a [Reader] that stops where
/// counting needs no more.
public final class StatisticsReader {
    private final Statistics counted = new Statistics();
    private final Reader reader;

    /// @param secrets known beforehand; those the capture holds are added to it
    public StatisticsReader(SecretLog secrets) {
        this(secrets, Share.ALL);
    }

    private StatisticsReader(SecretLog secrets, Share share) {
        this.reader = new Reader(counted::observe, secrets, share, counted);
    }

    /// Reads one block.
    public void accept(CaptureBlock block) {
        if (block instanceof Frame frame) {
            counted.time(frame.epochNanos());
        }
        reader.accept(block);
    }

    /// The capture is over.
    public Statistics finish() {
        reader.end();
        counted.read(reader.frameCounts());
        return counted;
    }

    /// Counts a file with several threads, each of which reads a share of the connections.
    ///
    /// A compressed file or a pipe is read by one. A TLS 1.2 session that is resumed in another
    /// share than the one it began in, and of which only the beginning's secret is logged, stays
    /// sealed.
    ///
    /// @param secrets makes a log of what is known beforehand, one for each thread
    public static Statistics read(Path file, Supplier<SecretLog> secrets, int threads)
            throws IOException {
        int shares = CaptureFile.isMapped(file) ? threads : 1;
        try (ExecutorService pool = Executors.newFixedThreadPool(shares)) {
            List<Future<Statistics>> parts =
                    IntStream.range(0, shares)
                            .mapToObj(i -> new Share(i, shares))
                            .map(share -> pool.submit(() -> read(file, secrets.get(), share)))
                            .toList();
            Statistics sum = parts.getFirst().get();
            for (Future<Statistics> part : parts.subList(1, shares)) {
                sum.add(part.get());
            }
            return sum;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + file);
        }
    }

    private static Statistics read(Path file, SecretLog secrets, Share share) throws IOException {
        var reader = new StatisticsReader(secrets, share);
        try (var capture = CaptureFile.open(file)) {
            capture.forEach(reader::accept);
        }
        return reader.finish();
    }
}
