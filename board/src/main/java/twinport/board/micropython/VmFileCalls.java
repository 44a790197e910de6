// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import twinport.board.Chip;

/// The system calls for files that Emscripten makes out of POSIX, over [VmFiles]. Descriptors 0, 1
/// and 2 are the serial line. Layouts of structures are musl's for wasm32.
final class VmFileCalls {
    /// One call: its arguments as WebAssembly passes them, and its result.
    interface Call {
        int on(long[] arguments);
    }

    /// Makes the calls of one machine.
    interface Maker {
        VmFileCalls of(Vm vm);
    }

    private static final int SERIAL_OUT_MAX = 2;
    private static final int STAT_BYTES = 96;
    private static final int STATFS_BYTES = 88;
    private static final int BLOCK_BYTES = 4096;
    private static final int DIRENT_BYTES = 280;
    private static final int NAME_MAX_BYTES = 255;
    private static final int DIRECTORY_MODE = 0040755;
    private static final int FILE_MODE = 0100644;
    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int ERANGE = 34;

    private final Vm vm;
    private final Chip chip;
    private final Interrupts interrupts;
    private final VmFiles files;

    VmFileCalls(Vm vm, Chip chip, Interrupts interrupts, VmFiles files) {
        this.vm = vm;
        this.chip = chip;
        this.interrupts = interrupts;
        this.files = files;
    }

    /// The call of that name, if it is one of these.
    Optional<Call> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "fd_write" -> a -> write((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
                    case "fd_read" -> a -> read((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
                    case "fd_close" -> a -> -files.close((int) a[0]);
                    case "fd_sync" -> a -> a[0] <= SERIAL_OUT_MAX ? 0 : -files.sync((int) a[0]);
                    case "fd_seek" -> a -> seek((int) a[0], a[1], (int) a[2], (int) a[3]);
                    case "__syscall_openat" -> a -> files.open(path(a[1]), (int) a[2]);
                    case "__syscall_stat64", "__syscall_lstat64" ->
                            a -> stat(files.status(path(a[0])), (int) a[1]);
                    case "__syscall_newfstatat" -> a -> stat(files.status(path(a[1])), (int) a[2]);
                    case "__syscall_fstat64" -> a -> stat(files.status((int) a[0]), (int) a[1]);
                    case "__syscall_statfs64" -> a -> statFs((int) a[2]);
                    case "__syscall_getcwd" -> a -> workingDirectory((int) a[0], (int) a[1]);
                    case "__syscall_chdir" -> a -> files.changeDirectory(path(a[0]));
                    case "__syscall_mkdirat" -> a -> files.makeDirectory(path(a[1]));
                    case "__syscall_rmdir" -> a -> files.removeDirectory(path(a[0]));
                    case "__syscall_unlinkat" -> a -> unlink(path(a[1]), (int) a[2]);
                    case "__syscall_renameat" -> a -> files.rename(path(a[1]), path(a[3]));
                    case "__syscall_getdents64" -> a -> list((int) a[0], (int) a[1], (int) a[2]);
                    case "__syscall_poll" -> _ -> 0;
                    default -> null;
                });
    }

    private String path(long address) {
        return vm.memory().cString((int) address);
    }

    private int unlink(String path, int flags) {
        return (flags & AT_REMOVEDIR) != 0 ? files.removeDirectory(path) : files.remove(path);
    }

    private int write(int descriptor, int vectors, int count, int total) {
        int written = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = vm.memory().read(address(vectors, i), length(vectors, i));
            if (descriptor <= SERIAL_OUT_MAX) {
                chip.checkpoint();
                chip.serial().write(bytes, 0, bytes.length);
            } else {
                int result = files.write(descriptor, bytes);
                if (result < 0) {
                    return -result;
                }
            }
            written += bytes.length;
        }
        vm.memory().writeInt(total, written);
        return 0;
    }

