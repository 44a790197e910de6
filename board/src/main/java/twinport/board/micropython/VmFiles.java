// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.board.Flash;

/// The files that MicroPython sees: the board's flash, and below [#ROM] our own modules, which can
/// only be read. Numbers of errors and flags are those of the calls' users: results carry the
/// ESP32's error numbers (newlib), flags come in Emscripten's (musl) form.
///
/// As with littlefs on the real board, what was written reaches the flash at flush or close.
final class VmFiles {
    /// Where our modules lie; not shown in a listing of the root.
    static final String ROM = "/.rom";

    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EEXIST = 17;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENOTEMPTY = 90;

    private static final int MAX_OPEN = 32;
    private static final int FIRST = 3;
    private static final int O_ACCMODE = 3;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;
    private static final int O_APPEND = 02000;

    /// What `stat` tells.
    record Status(boolean directory, int size) {}

    private static final class Open {
        private final String path;
        private final boolean writable;
        private final boolean append;
        private final Optional<List<String>> listing;
        private byte[] content;
        private int length;
        private int position;
        private boolean changed;

        Open(String path, byte[] content, boolean writable, boolean append) {
            this.path = path;
            this.content = content;
            this.length = content.length;
            this.writable = writable;
            this.append = append;
            this.listing = Optional.empty();
        }

        Open(String path, List<String> names) {
            this.path = path;
            this.content = new byte[0];
            this.writable = false;
            this.append = false;
            this.listing = Optional.of(names);
        }
    }

    private final Flash flash;
    private final Map<String, byte[]> rom;
    private final Map<Integer, Open> open = new HashMap<>();
    private String directory = "/";

    VmFiles(Flash flash, Map<String, byte[]> rom) {
        this.flash = flash;
        this.rom = rom;
    }

    String workingDirectory() {
        return directory;
    }

    int changeDirectory(String path) {
        if (!flash.isDirectory(absolute(path))) {
            return -ENOENT;
        }
        directory = absolute(path);
        return 0;
    }

