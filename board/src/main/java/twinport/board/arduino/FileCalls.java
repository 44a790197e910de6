// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import twinport.board.Flash;

/// The flash file system, for a sketch.
final class FileCalls {
    private static final int ABSENT = -1;
    private static final int DIRECTORY = -2;
    private static final int FAILED = -3;

    private final Flash flash;

    FileCalls(Flash flash) {
        this.flash = flash;
    }

    void into(HostCalls calls) {
        calls.word("board.file_size", (memory, a) -> size(memory.text(a[0], a[1])));
        calls.word("board.file_read", this::read);
        calls.word(
                "board.file_write",
                (memory, a) ->
                        result(flash.write(memory.text(a[0], a[1]), memory.bytes(a[2], a[3]))));
        calls.word(
                "board.file_remove", (memory, a) -> result(flash.remove(memory.text(a[0], a[1]))));
        calls.word(
                "board.file_rename",
                (memory, a) ->
                        result(flash.rename(memory.text(a[0], a[1]), memory.text(a[2], a[3]))));
        calls.word(
                "board.dir_make",
                (memory, a) -> result(flash.makeDirectory(memory.text(a[0], a[1]))));
        calls.word(
                "board.dir_remove",
                (memory, a) -> result(flash.removeDirectory(memory.text(a[0], a[1]))));
        calls.word("board.dir_entry", this::entry);
        calls.word("board.flash_total", (_, _) -> flash.capacityBytes());
        calls.word("board.flash_used", (_, _) -> flash.capacityBytes() - flash.roomBytes());
    }

    private long size(String path) {
        if (flash.isDirectory(path)) {
            return DIRECTORY;
        }
        return flash.read(path).map(content -> content.length).orElse(ABSENT);
    }

    private long read(GuestMemory memory, long[] a) {
        Optional<byte[]> content = flash.read(memory.text(a[0], a[1]));
        if (content.isEmpty()) {
            return ABSENT;
        }
        int count = (int) Math.min(content.get().length, a[3]);
        memory.put(a[2], content.get(), count);
        return count;
    }

    private long entry(GuestMemory memory, long[] a) {
        List<String> names = flash.list(memory.text(a[0], a[1]));
        if (a[2] < 0 || a[2] >= names.size()) {
            return ABSENT;
        }
        byte[] name = names.get((int) a[2]).getBytes(StandardCharsets.UTF_8);
        int count = (int) Math.min(name.length, a[4]);
        memory.put(a[3], name, count);
        return count;
    }

    private static long result(Flash.Outcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case ABSENT -> ABSENT;
            case IS_DIRECTORY -> DIRECTORY;
            case EXISTS, NOT_DIRECTORY, NOT_EMPTY, FULL -> FAILED;
        };
    }
}
