// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import twinport.board.part.Pins;

/// Changes of pins that a sketch watches by `attachInterrupt`, until it looks. Filled by whichever
/// thread moves a pin, emptied by the board's.
final class PinEdges implements Pins.Listener {
    /// The oldest go first: a sketch that never looks keeps no more.
    private static final int MAX_WAITING = 256;

    private static final int NONE = -1;
    private static final int HIGH = 0x100;

    private final BitSet watched = new BitSet(Pins.COUNT);
    private final Deque<Integer> waiting = new ArrayDeque<>();

    synchronized void watch(int pin, boolean on) {
        if (Pins.exists(pin)) {
            watched.set(pin, on);
        }
    }

    @Override
    public synchronized void changed(int pin, boolean high) {
        if (watched.get(pin)) {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(pin | (high ? HIGH : 0));
        }
    }

    /// The next one: its pin, plus 256 when it went high; or -1.
    synchronized int next() {
        Integer edge = waiting.pollFirst();
        return edge == null ? NONE : edge;
    }
}
