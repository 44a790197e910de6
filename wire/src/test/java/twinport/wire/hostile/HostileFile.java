// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import java.util.function.Supplier;

/// A capture with something wrong in it, which its name says.
///
/// @param before whether the message `before` stands before the damage
/// @param after whether the message `after` can be read behind it
/// @param fault what must be reported
record HostileFile(
        String name, Supplier<byte[]> bytes, boolean before, boolean after, Fault fault) {

    sealed interface Fault {
        /// The capture breaks its format at this byte (of the uncompressed capture).
        record AtByte(long position) implements Fault {}

        /// A protocol is broken in this frame.
        record InFrame(long number) implements Fault {}

        /// Two frames contradict each other.
        record Contradiction(long first, long again) implements Fault {}

        /// Bytes are missing, which is no fault of the sender.
        record Gap() implements Fault {}

        /// Nothing is broken, it only costs time or memory, or says what cannot be.
        record None() implements Fault {}
    }

    static HostileFile file(String name, Supplier<byte[]> bytes) {
        return new HostileFile(name, bytes, false, false, new Fault.None());
    }

    HostileFile readsBefore() {
        return new HostileFile(name, bytes, true, after, fault);
    }

    HostileFile readsBeforeAndAfter() {
        return new HostileFile(name, bytes, true, true, fault);
    }

    HostileFile faultAtByte(long position) {
        return new HostileFile(name, bytes, before, after, new Fault.AtByte(position));
    }

    HostileFile faultInFrame(long number) {
        return new HostileFile(name, bytes, before, after, new Fault.InFrame(number));
    }

    HostileFile contradiction(long first, long again) {
        return new HostileFile(name, bytes, before, after, new Fault.Contradiction(first, again));
    }

    HostileFile gap() {
        return new HostileFile(name, bytes, before, after, new Fault.Gap());
    }

    @Override
    public String toString() {
        return name;
    }
}
