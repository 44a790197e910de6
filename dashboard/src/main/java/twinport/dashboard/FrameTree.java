// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import twinport.wire.field.AddressText;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.FrameUnits;
import twinport.wire.field.Row;
import twinport.wire.field.Unit;
import twinport.wire.field.Values;
import twinport.wire.field.Words;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.FrameFacts;
import twinport.wire.read.Observation;

/// One frame in full: its bytes, and what they mean, part by part.
///
/// @param hex its bytes, as far as they were captured, at most [#BYTES_MAX]
/// @param length on the wire
/// @param parts the frame's headers, then each unit that it completed
record FrameTree(
        long frame, String time, String hex, int length, List<Part> parts, List<String> notes) {
    /// More bytes of a frame are not told.
    static final int BYTES_MAX = 70_000;

    /// Values of one field, and characters of one value.
    private static final int VALUES_MAX = 64;

    private static final int CHARACTERS_MAX = 4_096;

    /// Characters of a row's information.
    private static final int ROW_CHARACTERS_MAX = 400;

    /// @param where its bytes are, some of them in earlier frames
    record Part(String title, List<Range> where, List<Value> fields) {}

    record Range(long frame, int offset, int length) {}

    /// @param name as the filter has it
    record Value(String name, String description, String value) {}

    static TrafficFile.Row row(FrameUnits units) {
        Row frame = units.frame();
        return new TrafficFile.Row(
                frame.frame(),
                Double.parseDouble(one("frame.time_relative", frame)),
                end(frame, "src"),
                end(frame, "dst"),
                cut(units.protocol()),
                cut(units.info(), ROW_CHARACTERS_MAX),
                (int) Long.parseLong(one("frame.len", frame)),
                stream(frame));
    }

    private static long stream(Row frame) {
        FrameFacts facts = frame.facts();
        return facts == null ? FrameFacts.NONE : facts.stream();
    }

    private static String end(Row frame, String which) {
        String address = one("ip." + which, frame);
        address = address.isEmpty() ? one("ipv6." + which, frame) : address;
        String port = one("tcp." + which + "port", frame);
        return address.isEmpty() ? "" : port.isEmpty() ? address : address + ":" + port;
    }

    private static String one(String field, Row row) {
        List<String> values = values(Fields.named(field).orElseThrow(), row);
        return values.isEmpty() ? "" : values.getFirst();
    }

    static FrameTree of(FrameUnits units, byte[] bytes) {
        Row frame = units.frame();
        List<Part> parts = new ArrayList<>();
        List<Range> whole = List.of(new Range(frame.frame(), 0, bytes.length));
        parts.add(part("Frame " + frame.frame() + ": " + Words.info(frame), whole, frame));
        for (int i = 0; i < units.units().size(); i++) {
            Row unit = units.units().get(i);
            String title = Words.protocol(unit) + ": " + Words.info(unit);
            parts.add(part(title, where(units.observations().get(i)), unit));
        }
        int told = Math.min(bytes.length, BYTES_MAX);
        return new FrameTree(
                frame.frame(),
                one("frame.time_epoch", frame),
                HexFormat.of().formatHex(bytes, 0, told),
                (int) Long.parseLong(one("frame.len", frame)),
                parts,
                units.notes().stream().map(FrameTree::cut).toList());
    }

    private static Part part(String title, List<Range> where, Row row) {
        List<Value> found = new ArrayList<>();
        for (Field field : Fields.all()) {
            if (!field.units().contains(row.unit()) || isSpread(field, row)) {
                continue;
            }
            for (String value : values(field, row)) {
                found.add(new Value(field.name(), field.description(), value));
            }
        }
        return new Part(cut(title), where, found);
    }

    /// What every kind of row has is told once, of the frame.
    private static boolean isSpread(Field field, Row row) {
        return field.everywhere() && row.unit() != Unit.FRAME;
    }

    private static List<Range> where(Observation observation) {
        List<ByteRange> ranges =
                switch (observation) {
                    case Observation.MqttSeen seen -> seen.where();
                    case Observation.TlsRecordSeen seen -> seen.where();
                    case Observation.TlsHandshake seen -> seen.where();
                    default -> List.of();
                };
        return ranges.stream()
                .map(range -> new Range(range.frame(), range.offset(), range.length()))
                .toList();
    }

    private static List<String> values(Field field, Row row) {
        var written = new Written();
        field.source().put(row, written);
        return written.values;
    }

    private static String cut(String text) {
        return cut(text, CHARACTERS_MAX);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /// Values as texts.
    private static final class Written implements Values {
        private static final long SECOND = 1_000_000_000L;

        private final List<String> values = new ArrayList<>();

        private void add(String value) {
            if (values.size() < VALUES_MAX) {
                values.add(cut(value));
            }
        }

        @Override
        public void number(long value) {
            add(String.valueOf(value));
        }

        @Override
        public void number(String written) {
            add(written);
        }

        @Override
        public void hexNumber(long value, int digits) {
            add(String.format(Locale.ROOT, "0x%0" + digits + "x", value));
        }

        @Override
        public void flag(boolean value) {
            add(String.valueOf(value));
        }

        @Override
        public void nanos(long value) {
            add(
                    String.format(
                            Locale.ROOT,
                            "%d.%09d",
                            Math.floorDiv(value, SECOND),
                            Math.floorMod(value, SECOND)));
        }

        @Override
        public void text(String value) {
            add(value);
        }

        @Override
        public void bytes(byte[] value, int from, int length) {
            int told = Math.min(length, CHARACTERS_MAX / 2);
            add(HexFormat.of().formatHex(value, from, from + told) + (told < length ? "…" : ""));
        }

        @Override
        public void address(AddressText value) {
            add(new String(value.text(), StandardCharsets.US_ASCII));
        }
    }
}
