// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import twinport.wire.field.FrameUnits;
import twinport.wire.filter.Filter;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;

/// A capture that somebody looks at: the file, and a row for each of its frames. It does not grow;
/// of a running lab it is what was there when it was taken.
///
/// Rows lie in a file beside the capture, so that a million of them cost eight bytes each here.
final class TrafficFile implements AutoCloseable {
    /// Frames that have a row; further ones are counted.
    static final int FRAMES_MAX = 1_200_000;

    /// Bytes that are read of a capture, unpacked: a small gzip file may hold a large one.
    static final long BYTES_MAX = 8L << 30;

    /// Filters whose frames are remembered.
    private static final int FILTERS_MAX = 4;

    /// @param frame its number, from 1
    /// @param seconds since the first frame
    /// @param stream of its connection; -1 without one
    record Row(
            long frame,
            double seconds,
            String source,
            String destination,
            String protocol,
            String info,
            int length,
            long stream) {}

    /// @param total rows that the filter leaves
    /// @param leftOut frames without a row
    record Rows(long total, long leftOut, List<Row> rows) {}

    private final Path folder;
    private final Path file;
    private final String name;
    private final Instant taken;
    private final Json json;
    private final RandomAccessFile rows;
    private final Map<String, int[]> filtered =
            new LinkedHashMap<>(8, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
                    return size() > FILTERS_MAX;
                }
            };
    private long[] offsets = new long[1024];
    private int count;
    private long leftOut;
    private boolean damaged;

    /// Reads all of it.
    ///
    /// @param folder of this alone; goes with it
    /// @param file within the folder
    /// @throws IOException it cannot be read
    /// @throws BadRequest it is longer than [#BYTES_MAX]
    TrafficFile(Path folder, Path file, String name, Instant taken, Json json)
            throws IOException, BadRequest {
        this.folder = folder;
        this.file = file;
        this.name = name;
        this.taken = taken;
        this.json = json;
        this.rows = new RandomAccessFile(folder.resolve("rows").toFile(), "rw");
        try {
            index();
        } catch (IOException | BadRequest | RuntimeException e) {
            close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    Instant taken() {
        return taken;
    }

    long frames() {
        return count + leftOut;
    }

    /// Whether the capture has places that could not be read.
    boolean damaged() {
        return damaged;
    }

    private void index() throws IOException, BadRequest {
        try (var out = new CountingOutput(Files.newOutputStream(folder.resolve("rows")))) {
            pass(units -> {
                if (count == FRAMES_MAX) {
                    leftOut++;
                    return true;
                }
                if (count + 1 >= offsets.length) {
                    offsets = Arrays.copyOf(offsets, offsets.length * 2);
                }
                out.write(json.write(FrameTree.row(units)));
                offsets[++count] = out.written;
                return true;
            });
        }
    }

    private interface Taker {
        /// @return whether more is wanted
        boolean take(FrameUnits units) throws IOException;
    }

    private static final class CountingOutput implements AutoCloseable {
        private final OutputStream out;
        private long written;

        CountingOutput(OutputStream out) {
            this.out = new BufferedOutputStream(out, 1 << 16);
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            written += bytes.length;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// From the first frame on, since every frame stands on those before it.
    private void pass(Taker taker) throws IOException, BadRequest {
        var failure = new AtomicReference<IOException>();
        boolean[] more = {true};
        var units =
                new FrameUnits(read -> {
                    try {
                        more[0] = more[0] && taker.take(read);
                    } catch (IOException e) {
                        failure.set(e);
                        more[0] = false;
                    }
                });
        try (CaptureFile capture = CaptureFile.open(file)) {
            CaptureBlock block = capture.next();
            while (block != null && more[0]) {
                damaged |= block instanceof CaptureBlock.Fault;
                if (capture.position() > BYTES_MAX) {
                    throw new BadRequest(
                            413,
                            "'"
                                    + name
                                    + "' is longer than "
                                    + (BYTES_MAX >> 30)
                                    + " GiB unpacked: open it with twinport analyze");
                }
                units.accept(block);
                block = capture.next();
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /// @param first of those that the filter leaves, from 0
    synchronized Rows rows(Optional<Filter> filter, String text, int first, int most)
            throws IOException, BadRequest {
        if (filter.isEmpty()) {
            int to = (int) Math.min(count, (long) first + most);
            List<Row> found = new ArrayList<>();
            for (int i = first; i < to; i++) {
                found.add(row(i + 1));
            }
            return new Rows(count, leftOut, found);
        }
        int[] frames = filtered.get(text);
        if (frames == null) {
            frames = find(filter.get());
            filtered.put(text, frames);
        }
        List<Row> found = new ArrayList<>();
        for (int i = first; i < Math.min(frames.length, (long) first + most); i++) {
            found.add(row(frames[i]));
        }
        return new Rows(frames.length, leftOut, found);
    }

    private int[] find(Filter filter) throws IOException, BadRequest {
        int[][] found = {new int[1024]};
        int[] size = {0};
        int[] number = {0};
        pass(units -> {
            number[0]++;
            if (number[0] > count) {
                return false;
            }
            if (filter.test(units.frame())) {
                if (size[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], size[0] * 2);
                }
                found[0][size[0]++] = number[0];
            }
            return true;
        });
        return Arrays.copyOf(found[0], size[0]);
    }

    private Row row(int frame) throws IOException {
        byte[] text = new byte[(int) (offsets[frame] - offsets[frame - 1])];
        rows.seek(offsets[frame - 1]);
        rows.readFully(text);
        try {
            return json.read(text, Row.class);
        } catch (BadRequest e) {
            throw new IOException("the rows of " + name + " are damaged", e);
        }
    }

    /// Everything that is known of one frame; empty if there is none of that number.
    synchronized Optional<FrameTree> frame(long wanted) throws IOException {
        var found = new AtomicReference<FrameTree>();
        var bytes = new AtomicReference<byte[]>(new byte[0]);
        var units =
                new FrameUnits(read -> {
                    if (read.frame().frame() == wanted) {
                        found.set(FrameTree.of(read, bytes.get()));
                    }
                });
        try (CaptureFile capture = CaptureFile.open(file)) {
            for (CaptureBlock block = capture.next();
                    block != null && found.get() == null;
                    block = capture.next()) {
                if (block instanceof Frame frame && frame.number() == wanted) {
                    bytes.set(frame.bytes().toArray(ValueLayout.JAVA_BYTE));
                }
                units.accept(block);
            }
        }
        return Optional.ofNullable(found.get());
    }

    @Override
    public synchronized void close() throws IOException {
        rows.close();
        try (var files = Files.list(folder)) {
            for (Path one : files.toList()) {
                Files.deleteIfExists(one);
            }
        }
        Files.deleteIfExists(folder);
    }
}