    private int read(int descriptor, int vectors, int count, int total) {
        int got = 0;
        for (int i = 0; i < count; i++) {
            int wanted = length(vectors, i);
            Optional<byte[]> bytes = descriptor == 0 ? key(wanted) : files.read(descriptor, wanted);
            if (bytes.isEmpty()) {
                return VmFiles.EBADF;
            }
            vm.memory().write(address(vectors, i), bytes.get(), 0, bytes.get().length);
            got += bytes.get().length;
            if (bytes.get().length < wanted) {
                break;
            }
        }
        vm.memory().writeInt(total, got);
        return 0;
    }

    /// Waits for a typed key; none after Ctrl-C, which MicroPython then raises.
    private Optional<byte[]> key(int wanted) {
        if (wanted == 0) {
            return Optional.of(new byte[0]);
        }
        int key = chip.serial().read();
        while (key < 0) {
            interrupts.await();
            if (interrupts.takeBreak()) {
                return Optional.of(new byte[0]);
            }
            key = chip.serial().read();
        }
        return Optional.of(new byte[] {(byte) key});
    }

    private int address(int vectors, int index) {
        return vm.memory().readInt(vectors + 8 * index);
    }

    private int length(int vectors, int index) {
        return vm.memory().readInt(vectors + 8 * index + 4);
    }

    private int seek(int descriptor, long offset, int whence, int out) {
        long position = files.seek(descriptor, offset, whence);
        if (position < 0) {
            return (int) -position;
        }
        vm.memory().writeLong(out, position);
        return 0;
    }

    private int stat(Optional<VmFiles.Status> status, int out) {
        if (status.isEmpty()) {
            return -VmFiles.ENOENT;
        }
        boolean directory = status.get().directory();
        vm.memory().zero(out, STAT_BYTES);
        vm.memory().writeInt(out, 1);
        vm.memory().writeInt(out + 4, directory ? DIRECTORY_MODE : FILE_MODE);
        vm.memory().writeInt(out + 8, 1);
        vm.memory().writeLong(out + 24, status.get().size());
        vm.memory().writeInt(out + 32, BLOCK_BYTES);
        vm.memory().writeLong(out + 88, 1);
        return 0;
    }

    private int statFs(int out) {
        int blocks = files.flash().capacityBytes() / BLOCK_BYTES;
        int free =
                blocks
                        - (files.flash().capacityBytes()
                                        - files.flash().roomBytes()
                                        + BLOCK_BYTES
                                        - 1)
                                / BLOCK_BYTES;
        vm.memory().zero(out, STATFS_BYTES);
        vm.memory().writeInt(out + 4, BLOCK_BYTES);
        vm.memory().writeInt(out + 8, blocks);
        vm.memory().writeInt(out + 12, Math.max(0, free));
        vm.memory().writeInt(out + 16, Math.max(0, free));
        vm.memory().writeInt(out + 36, NAME_MAX_BYTES);
        vm.memory().writeInt(out + 40, BLOCK_BYTES);
        return 0;
    }

    private int workingDirectory(int out, int size) {
        byte[] name = VmFiles.cString(files.workingDirectory());
        if (name.length > size) {
            return -ERANGE;
        }
        vm.memory().write(out, name, 0, name.length);
        return name.length;
    }

    private int list(int descriptor, int out, int size) {
        if (!files.isDirectory(descriptor)) {
            return -VmFiles.ENOTDIR;
        }
        int used = 0;
        while (used + DIRENT_BYTES <= size) {
            Optional<Map.Entry<String, VmFiles.Status>> next = files.nextName(descriptor);
            if (next.isEmpty()) {
                break;
            }
            entry(out + used, next.get().getKey(), next.get().getValue().directory());
            used += DIRENT_BYTES;
        }
        return used;
    }

    /// A `dirent64` of the fixed size that Emscripten uses.
    private void entry(int at, String name, boolean directory) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        vm.memory().zero(at, DIRENT_BYTES);
        vm.memory().writeLong(at, 1);
        vm.memory().writeByte(at + 16, DIRENT_BYTES & 0xFF);
        vm.memory().writeByte(at + 17, DIRENT_BYTES >> 8);
        vm.memory().writeByte(at + 18, directory ? DT_DIR : DT_REG);
        vm.memory().write(at + 19, bytes, 0, Math.min(bytes.length, NAME_MAX_BYTES));
    }
}
