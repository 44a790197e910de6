// SPDX-License-Identifier: MIT
package twinport.capture.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import twinport.capture.source.SourceException.Cause;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// Frames through libpcap.
///
/// libpcap never blocks here: on Linux `pcap_next_ex` can wait for ever when nothing arrives,
/// whatever the timeout. It is asked for what is there, and poll(2) waits for more.
@SuppressWarnings("restricted") // calling C is the point; the launcher allows it
final class LibPcapSource implements FrameSource {
    /// The kernel hands over a block of frames at the latest after so long.
    private static final int BLOCK_MILLIS = 100;

    private static final int PROMPT_BLOCK_MILLIS = 20;

    private static final int WAIT_MILLIS = 50;
    private static final int BATCH = 1_024;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long COUNT_EVERY_NANOS = 250_000_000;

    /// After a stop: how long the block that the kernel is filling may take to arrive.
    private static final long LAST_BLOCK_NANOS = 2L * BLOCK_MILLIS * 1_000_000;

    private static final int PRECISION_NANO = 1;
    private static final int ERROR_NO_SUCH_DEVICE = -5;
    private static final int ERROR_PERMISSION = -8;
    private static final int ERROR_PROMISCUOUS_PERMISSION = -11;
    private static final int DLT_RAW = 12;
    private static final short POLLIN = 1;

    /// `struct bpf_program`: a length and a pointer.
    private static final int PROGRAM_BYTES = 16;

    /// `struct pcap_stat`: three numbers, and one more on Windows.
    private static final int STATISTICS_BYTES = 24;

    /// All of memory: libpcap's pointers are offsets into it.
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final LibPcap library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment pcap;
    private final MemorySegment error = arena.allocate(LibPcap.ERROR_BYTES);
    private final MemorySegment statistics = arena.allocate(STATISTICS_BYTES, 8);
    private final MemorySegment header = arena.allocate(ADDRESS);
    private final MemorySegment data = arena.allocate(ADDRESS);
    private final MemorySegment descriptor = arena.allocate(8, 4);
    private final String interfaceName;
    private final boolean shortTimes = System.getProperty("os.name").startsWith("Windows");
    private LinkType link = LinkType.ETHERNET;
    private int nanosPerUnit = 1;
    private boolean hasDescriptor;
    private long frames;
    private long countedAt;
    private boolean closed;
    private volatile boolean stopped;
    private volatile Counts counts = new Counts(0, 0, 0);

    private LibPcapSource(LibPcap library, String interfaceName) throws SourceException {
        this.library = library;
        this.interfaceName = interfaceName;
        this.pcap = library.create(arena.allocateFrom(interfaceName), error);
        if (pcap.address() == 0) {
            String said = LibPcap.text(error);
            arena.close();
            throw SourceException.noInterface(interfaceName, said);
        }
    }

