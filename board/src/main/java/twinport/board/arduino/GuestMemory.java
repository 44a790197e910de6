// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.Memory;
import twinport.board.Halt;

/// A sketch's memory as host functions see it. An address or length outside of it is the sketch's
/// fault and ends the sketch.
final class GuestMemory {
    private final Memory memory;

    GuestMemory(Memory memory) {
        this.memory = memory;
    }

    byte[] bytes(long address, long length) {
        int at = check(address, length);
        return memory.readBytes(at, (int) length);
    }

    String text(long address, long length) {
        return new String(bytes(address, length), StandardCharsets.UTF_8);
    }

    void put(long address, byte[] bytes, int length) {
        memory.write(check(address, length), bytes, 0, length);
    }

    int word(long address) {
        return memory.readInt(check(address, Integer.BYTES));
    }

    void putWord(long address, int value) {
        memory.writeI32(check(address, Integer.BYTES), value);
    }

    void putLong(long address, long value) {
        memory.writeLong(check(address, Long.BYTES), value);
    }

    /// Fails unless all of it lies in memory.
    int check(long address, long length) {
        long from = address & 0xFFFF_FFFFL;
        long count = length & 0xFFFF_FFFFL;
        if (from + count > (long) memory.pages() * Memory.PAGE_SIZE) {
            throw new Halt.Panic(
                    "a pointer outside of memory: %d bytes at 0x%08x".formatted(count, from));
        }
        return (int) from;
    }
}
