// SPDX-License-Identifier: MIT
package twinport.findings.leak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.CaptureFacts.TextField;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.leak.Claim.Sure;
import twinport.findings.leak.Claim.What;
import twinport.wire.flow.Direction;
import twinport.wire.tls.ContentLength;
import twinport.wire.tls.HandshakeMessage.ClientHello;
import twinport.wire.tls.HandshakeMessage.ServerHello;

/// Somebody who sees a TLS connection and has no keys. Of what keys opened it looks at nothing.
///
/// MQTT has no padding, and a client begins with CONNECT, which has 14 bytes or more (MQTT 3.1.1
/// §3.1). A first record with less was written field by field, as `umqtt.simple` of MicroPython
/// does: the fixed header, the rest up to the keep alive, and then for each field two bytes of
/// length and the field.
///
/// @param contents what each record of application data holds, in the order they came
/// @param begun whether the connection was seen from its beginning, and speaks MQTT by its look
/// @param fieldWise whether the CONNECT was written in pieces
public record Eavesdropper(List<Claim> contents, boolean begun, boolean fieldWise) {
    /// The smallest CONNECT: two bytes of header, ten up to the keep alive, an empty client id.
    private static final int CONNECT_LEAST = 14;

    /// A HTTP request to open a WebSocket is longer, hardly a CONNECT is.
    private static final int CONNECT_MOST = 200;

    /// No answer to a CONNECT is longer, unless with many properties; session tickets are.
    private static final int ANSWER_MOST = 40;

    /// What is written in one go comes within this time.
    private static final long BURST_NANOS = Duration.ofMillis(200).toNanos();

    private static final int TOPIC_LEAST = 3;

    public Eavesdropper {
        contents = List.copyOf(contents);
    }

    /// Empty where lengths tell nothing: the server's hello was not seen, or the suite is not
    /// known.
    public static Optional<Eavesdropper> of(Connection connection) {
        Tls tls = connection.tls();
        ServerHello chosen = tls == null ? null : tls.facts().serverHello();
        if (tls == null || chosen == null) {
            return Optional.empty();
        }
        List<Claim> contents = new ArrayList<>();
        for (Sealed each : connection.sealed()) {
            ContentLength.of(chosen, each.length())
                    .ifPresent(length -> contents.add(content(each, length)));
        }
        if (contents.isEmpty()) {
            return Optional.empty();
        }
        List<Claim> sent = sent(contents);
        int first = sent.isEmpty() ? 0 : sent.getFirst().most();
        boolean begun =
                first > 0
                        && first <= CONNECT_MOST
                        && tls.facts().effort().complete()
                        && !web(tls.facts().clientHello());
        return Optional.of(new Eavesdropper(contents, begun, begun && first < CONNECT_LEAST));
    }

    private static boolean web(@Nullable ClientHello hello) {
        return hello == null || hello.alpn().stream().anyMatch(each -> !each.startsWith("mqtt"));
    }

    private static Claim content(Sealed record, ContentLength length) {
        return new Claim(
                new What.Content(),
                length.least(),
                length.most(),
                length.paddable() ? Sure.UNLESS_PADDED : Sure.CERTAIN,
                List.of(record));
    }

    private static List<Claim> sent(List<Claim> contents) {
        return contents.stream()
                .filter(each -> each.direction() == Direction.FROM_CLIENT && each.most() > 0)
                .toList();
    }

    /// Packets after the login in one direction that are long enough to be messages: PUBLISH has
    /// seven bytes or more as a rule, its answers less.
    public List<Claim> messages(Direction direction) {
        List<Claim> messages = new ArrayList<>();
        int login = loginEnd();
        for (int i = login; i < contents.size(); i++) {
            Claim each = contents.get(i);
            if (each.direction() == direction && each.least() > 6) {
                messages.add(each);
            }
        }
        return messages;
    }

    /// The length of the CONNECT packet. A client need not wait for the answer (MQTT 3.1.1 §3.1.4),
    /// so a first record may hold more than it: then only a range is known.
    public Optional<Claim> login() {
        List<Claim> pieces = loginPieces();
        if (!begun || pieces.isEmpty()) {
            return Optional.empty();
        }
        List<Claim> own = fieldWise ? pieces : pieces.subList(0, 1);
        int least = own.stream().mapToInt(Claim::least).sum();
        return Optional.of(
                new Claim(
                        new What.Login(),
                        fieldWise ? least : Math.min(least, CONNECT_LEAST),
                        own.stream().mapToInt(Claim::most).sum(),
                        Sure.BY_HABIT,
                        own.stream().map(each -> each.records().getFirst()).toList()));
    }

