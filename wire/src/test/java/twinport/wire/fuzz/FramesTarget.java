// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// Any bytes as frames: one byte link type, two bytes length, the frame; link, IP and TCP headers
/// and fragments are the input's.
public final class FramesTarget {
    private static final LinkType[] LINKS = LinkType.values();

    private FramesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() > 3) {
            LinkType link = LINKS[(in.get() & 0xff) % LINKS.length];
            byte[] bytes = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(bytes);
            long number = frames.size() + 1L;
            frames.add(new Frame(number, number, link, MemorySegment.ofArray(bytes), bytes.length));
        }
        Checks.read(frames, new byte[0]);
    }
}
