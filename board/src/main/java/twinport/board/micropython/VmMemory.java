// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/// MicroPython's memory, with the values in it. Addresses that the firmware made up end in Endive's
/// out-of-bounds exception, never outside the memory.
final class VmMemory {
    private static final int KIND_EXCEPTION = -1;
    private static final int KIND_NULL = 0;
    private static final int KIND_NONE = 1;
    private static final int KIND_BOOL = 2;
    private static final int KIND_INT = 3;
    private static final int KIND_FLOAT = 4;
    private static final int KIND_STR = 5;
    private static final int KIND_OURS = 9;
    private static final int TO_PYTHON_EXISTING = 6;
    private static final int TO_PYTHON_NEW = 7;
    private static final int TO_PYTHON_THEIRS = 8;
    private static final char END_OF_TYPE = 4;
    private static final int PAGE_BYTES = 65536;

    private final Memory memory;
    private final ExportFunction malloc;
    private final ExportFunction free;

    VmMemory(Instance instance) {
        memory = instance.exports().memory("memory");
        malloc = instance.export("malloc");
        free = instance.export("free");
    }

    int allocate(int bytes) {
        return (int) malloc.apply(bytes)[0];
    }

    void release(int address) {
        free.apply(address);
    }

    int pages() {
        return memory.pages();
    }

    int readInt(int address) {
        return memory.readInt(address);
    }

    void writeInt(int address, int value) {
        memory.writeI32(address, value);
    }

    void writeLong(int address, long value) {
        memory.writeLong(address, value);
    }

    int readByte(int address) {
        return memory.read(address) & 0xFF;
    }

    void writeByte(int address, int value) {
        memory.writeByte(address, (byte) value);
    }

    byte[] read(int address, int length) {
        if (length < 0 || length > (long) memory.pages() * PAGE_BYTES) {
            throw new IndexOutOfBoundsException("the firmware passed a length of " + length);
        }
        return memory.readBytes(address, length);
    }

    void write(int address, byte[] bytes, int offset, int length) {
        memory.write(address, bytes, offset, length);
    }

    void zero(int address, int length) {
        memory.fill((byte) 0, address, address + length);
    }

    String cString(int address) {
        return memory.readCString(address, StandardCharsets.UTF_8);
    }

    /// A copy of `text` in memory, ended by a zero byte.
    int allocate(byte[] text) {
        int address = allocate(text.length + 1);
        write(address, text, 0, text.length);
        writeByte(address + text.length, 0);
        return address;
    }

    /// The result of a call into MicroPython.
    Value result(int address) throws PythonError {
        if (readInt(address) == KIND_EXCEPTION) {
            int length = readInt(address + 4);
            int start = readInt(address + 8);
            String text = new String(read(start, length), StandardCharsets.UTF_8);
            release(start);
            int cut = text.indexOf(END_OF_TYPE);
            throw new PythonError(
                    cut < 0 ? "Exception" : text.substring(0, cut), text.substring(cut + 1));
        }
        return get(address);
    }

    /// An argument of a host function.
    Value get(int address) {
        int kind = readInt(address);
        int a = readInt(address + 4);
        int b = readInt(address + 8);
        return switch (kind) {
            case KIND_NULL, KIND_NONE -> new Value.None();
            case KIND_BOOL -> new Value.Bool(a != 0);
            case KIND_INT -> new Value.Int(a);
            case KIND_FLOAT ->
                    new Value.Real(Double.longBitsToDouble((a & 0xFFFFFFFFL) | ((long) b << 32)));
            case KIND_STR -> new Value.Text(new String(read(b, a), StandardCharsets.UTF_8));
            case KIND_OURS -> new Value.Ours(a);
            default -> new Value.Theirs(kind, a);
        };
    }

    /// Writes a value for MicroPython to take over.
    ///
    /// @param known for [Value.Ours]: whether MicroPython holds that reference already
    void put(int address, Value value, boolean known) {
        switch (value) {
            case Value.None _ -> words(address, KIND_NONE, 0, 0);
            case Value.Bool(boolean is) -> words(address, KIND_BOOL, is ? 1 : 0, 0);
            case Value.Int(int number) -> words(address, KIND_INT, number, 0);
            case Value.Real(double number) -> {
                long bits = Double.doubleToRawLongBits(number);
                words(address, KIND_FLOAT, (int) bits, (int) (bits >>> 32));
            }
            case Value.Text(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                words(address, KIND_STR, bytes.length, allocate(bytes));
            }
            case Value.Ours(int reference) ->
                    words(address, known ? TO_PYTHON_EXISTING : TO_PYTHON_NEW, reference, 0);
            case Value.Theirs(_, int reference) -> words(address, TO_PYTHON_THEIRS, reference, 0);
        }
    }

    private void words(int address, int kind, int a, int b) {
        writeInt(address, kind);
        writeInt(address + 4, a);
        writeInt(address + 8, b);
    }
}
