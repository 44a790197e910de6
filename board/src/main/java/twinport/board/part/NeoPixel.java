// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A chain of WS2812B lamps (WorldSemi WS2812B data sheet, "Composition of 24bit data"): each takes
/// the first 24 bits that reach it, green, red, blue, and passes the rest on. Bits as pulses on the
/// wire are the firmware ports' matter; here whole frames arrive.
public final class NeoPixel extends Part implements PixelChain {
    private static final int PIXEL_BYTES = 3;

    private final int[] colours;

    NeoPixel(Placement placement) {
        super(placement);
        colours = new int[(int) placement.number("pixels")];
    }

    @Override
    public void frame(byte[] grb) {
        boolean different;
        synchronized (this) {
            int[] before = colours.clone();
            int count = Math.min(colours.length, grb.length / PIXEL_BYTES);
            for (int i = 0; i < count; i++) {
                int at = i * PIXEL_BYTES;
                colours[i] =
                        (grb[at + 1] & 0xFF) << 16 | (grb[at] & 0xFF) << 8 | (grb[at + 2] & 0xFF);
            }
            different = !Arrays.equals(before, colours);
        }
        if (different) {
            changed();
        }
    }

    @Override
    public synchronized PartState.Colours state() {
        List<Integer> all = new ArrayList<>();
        for (int colour : colours) {
            all.add(colour);
        }
        return new PartState.Colours(all);
    }
}