    /// A new descriptor, or minus an error number.
    int open(String path, int flags) {
        if (open.size() >= MAX_OPEN) {
            return -ENFILE;
        }
        String full = absolute(path);
        boolean writable = (flags & O_ACCMODE) != 0;
        Optional<Status> status = status(path);
        if (status.isPresent() && status.get().directory()) {
            return writable ? -EISDIR : add(new Open(full, list(full)));
        }
        if (inRom(full)) {
            byte[] content = rom.get(full);
            return content == null
                    ? -ENOENT
                    : writable ? -EROFS : add(new Open(full, content, false, false));
        }
        if (status.isEmpty() && (flags & O_CREAT) == 0) {
            return -ENOENT;
        }
        if (status.isPresent() && (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
            return -EEXIST;
        }
        if (status.isEmpty() || (flags & O_TRUNC) != 0) {
            int created = error(flash.write(full, new byte[0]));
            if (created != 0) {
                return created;
            }
        }
        byte[] content = flash.read(full).orElse(new byte[0]);
        return add(new Open(full, content, writable, (flags & O_APPEND) != 0));
    }

    /// Reads at most `length` bytes; empty at the end, nothing when the descriptor is not readable.
    Optional<byte[]> read(int descriptor, int length) {
        Open file = open.get(descriptor);
        if (file == null || file.listing.isPresent()) {
            return Optional.empty();
        }
        int count = Math.clamp(length, 0, Math.max(0, file.length - file.position));
        byte[] bytes = Arrays.copyOfRange(file.content, file.position, file.position + count);
        file.position += count;
        return Optional.of(bytes);
    }

    /// Bytes written, or minus an error number.
    int write(int descriptor, byte[] bytes) {
        Open file = open.get(descriptor);
        if (file == null || !file.writable) {
            return -EBADF;
        }
        int at = file.append ? file.length : file.position;
        long end = (long) at + bytes.length;
        if (end > flash.roomBytes() + sizeOnFlash(file)) {
            return -ENOSPC;
        }
        if (end > file.content.length) {
            long room = Math.min(flash.capacityBytes(), Math.max(end, 2L * file.content.length));
            file.content = Arrays.copyOf(file.content, Math.toIntExact(Math.max(room, end)));
        }
        System.arraycopy(bytes, 0, file.content, at, bytes.length);
        file.position = (int) end;
        file.length = Math.max(file.length, file.position);
        file.changed = true;
        return bytes.length;
    }

    /// The new position, or minus an error number.
    long seek(int descriptor, long offset, int whence) {
        Open file = open.get(descriptor);
        if (file == null) {
            return -EBADF;
        }
        long base =
                switch (whence) {
                    case 0 -> 0;
                    case 1 -> file.position;
                    case 2 -> file.length;
                    default -> Long.MIN_VALUE / 2;
                };
        long position = base + offset;
        if (position < 0 || position > flash.capacityBytes()) {
            return -EINVAL;
        }
        file.position = (int) position;
        return position;
    }

    int sync(int descriptor) {
        Open file = open.get(descriptor);
        if (file == null) {
            return -EBADF;
        }
        if (!file.changed) {
            return 0;
        }
        file.changed = false;
        return error(flash.write(file.path, Arrays.copyOf(file.content, file.length)));
    }

    int close(int descriptor) {
        int result = sync(descriptor);
        open.remove(descriptor);
        return result;
    }

    Optional<Status> status(String path) {
        String full = absolute(path);
        if (inRom(full)) {
            boolean directory =
                    full.equals(ROM)
                            || rom.keySet().stream().anyMatch(name -> name.startsWith(full + "/"));
            byte[] content = rom.get(full);
            return directory
                    ? Optional.of(new Status(true, 0))
                    : Optional.ofNullable(content).map(file -> new Status(false, file.length));
        }
        if (flash.isDirectory(full)) {
            return Optional.of(new Status(true, 0));
        }
        return flash.isFile(full)
                ? Optional.of(new Status(false, flash.size(full)))
                : Optional.empty();
    }

    Optional<Status> status(int descriptor) {
        return Optional.ofNullable(open.get(descriptor))
                .map(file -> new Status(file.listing.isPresent(), file.length));
    }

    /// The next name in a directory that was opened, with its status.
    Optional<Map.Entry<String, Status>> nextName(int descriptor) {
        Open file = open.get(descriptor);
        if (file == null || file.listing.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = file.listing.get();
        if (file.position >= names.size()) {
            return Optional.empty();
        }
        String name = names.get(file.position++);
        Status status =
                status(file.path.equals("/") ? "/" + name : file.path + "/" + name)
                        .orElse(new Status(false, 0));
        return Optional.of(Map.entry(name, status));
    }

    boolean isDirectory(int descriptor) {
        Open file = open.get(descriptor);
        return file != null && file.listing.isPresent();
    }

    /// Steps back, when a name did not fit into the reader's buffer.
    void unread(int descriptor) {
        Open file = open.get(descriptor);
        if (file != null && file.position > 0) {
            file.position--;
        }
    }

    int remove(String path) {
        return inRom(absolute(path)) ? -EROFS : error(flash.remove(absolute(path)));
    }

    int makeDirectory(String path) {
        return inRom(absolute(path)) ? -EROFS : error(flash.makeDirectory(absolute(path)));
    }

    int removeDirectory(String path) {
        return inRom(absolute(path)) ? -EROFS : error(flash.removeDirectory(absolute(path)));
    }

    int rename(String from, String to) {
        return inRom(absolute(from)) || inRom(absolute(to))
                ? -EROFS
                : error(flash.rename(absolute(from), absolute(to)));
    }

    Flash flash() {
        return flash;
    }

    /// Keeps what was written when the machine ends, as far as the flash can take it.
    void closeAll() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private int add(Open file) {
        int descriptor = FIRST;
        while (open.containsKey(descriptor)) {
            descriptor++;
        }
        open.put(descriptor, file);
        return descriptor;
    }

    private List<String> list(String full) {
        if (!inRom(full)) {
            List<String> names = flash.list(full);
            return full.equals("/")
                    ? names.stream().filter(name -> !name.equals(NvsCalls.FOLDER)).toList()
                    : names;
        }
        String prefix = full + "/";
        return rom.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .sorted()
                .toList();
    }

    private int sizeOnFlash(Open file) {
        return flash.size(file.path);
    }

    private String absolute(String path) {
        return Flash.normal(path.startsWith("/") ? path : directory + "/" + path);
    }

    private static boolean inRom(String full) {
        return full.equals(ROM) || full.startsWith(ROM + "/");
    }

    private static int error(Flash.Outcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case ABSENT -> -ENOENT;
            case EXISTS -> -EEXIST;
            case IS_DIRECTORY -> -EISDIR;
            case NOT_DIRECTORY -> -ENOTDIR;
            case NOT_EMPTY -> -ENOTEMPTY;
            case FULL -> -ENOSPC;
        };
    }

    /// The bytes of a path, as a C string holds them.
    static byte[] cString(String path) {
        return (path + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
