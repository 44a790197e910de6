// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists the scalars of a text while it is scanned.
final class JsonList implements JsonScanner.Listener {
    /// One step into an object or array: what stands under one name or number.
    private static final class Level {
        final boolean array;
        final @Nullable String path;
        final boolean repeated;
        final Map<String, Integer> firstEntry = new HashMap<>();
        int element;
        @Nullable String step = "";
        boolean stepRepeated;

        Level(boolean array, @Nullable String path, boolean repeated) {
            this.array = array;
            this.path = path;
            this.repeated = repeated;
        }
    }

    /// A longer path is not listed: many values under long names would take far more room than the
    /// text itself.
    static final int PATH_CHARS_MAX = 1024;

    /// An escaped character takes six bytes.
    private static final int BYTES_A_CHAR = 6;

    /// Names remembered to find repeated ones.
    private static final int NAMES_MAX = 4 * JsonValues.PATHS_MAX;

    private final byte[] bytes;
    private final List<@Nullable JsonValue> values = new ArrayList<>();
    private final List<Level> open = new ArrayList<>();
    private int kept;
    private int names;

    JsonList(byte[] bytes) {
        this.bytes = bytes;
    }

    List<JsonValue> values() {
        List<JsonValue> list = new ArrayList<>(kept);
        for (JsonValue value : values) {
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private boolean full() {
        return values.size() >= JsonValues.PATHS_MAX || names >= NAMES_MAX;
    }

    @Override
    public void name(int from, int to) {
        Level level = open.getLast();
        level.step =
                to - from > PATH_CHARS_MAX * BYTES_A_CHAR
                        ? null
                        : JsonPath.decoded(bytes, from, to);
        String path = path(level);
        if (level.step == null || path == null) {
            return;
        }
        Integer before = level.firstEntry.get(level.step);
        level.stepRepeated = before != null;
        if (before != null) {
            forget(before, path);
        }
        if (!full()) {
            level.firstEntry.put(level.step, values.size());
            names++;
        }
    }

    /// An earlier member of the same name does not count.
    private void forget(int first, String path) {
        for (int i = first; i < values.size(); i++) {
            JsonValue value = values.get(i);
            if (value != null
                    && (value.path().equals(path) || value.path().startsWith(path + "."))) {
                values.set(i, null);
                kept--;
            }
        }
    }

    private @Nullable String path(Level level) {
        if (level.path == null || level.step == null) {
            return null;
        }
        String path = JsonPath.join(level.path, level.step, open.size() == 1);
        return path.length() > PATH_CHARS_MAX ? null : path;
    }

    /// The path of the value that begins now; null when it is too long.
    private @Nullable String next() {
        if (open.isEmpty()) {
            return "";
        }
        Level level = open.getLast();
        if (level.array) {
            level.step = Integer.toString(level.element++);
        }
        return path(level);
    }

    private boolean repeated() {
        return !open.isEmpty() && (open.getLast().repeated || open.getLast().stepRepeated);
    }

    @Override
    public void scalar(JsonValue.Kind kind, int from, int to) {
        String path = next();
        if (path != null && !full()) {
            values.add(
                    new JsonValue(
                            path,
                            kind,
                            JsonPath.text(bytes, kind, from, to),
                            from,
                            to - from,
                            repeated()));
            kept++;
        }
    }

    @Override
    public void begin(JsonValue.Kind kind, int from) {
        open.add(new Level(kind == JsonValue.Kind.ARRAY, next(), repeated()));
    }

    @Override
    public void end(int to) {
        open.removeLast();
    }
}
