// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Provenance;

/// The first line and the fields of an HTTP/1.1 message (RFC 9112 §2.1), put together byte by byte.
final class HttpHead {
    /// A longer head is not read.
    static final int BYTES_MAX = 1 << 14;

    /// @param at offset of its line from the head's first byte
    record Field(String name, String value, int at) {}

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<ByteRange> where = new ArrayList<>();
    private int newlines;
    private String firstLine = "";
    private final List<Field> fields = new ArrayList<>();

    /// Takes bytes up to the head's end; the answer is how many of them belong to it.
    int take(MemorySegment data, long at, int length, Provenance from) {
        int taken = 0;
        while (taken < length && !whole() && bytes.size() < BYTES_MAX) {
            byte next = data.get(ValueLayout.JAVA_BYTE, at + taken++);
            bytes.write(next);
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        if (taken > 0) {
            from.collect(where, 0, taken);
        }
        if (whole()) {
            parse();
        }
        return taken;
    }

    /// Whether the empty line was reached.
    boolean whole() {
        return newlines == 2;
    }

    /// Gives the memory back; the head is still whole or not.
    void forget() {
        bytes = new ByteArrayOutputStream(0);
        fields.clear();
        where.clear();
    }

    boolean tooLong() {
        return !whole() && bytes.size() >= BYTES_MAX;
    }

    private void parse() {
        String text = bytes.toString(ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end);
            if (line.endsWith("\r")) {
                line = line.substring(0, line.length() - 1);
            }
            int colon = line.indexOf(':');
            if (at == 0) {
                firstLine = line;
            } else if (colon > 0) {
                fields.add(
                        new Field(line.substring(0, colon), line.substring(colon + 1).strip(), at));
            }
            at = end + 1;
        }
    }

    String firstLine() {
        return firstLine;
    }

    @Nullable Field field(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    /// A field's values joined as if they stood in one line (RFC 9110 §5.3); empty without any.
    String all(String name) {
        StringBuilder all = new StringBuilder();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                all.append(all.isEmpty() ? "" : ", ").append(field.value());
            }
        }
        return all.toString();
    }

    /// Whether one of a field's comma-separated values is this word.
    boolean has(String name, String word) {
        for (String each : all(name).split(",", -1)) {
            if (each.strip().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    /// Where the byte `at` bytes into the head stands.
    ByteRange place(int at) {
        return Provenance.place(where, at, bytes.size());
    }

    /// Where a field stands; without it the first line.
    ByteRange place(String name) {
        Field field = field(name);
        return place(field == null ? 0 : field.at());
    }
}
