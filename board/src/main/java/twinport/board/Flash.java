// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The board's flash file system: small, bounded, and the one thing that lasts over resets. Paths
/// are absolute (`/config.json`); a relative one counts from the root. Safe for several threads.
public final class Flash {
    /// What the usual partition table of a 4 MB module leaves for files.
    public static final int DEFAULT_BYTES = 1_500 * 1024;

    /// Files and directories together.
    public static final int MAX_ENTRIES = 512;

    /// How a change of the file system ended.
    public enum Outcome {
        DONE,
        ABSENT,
        EXISTS,
        IS_DIRECTORY,
        NOT_DIRECTORY,
        NOT_EMPTY,
        FULL
    }

    private final int capacity;
    private final NavigableMap<String, byte[]> files = new TreeMap<>();
    private final NavigableMap<String, Boolean> directories = new TreeMap<>();
    private int used;
    private boolean full;

    Flash(int capacity, Map<String, byte[]> initial) {
        this.capacity = capacity;
        directories.put("/", true);
        initial.forEach(this::provision);
    }

    /// Puts a file there as a flashing tool would, with the directories it needs.
    public synchronized void provision(String path, byte[] content) {
        String clean = normal(path);
        for (int cut = clean.indexOf('/', 1); cut > 0; cut = clean.indexOf('/', cut + 1)) {
            directories.put(clean.substring(0, cut), true);
        }
        Outcome outcome = write(clean, content);
        if (outcome != Outcome.DONE) {
            throw new IllegalArgumentException(
                    "%s (%d bytes) does not go onto a flash of %d bytes: %s"
                            .formatted(clean, content.length, capacity, outcome));
        }
    }

    /// The content of a file.
    public synchronized Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(normal(path))).map(byte[]::clone);
    }

    /// The size of a file; 0 when there is none.
    public synchronized int size(String path) {
        byte[] content = files.get(normal(path));
        return content == null ? 0 : content.length;
    }

    /// Makes or replaces a file; its directory must be there.
    public synchronized Outcome write(String path, byte[] content) {
        String clean = normal(path);
        if (directories.containsKey(clean)) {
            return Outcome.IS_DIRECTORY;
        }
        if (!directories.containsKey(parent(clean))) {
            return files.containsKey(parent(clean)) ? Outcome.NOT_DIRECTORY : Outcome.ABSENT;
        }
        byte[] old = files.get(clean);
        int growth = content.length - (old == null ? 0 : old.length);
        if (full && growth > 0) {
            return Outcome.FULL;
        }
        if (used + growth > capacity || (old == null && entries() >= MAX_ENTRIES)) {
            return Outcome.FULL;
        }
        files.put(clean, content.clone());
        used += growth;
        return Outcome.DONE;
    }

    public synchronized boolean isFile(String path) {
        return files.containsKey(normal(path));
    }

    public synchronized boolean isDirectory(String path) {
        return directories.containsKey(normal(path));
    }

    /// Removes a file.
    public synchronized Outcome remove(String path) {
        String clean = normal(path);
        if (directories.containsKey(clean)) {
            return Outcome.IS_DIRECTORY;
        }
        byte[] old = files.remove(clean);
        used -= old == null ? 0 : old.length;
        return old == null ? Outcome.ABSENT : Outcome.DONE;
    }

    public synchronized Outcome makeDirectory(String path) {
        String clean = normal(path);
        if (directories.containsKey(clean) || files.containsKey(clean)) {
            return Outcome.EXISTS;
        }
        if (!directories.containsKey(parent(clean))) {
            return Outcome.ABSENT;
        }
        if (entries() >= MAX_ENTRIES) {
            return Outcome.FULL;
        }
        directories.put(clean, true);
        return Outcome.DONE;
    }

    public synchronized Outcome removeDirectory(String path) {
        String clean = normal(path);
        if (!directories.containsKey(clean)) {
            return files.containsKey(clean) ? Outcome.NOT_DIRECTORY : Outcome.ABSENT;
        }
        if (clean.equals("/") || !list(clean).isEmpty()) {
            return Outcome.NOT_EMPTY;
        }
        directories.remove(clean);
        return Outcome.DONE;
    }

    /// Gives a file another name; a file of that name is replaced.
    public synchronized Outcome rename(String from, String to) {
        byte[] content = files.get(normal(from));
        if (content == null) {
            return isDirectory(from) ? Outcome.IS_DIRECTORY : Outcome.ABSENT;
        }
        if (normal(from).equals(normal(to))) {
            return Outcome.DONE;
        }
        remove(from);
        Outcome outcome = write(to, content);
        if (outcome != Outcome.DONE) {
            write(from, content);
        }
        return outcome;
    }

    /// Names in a directory, sorted; empty when there is no such directory.
    public synchronized List<String> list(String path) {
        String prefix = normal(path).equals("/") ? "/" : normal(path) + "/";
        List<String> names = new ArrayList<>();
        for (NavigableMap<String, ?> map : List.of(files, directories)) {
            for (String entry : map.tailMap(prefix, false).keySet()) {
                if (!entry.startsWith(prefix)) {
                    break;
                }
                if (entry.indexOf('/', prefix.length()) < 0) {
                    names.add(entry.substring(prefix.length()));
                }
            }
        }
        names.sort(null);
        return names;
    }

    /// From now on nothing more can be written, as if all was taken; or again.
    public synchronized void full(boolean on) {
        full = on;
    }

    /// Bytes that can still be written.
    public synchronized int roomBytes() {
        return full ? 0 : capacity - used;
    }

    public int capacityBytes() {
        return capacity;
    }

    public synchronized int usedBytes() {
        return used;
    }

    private int entries() {
        return files.size() + directories.size();
    }

    private static String parent(String clean) {
        int cut = clean.lastIndexOf('/');
        return cut <= 0 ? "/" : clean.substring(0, cut);
    }

    /// The absolute path that a path means: `a/./b/../c/` becomes `/a/c`.
    public static String normal(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
