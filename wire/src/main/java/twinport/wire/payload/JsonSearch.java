// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for one path while a text is scanned; decodes nothing but what it finds.
final class JsonSearch implements JsonScanner.Listener {
    private final byte[] bytes;
    private final List<String> steps;
    private final byte[][] plain;
    private final String path;

    private int depth;

    /// So many of the open objects and arrays lie on the path.
    private int matched;

    /// Per open array on the path the number of its next element; -1 for an object.
    private final int[] element = new int[JsonScanner.DEPTH_MAX];

    /// Per open object on the path how often the step's name came.
    private final int[] seen = new int[JsonScanner.DEPTH_MAX];

    private boolean nameMatches;
    private int foundFrom = -1;
    private int foundTo;
    private boolean foundRepeated;
    private JsonValue.Kind foundKind = JsonValue.Kind.NULL;

    /// The depth at which the object or array found is open; -1 when none is.
    private int foundDepth = -1;

    JsonSearch(byte[] bytes, List<String> steps, String path) {
        this.bytes = bytes;
        this.steps = steps;
        this.path = path;
        this.plain = new byte[steps.size()][];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = steps.get(i).getBytes(UTF_8);
        }
    }

    @Nullable JsonValue found() {
        return foundFrom < 0
                ? null
                : new JsonValue(
                        path,
                        foundKind,
                        JsonPath.text(bytes, foundKind, foundFrom, foundTo),
                        foundFrom,
                        foundTo - foundFrom,
                        foundRepeated);
    }

    @Override
    public void name(int from, int to) {
        nameMatches = depth == matched && depth - 1 < plain.length && isStep(depth - 1, from, to);
        if (nameMatches) {
            seen[depth - 1]++;
            foundFrom = -1;
        }
    }

    private boolean isStep(int step, int from, int to) {
        byte[] wanted = plain[step];
        if (Arrays.equals(bytes, from + 1, to - 1, wanted, 0, wanted.length)) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return JsonPath.decoded(bytes, from, to).equals(steps.get(step));
            }
        }
        return false;
    }

    /// Whether the value that begins now lies on the path.
    private boolean onPath() {
        if (depth == 0) {
            return true;
        }
        if (depth != matched || depth > plain.length) {
            return false;
        }
        int number = element[depth - 1];
        if (number < 0) {
            return nameMatches;
        }
        element[depth - 1]++;
        return steps.get(depth - 1).equals(Integer.toString(number));
    }

    @Override
    public void scalar(JsonValue.Kind kind, int from, int to) {
        if (onPath() && depth == plain.length) {
            keep(kind, from, to);
        }
    }

    @Override
    public void begin(JsonValue.Kind kind, int from) {
        boolean on = onPath();
        if (on && depth == plain.length) {
            keep(kind, from, from);
            foundDepth = depth;
        } else if (on) {
            matched = depth + 1;
            element[depth] = kind == JsonValue.Kind.ARRAY ? 0 : -1;
            seen[depth] = 0;
            nameMatches = false;
        }
        depth++;
    }

    private void keep(JsonValue.Kind kind, int from, int to) {
        foundKind = kind;
        foundFrom = from;
        foundTo = to;
        foundRepeated = false;
        for (int i = 0; i < plain.length; i++) {
            foundRepeated |= element[i] < 0 && seen[i] > 1;
        }
    }

    @Override
    public void end(int to) {
        depth--;
        if (depth == foundDepth) {
            foundTo = to;
            foundDepth = -1;
        }
        matched = Math.min(matched, depth);
    }
}