    /// Opens the interface: frames are kept for [#read] from here on.
    static LibPcapSource open(LibPcap library, SourceSettings settings) throws SourceException {
        LibPcapSource source = new LibPcapSource(library, settings.interfaceName());
        try {
            source.activate(settings);
            source.filter(settings.filter());
            return source;
        } catch (SourceException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void activate(SourceSettings settings) throws SourceException {
        library.set(library.setSnapLength(), pcap, settings.snapLength());
        library.set(library.setPromiscuous(), pcap, settings.promiscuous() ? 1 : 0);
        int blockMillis = settings.prompt() ? PROMPT_BLOCK_MILLIS : BLOCK_MILLIS;
        library.set(library.setTimeout(), pcap, blockMillis);
        library.set(library.setBufferSize(), pcap, settings.bufferBytes());
        library.set(library.setPrecision(), pcap, PRECISION_NANO); // refused where there is none
        int status = library.ask(library.activate(), pcap);
        if (status < 0) {
            throw refused(status);
        }
        boolean nanos = library.ask(library.getPrecision(), pcap) == PRECISION_NANO;
        nanosPerUnit = nanos ? 1 : 1_000;
        link = link(library.ask(library.dataLink(), pcap));
        if (library.setNonBlocking(pcap, error) < 0) {
            throw other(LibPcap.text(error));
        }
        var selectable = library.selectable();
        int file = selectable == null ? -1 : library.ask(selectable, pcap);
        hasDescriptor = file >= 0;
        descriptor.set(JAVA_INT, 0, file);
        descriptor.set(JAVA_SHORT, 4, POLLIN);
    }

    private SourceException refused(int status) {
        String said = library.error(pcap);
        String text = said.isEmpty() ? library.status(status) : said.lines().findFirst().orElse("");
        return switch (status) {
            case ERROR_PERMISSION, ERROR_PROMISCUOUS_PERMISSION ->
                    new SourceException(Cause.NO_RIGHTS, text, Rights.HINT);
            case ERROR_NO_SUCH_DEVICE ->
                    SourceException.noInterface(interfaceName, library.status(status));
            default -> other(library.status(status) + (said.isEmpty() ? "" : ": " + text));
        };
    }

    private SourceException other(String said) {
        return new SourceException(
                Cause.OTHER,
                "interface " + interfaceName + " can't be captured from: " + said,
                "twinport capture --list-interfaces shows what can be");
    }

    /// Inside the machine a link type has other numbers than in files, of which one concerns us:
    /// raw IP (LINKTYPE registry of tcpdump.org).
    private LinkType link(int number) throws SourceException {
        return LinkType.of(number == DLT_RAW ? LinkType.RAW.number() : number)
                .orElseThrow(() -> other("frames of link type " + number + " are not read"));
    }

    private void filter(String filter) throws SourceException {
        if (filter.isBlank()) {
            return;
        }
        MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
        if (library.compile(pcap, program, arena.allocateFrom(filter)) < 0) {
            throw SourceException.filter(filter, library.error(pcap));
        }
        int status = library.with(library.setFilter(), pcap, program);
        library.free(library.freeCode(), program);
        if (status < 0) {
            throw SourceException.filter(filter, library.error(pcap));
        }
    }

    @Override
    public String way() {
        return library.versionText();
    }

    @Override
    public LinkType link() {
        return link;
    }

    @Override
    public void read(Sink sink) throws IOException {
        long stopAt = 0;
        try {
            while (stopAt == 0 || System.nanoTime() - stopAt < LAST_BLOCK_NANOS) {
                if (stopped && stopAt == 0) {
                    stopAt = System.nanoTime();
                }
                boolean some = batch(sink);
                count(!some);
                if (!some) {
                    await();
                }
            }
        } finally {
            count(true);
        }
    }

    /// Hands over what is there, up to a batch; false when there was nothing.
    private boolean batch(Sink sink) throws IOException {
        List<Frame> batch = new ArrayList<>();
        int status = 1;
        long bytes = 0;
        while (status == 1 && batch.size() < BATCH && bytes < BATCH_BYTES) {
            status = library.next(pcap, header, data);
            if (status == 1) {
                Frame frame = frame();
                batch.add(frame);
                bytes += frame.bytes().byteSize();
            }
        }
        if (!batch.isEmpty()) {
            sink.accept(batch);
        }
        if (status < 0) {
            throw new IOException(interfaceName + ": " + library.error(pcap));
        }
        return !batch.isEmpty();
    }

    /// The frame at libpcap's pointers, copied: the kernel uses its place again.
    ///
    /// `struct pcap_pkthdr` is a `struct timeval` and two lengths. The timeval has two longs, of
    /// which the second is an int on macOS, and two ints on Windows.
    private Frame frame() throws IOException {
        long at = header.get(JAVA_LONG, 0);
        long seconds =
                shortTimes
                        ? Integer.toUnsignedLong(MEMORY.get(JAVA_INT, at))
                        : MEMORY.get(JAVA_LONG, at);
        long fraction = MEMORY.get(JAVA_INT, at + (shortTimes ? 4 : 8));
        int captured = MEMORY.get(JAVA_INT, at + (shortTimes ? 8 : 16));
        int original = MEMORY.get(JAVA_INT, at + (shortTimes ? 12 : 20));
        if (captured < 0 || captured > SourceSettings.MAX_SNAP_LENGTH) {
            throw new IOException("libpcap gave a frame of " + captured + " bytes");
        }
        byte[] bytes = new byte[captured];
        MemorySegment.copy(MEMORY, JAVA_BYTE, data.get(JAVA_LONG, 0), bytes, 0, captured);
        return new Frame(
                ++frames,
                seconds * 1_000_000_000L + fraction * nanosPerUnit,
                link,
                MemorySegment.ofArray(bytes),
                Math.max(original, captured));
    }

    private void await() {
        if (!hasDescriptor || !library.poll(descriptor, WAIT_MILLIS)) {
            LockSupport.parkNanos(WAIT_MILLIS * 1_000_000L / 10);
        }
    }

    /// libpcap is one thread's, so its counters are fetched here.
    private void count(boolean now) {
        long time = System.nanoTime();
        if (!now && time - countedAt < COUNT_EVERY_NANOS) {
            return;
        }
        countedAt = time;
        if (library.with(library.statistics(), pcap, statistics) == 0) {
            counts = new Counts(counter(0), counter(4), counter(8));
        }
    }

    private long counter(int at) {
        return Integer.toUnsignedLong(statistics.get(JAVA_INT, at));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        library.free(library.close(), pcap);
        arena.close();
    }
}
