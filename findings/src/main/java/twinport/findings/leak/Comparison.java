// SPDX-License-Identifier: MIT
package twinport.findings.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.CaptureFacts.Unsealed;
import twinport.findings.leak.Claim.What;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;

/// What was claimed without keys beside what keys showed.
///
/// @param claimed in words
/// @param opened in words
/// @param where of the first record
public record Comparison(String claimed, String opened, boolean holds, Place where) {

    /// All claims of a connection that MQTT packets were opened for. Records that hold something
    /// else (session tickets, alerts) have nothing to be compared with, nor has WebSocket.
    public static List<Comparison> of(Connection connection, Eavesdropper known) {
        if (connection.webSocket() || connection.unsealed().isEmpty()) {
            return List.of();
        }
        Records records = new Records(known.contents());
        List<Comparison> compared = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            compared.addAll(
                    contents(
                            records,
                            connection.unsealed().stream()
                                    .filter(each -> each.direction() == direction)
                                    .toList()));
        }
        Map<Sealed, Unsealed> byRecord = new HashMap<>();
        for (Unsealed each : connection.unsealed()) {
            records.of(each).forEach(index -> byRecord.putIfAbsent(records.record(index), each));
        }
        known.login().ifPresent(claim -> compare(claim, byRecord, compared));
        known.fields().forEach(claim -> compare(claim, byRecord, compared));
        return compared;
    }

    /// Which record a byte of a frame belongs to.
    private static final class Records {
        private final List<Claim> all;
        private final Map<Long, List<Integer>> byFrame = new HashMap<>();

        Records(List<Claim> all) {
            this.all = all;
            for (int i = 0; i < all.size(); i++) {
                byFrame.computeIfAbsent(place(i).frame(), _ -> new ArrayList<>()).add(i);
            }
        }

        Sealed record(int index) {
            return all.get(index).records().getFirst();
        }

        private Place place(int index) {
            return record(index).place();
        }

        List<Integer> of(Unsealed packet) {
            List<Integer> found = new ArrayList<>();
            for (ByteRange range : packet.where()) {
                for (int index : byFrame.getOrDefault(range.frame(), List.of())) {
                    Place place = place(index);
                    if (range.offset() < place.offset() + place.length()
                            && place.offset() < range.offset() + range.length()
                            && all.get(index).direction() == packet.direction()
                            && !found.contains(index)) {
                        found.add(index);
                    }
                }
            }
            return found.stream().sorted().toList();
        }
    }

    /// Packets that share records are one group: a record may hold several, and one may take
    /// several.
    private static List<Comparison> contents(Records records, List<Unsealed> packets) {
        List<Comparison> compared = new ArrayList<>();
        List<Unsealed> group = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (Unsealed each : packets) {
            List<Integer> own = records.of(each);
            if (own.isEmpty()) {
                continue;
            }
            if (!indexes.isEmpty() && own.getFirst() > indexes.getLast()) {
                compared.add(group(records, indexes, group));
                group.clear();
                indexes.clear();
            }
            group.add(each);
            own.stream().filter(index -> !indexes.contains(index)).forEach(indexes::add);
        }
        if (!indexes.isEmpty()) {
            compared.add(group(records, indexes, group));
        }
        return compared;
    }

    private static Comparison group(
            Records records, List<Integer> indexes, List<Unsealed> packets) {
        List<Claim> claims = indexes.stream().map(records.all::get).toList();
        Claim whole =
                new Claim(
                        new What.Content(),
                        claims.stream().mapToInt(Claim::least).sum(),
                        claims.stream().mapToInt(Claim::most).sum(),
                        claims.getFirst().sure(),
                        claims.getFirst().records());
        int length = packets.stream().mapToInt(Unsealed::length).sum();
        return new Comparison(
                whole.bytes() + " bytes in " + amount(claims.size(), "record"),
                packets.stream()
                                .limit(3)
                                .map(each -> each.type() + " of " + each.length() + " bytes")
                                .collect(Collectors.joining(", "))
                        + (packets.size() > 3 ? " and " + (packets.size() - 3) + " more" : ""),
                whole.allows(length),
                records.place(indexes.getFirst()));
    }

    private static String amount(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static void compare(
            Claim claim, Map<Sealed, Unsealed> byRecord, List<Comparison> compared) {
        Unsealed packet = byRecord.get(claim.records().getFirst());
        if (packet == null) {
            return;
        }
        switch (claim.what()) {
            case What.Login _ ->
                    compared.add(
                            told(
                                    claim,
                                    "CONNECT of " + claim.bytes() + " bytes",
                                    packet.type(),
                                    packet.type().equals("CONNECT") ? packet.length() : null));
            case What.Field field -> {
                Integer first = packet.fields().get(field.field());
                boolean is = first != null;
                compared.add(
                        told(
                                claim,
                                field.words() + " of " + claim.bytes() + " bytes",
                                (is ? field.field() : field.or()).words(),
                                is ? first : packet.fields().get(field.or())));
            }
            case What.Content _ -> {}
        }
    }

    private static Comparison told(
            Claim claim, String claimed, String what, @Nullable Integer length) {
        return new Comparison(
                claimed,
                length == null ? "none: " + what : what + " of " + length + " bytes",
                length != null && claim.allows(length),
                claim.records().getFirst().place());
    }
}
