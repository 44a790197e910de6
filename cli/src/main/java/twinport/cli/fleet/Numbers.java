// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.util.BitSet;

/// What became of one device's messages, by their numbers. Only those are kept of which not all is
/// known yet, at most [#WINDOW]; what has not come by then does not come any more.
final class Numbers {
    static final int WINDOW = 4_096;
    private static final int SHIFT = 256;

    /// Bit 0 of the sets is this number; all below [#settled] of them are done with.
    private long floor;

    private int settled;
    private long next;
    private BitSet acknowledged = new BitSet();
    private BitSet ended = new BitSet();
    private BitSet received = new BitSet();
    private long lostBefore;

    /// A number for a message that is sent now.
    long next() {
        long number = next++;
        while (next - floor - settled > WINDOW) {
            if (acknowledged.get(settled) && !received.get(settled)) {
                lostBefore++;
            }
            settled++;
        }
        settle();
        return number;
    }

    /// The broker took it: it must come.
    void acknowledged(long number) {
        ended(number);
        int bit = bit(number);
        if (bit >= settled) {
            acknowledged.set(bit);
        }
        settle();
    }

    /// Nobody knows whether the broker took it: it may come or not.
    void ended(long number) {
        int bit = bit(number);
        if (bit >= settled) {
            ended.set(bit);
        }
        settle();
    }

    /// @return false if it had come already, or was never sent
    boolean received(long number) {
        int bit = bit(number);
        if (number >= next || bit < settled || received.get(bit)) {
            return false;
        }
        received.set(bit);
        settle();
        return true;
    }

    /// Acknowledged and not received, as things stand.
    long lost() {
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(received);
        missing.clear(0, settled);
        return lostBefore + missing.cardinality();
    }

    private int bit(long number) {
        return (int) Math.max(-1, Math.min(number - floor, Integer.MAX_VALUE));
    }

    private void settle() {
        while (received.get(settled) && ended.get(settled)) {
            settled++;
        }
        if (settled >= SHIFT) {
            acknowledged = acknowledged.get(settled, Math.max(settled, acknowledged.length()));
            ended = ended.get(settled, Math.max(settled, ended.length()));
            received = received.get(settled, Math.max(settled, received.length()));
            floor += settled;
            settled = 0;
        }
    }
}
