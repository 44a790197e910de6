// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The part of a capture that lies in memory: all of a mapped file, or what was read of a stream.
///
/// Bytes once handed out stay as they are: a stream is read into fresh arrays, never over old ones.
final class ByteWindow {
    /// How much a stream is asked for at a time: little at first, for a small capture.
    private static final int FIRST_CHUNK_BYTES = 1 << 14;

    private static final int CHUNK_BYTES_MAX = 1 << 20;

    private final @Nullable InputStream in;
    private byte[] array = new byte[0];
    private MemorySegment segment;
    private long offset;
    private long limit;

    /// Bytes of the stream that lay before `segment`.
    private long before;

    private int chunk = FIRST_CHUNK_BYTES;

    private @Nullable IOException broken;

    ByteWindow(MemorySegment mapped) {
        this.in = null;
        this.segment = mapped;
        this.limit = mapped.byteSize();
    }

    ByteWindow(InputStream in) {
        this(in, null);
    }

    /// A stream that is known to be broken from its start, or not (null).
    ByteWindow(InputStream in, @Nullable IOException broken) {
        this.in = in;
        this.broken = broken;
        this.segment = MemorySegment.ofArray(array);
    }

    /// Makes the next `count` bytes readable; false when the capture ends before.
    boolean ensure(long count) throws IOException {
        return limit - offset >= count || fill(count);
    }

    /// Memory grows with the bytes that really come, not with what a length field promises. What is
    /// left of an array is filled first: a pipe may give little at a time.
    private boolean fill(long count) throws IOException {
        if (in == null) {
            return false;
        }
        if (offset + count > array.length) {
            renew();
        }
        boolean ended = false;
        while (limit - offset < count && !ended) {
            if (limit == array.length) {
                array = Arrays.copyOf(array, array.length * 2);
                segment = MemorySegment.ofArray(array);
            }
            int got = read(in, array, (int) limit);
            ended = got < 0;
            limit += Math.max(got, 0);
        }
        return limit - offset >= count;
    }

    /// Goes on in a fresh array, which begins with the bytes that were not taken yet.
    private void renew() {
        int have = (int) (limit - offset);
        byte[] fresh = new byte[Math.max(chunk, have + chunk / 2)];
        chunk = Math.min(chunk * 2, CHUNK_BYTES_MAX);
        System.arraycopy(array, (int) offset, fresh, 0, have);
        before += offset;
        offset = 0;
        limit = have;
        array = fresh;
        segment = MemorySegment.ofArray(fresh);
    }

    /// Reads once. A broken compression ends the stream like its end does, and is remembered.
    private int read(InputStream from, byte[] bytes, int have) throws IOException {
        if (broken != null) {
            return -1;
        }
        try {
            return from.read(bytes, have, bytes.length - have);
        } catch (EOFException | ZipException e) {
            broken = e;
            return -1;
        }
    }

    /// Why the stream ended too early; null when it did not.
    @Nullable IOException broken() {
        return broken;
    }

    /// Where in the capture the next byte stands.
    long position() {
        return before + offset;
    }

    MemorySegment segment() {
        return segment;
    }

    /// Where in the segment the next byte stands.
    long offset() {
        return offset;
    }

    /// How many bytes are readable without asking for more.
    long available() {
        return limit - offset;
    }

    void skip(long count) {
        offset += count;
    }

    /// Passes over bytes that nobody wants, without keeping them; false when the capture ends
    /// before.
    boolean pass(long count) throws IOException {
        long here = Math.min(count, available());
        offset += here;
        long left = count - here;
        while (left > 0 && in != null && broken == null) {
            long skipped = skip(in, left);
            before += skipped;
            left -= skipped;
            // A stream that skips nothing may have ended, or not: a byte more tells.
            if (skipped == 0) {
                if (!ensure(1)) {
                    break;
                }
                offset++;
                left--;
            }
        }
        return left == 0;
    }

    private long skip(InputStream from, long count) throws IOException {
        try {
            return from.skip(count);
        } catch (EOFException | ZipException e) {
            broken = e;
            return 0;
        }
    }
}
