// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a payload that is one JSON text (RFC 8259), read when asked for.
///
/// A text is JSON only as a whole: with a byte too many, invalid UTF-8, or more than [#DEPTH_MAX]
/// levels it has no values at all. Where a name stands twice in an object the last counts, and
/// [JsonValue#repeated] says so. A path is written as [JsonValue#path] says.
public final class JsonValues {
    /// Objects and arrays within each other; a deeper text is not read as JSON.
    public static final int DEPTH_MAX = JsonScanner.DEPTH_MAX;

    /// So many values of one text are listed; those after them are left out.
    public static final int PATHS_MAX = 4096;

    private JsonValues() {}

    /// Whether the bytes are one JSON text, be it an object or only a number.
    public static boolean isJson(byte[] payload) {
        return Utf8.fits(payload) && JsonScanner.scan(payload, Silent.LISTENER);
    }

    /// The value at a path; null when there is none or the bytes are no JSON.
    public static @Nullable JsonValue value(byte[] payload, String path) {
        if (payload.length == 0 || !Utf8.fits(payload)) {
            return null;
        }
        JsonSearch search = new JsonSearch(payload, JsonPath.parse(path), path);
        return JsonScanner.scan(payload, search) ? search.found() : null;
    }

    /// Every scalar in the text's order, at most [#PATHS_MAX]; none when the bytes are no JSON.
    /// Empty objects and arrays have no scalar and so no entry.
    public static List<JsonValue> paths(byte[] payload) {
        if (payload.length == 0 || !Utf8.fits(payload)) {
            return List.of();
        }
        JsonList list = new JsonList(payload);
        return JsonScanner.scan(payload, list) ? list.values() : List.of();
    }

    /// Only whether it is JSON matters.
    private static final class Silent implements JsonScanner.Listener {
        static final Silent LISTENER = new Silent();

        @Override
        public void name(int from, int to) {}

        @Override
        public void scalar(JsonValue.Kind kind, int from, int to) {}

        @Override
        public void begin(JsonValue.Kind kind, int from) {}

        @Override
        public void end(int to) {}
    }
}