    /// Where the server's answer to the CONNECT stands.
    private int loginEnd() {
        boolean asked = false;
        for (int i = 0; i < contents.size(); i++) {
            Claim each = contents.get(i);
            if (each.direction() == Direction.FROM_CLIENT) {
                asked = true;
            } else if (asked && each.most() <= ANSWER_MOST) {
                return i + 1;
            }
        }
        return contents.size();
    }

    private List<Claim> loginPieces() {
        return sent(contents.subList(0, loginEnd()));
    }

    /// Lengths of fields that were written by themselves. None where a piece may be read in two
    /// ways.
    public List<Claim> fields() {
        if (!fieldWise || contents.stream().anyMatch(each -> each.least() != each.most())) {
            return List.of();
        }
        List<Claim> fields = new ArrayList<>(loginFields());
        List<Claim> burst = new ArrayList<>();
        for (Claim each : sent(contents.subList(loginEnd(), contents.size()))) {
            if (!burst.isEmpty() && nanos(each) - nanos(burst.getLast()) > BURST_NANOS) {
                fields.addAll(published(burst));
                burst.clear();
            }
            burst.add(each);
        }
        fields.addAll(published(burst));
        return fields;
    }

    private static long nanos(Claim claim) {
        return claim.records().getFirst().place().nanos();
    }

    private List<Claim> loginFields() {
        List<Claim> pieces = loginPieces();
        List<Claim> values = new ArrayList<>();
        for (int i = 2; i < pieces.size(); i += 2) {
            if (pieces.get(i).most() != 2
                    || i + 1 == pieces.size()
                    || pieces.get(i + 1).most() == 2) {
                return List.of();
            }
            values.add(pieces.get(i + 1));
        }
        TextField user = TextField.USER_NAME;
        TextField will = TextField.WILL_TOPIC;
        return switch (values.size()) {
            case 1 -> List.of(field(values.get(0), TextField.CLIENT_ID));
            case 2 ->
                    List.of(field(values.get(0), TextField.CLIENT_ID), field(values.get(1), user));
            case 3 ->
                    List.of(
                            field(values.get(0), TextField.CLIENT_ID),
                            field(values.get(1), user, will),
                            field(values.get(2), TextField.PASSWORD, TextField.WILL_MESSAGE));
            case 5 ->
                    List.of(
                            field(values.get(0), TextField.CLIENT_ID),
                            field(values.get(1), will),
                            field(values.get(2), TextField.WILL_MESSAGE),
                            field(values.get(3), user),
                            field(values.get(4), TextField.PASSWORD));
            default -> List.of();
        };
    }

    /// PUBLISH after PUBLISH: header, two bytes, topic, packet id if any, payload.
    private static List<Claim> published(List<Claim> pieces) {
        List<Claim> fields = new ArrayList<>();
        int at = 0;
        while (at < pieces.size()) {
            if (at + 4 > pieces.size()
                    || pieces.get(at + 1).most() != 2
                    || pieces.get(at + 2).most() < TOPIC_LEAST) {
                return List.of();
            }
            // Two bytes here may be a packet id or a payload: only what follows could tell.
            boolean id = pieces.get(at + 3).most() == 2;
            if (id && at + 5 > pieces.size()) {
                return List.of();
            }
            Claim topic = pieces.get(at + 2);
            Claim payload = pieces.get(at + (id ? 4 : 3));
            int rest = 2 + topic.most() + (id ? 2 : 0) + payload.most();
            if (pieces.get(at).most() != 1 + lengthBytes(rest)) {
                return List.of();
            }
            fields.add(field(topic, TextField.TOPIC));
            fields.add(field(payload, TextField.PAYLOAD));
            at += id ? 5 : 4;
        }
        return fields;
    }

    /// MQTT 3.1.1 §2.2.3.
    private static int lengthBytes(int remaining) {
        return remaining < 1 << 7 ? 1 : remaining < 1 << 14 ? 2 : remaining < 1 << 21 ? 3 : 4;
    }

    private static Claim field(Claim piece, TextField field) {
        return field(piece, field, field);
    }

    private static Claim field(Claim piece, TextField field, TextField or) {
        return new Claim(
                new What.Field(field, or),
                piece.least(),
                piece.most(),
                Sure.BY_HABIT,
                piece.records());
    }

    /// All that is claimed.
    public List<Claim> claims() {
        List<Claim> all = new ArrayList<>(contents);
        login().ifPresent(all::add);
        all.addAll(fields());
        return all;
    }
}
