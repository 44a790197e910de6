// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.leak.Claim;
import twinport.findings.leak.Eavesdropper;
import twinport.lab.Transport;
import twinport.lab.WireFacts;
import twinport.wire.flow.Direction;
import twinport.wire.read.Protection;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsVersion;

/// What messages and handshakes took on the wire, read from its bytes without keys. Bytes are those
/// that TCP carries: headers below it come on top, alike on both sides.
final class WireCost {
    /// Clients in one answer, in the order they came.
    static final int CLIENTS_MAX = 200;

    private static final int RECORD_HEADER = 5;

    /// PUBLISH has seven bytes or more as a rule, acknowledgements and pings less.
    private static final int MESSAGE_LEAST = 7;

    /// What is written in one go comes within this time.
    private static final long BURST_NANOS = Duration.ofMillis(200).toNanos();

    /// Messages of one client in one direction.
    ///
    /// @param fromClient whether the client sent them
    /// @param mqttBytes of the MQTT packet
    /// @param wireBytes of all records it took, with their headers; the packet's own where there is
    ///   no TLS
    /// @param records TLS records; null without TLS
    /// @param how what counts as a message
    record Messages(
            String client,
            Transport transport,
            boolean fromClient,
            @Nullable String suite,
            Spread mqttBytes,
            Spread wireBytes,
            @Nullable Spread records,
            String how) {}

    /// Complete handshakes of one client.
    ///
    /// @param resumed whether a session was resumed
    /// @param millis between the first record and the last, at the tap
    record Handshakes(
            String client,
            @Nullable String version,
            @Nullable String suite,
            boolean resumed,
            Spread clientBytes,
            Spread serverBytes,
            Spread records,
            Spread flights,
            Spread millis) {}

    /// A message: what was put in, what it took.
    record Sample(int mqttBytes, int wireBytes, int records) {}

    private record Key(
            String client, Transport transport, boolean fromClient, @Nullable String suite) {}

    private record Hand(
            String client, @Nullable String version, @Nullable String suite, boolean resumed) {}

    private final CaptureFacts facts;
    private final WireFacts wire;
    private final Map<Key, List<Sample>> samples = new LinkedHashMap<>();

    WireCost(CaptureFacts facts, WireFacts wire) {
        this.facts = facts;
        this.wire = wire;
        clear();
        facts.connections().forEach(this::sealed);
    }

    CaptureFacts facts() {
        return facts;
    }

    /// Who the client of a connection is.
    String name(Connection connection) {
        return wire.name(connection.client());
    }

    private void add(Key key, Sample sample) {
        List<Sample> known = samples.get(key);
        if (known == null) {
            if (samples.size() == 2 * CLIENTS_MAX) {
                return;
            }
            known = new ArrayList<>();
            samples.put(key, known);
        }
        known.add(sample);
    }

    private void clear() {
        Map<Long, String> clients = new LinkedHashMap<>();
        facts.connections().forEach(one -> clients.put(one.id(), wire.name(one.client())));
        for (Message message : facts.messages()) {
            String client = clients.get(message.connection());
            if (client != null && message.protection() == Protection.READABLE) {
                add(
                        new Key(client, Transport.PLAIN, message.fromClient(), null),
                        new Sample(message.packetLength(), message.packetLength(), 0));
            }
        }
    }

    private void sealed(Connection connection) {
        Tls tls = connection.tls();
        Optional<Eavesdropper> known = Eavesdropper.of(connection);
        if (tls == null || known.isEmpty() || !known.get().begun()) {
            return;
        }
        String client = wire.name(connection.client());
        for (Direction direction : Direction.values()) {
            boolean own = direction == Direction.FROM_CLIENT;
            Key key = new Key(client, Transport.TLS, own, tls.suite());
            List<List<Claim>> messages =
                    known.get().fieldWise() && own
                            ? bursts(known.get().contents())
                            : known.get().messages(direction).stream().map(List::of).toList();
            messages.forEach(records -> add(key, sample(records)));
        }
    }

    private static Sample sample(List<Claim> records) {
        return new Sample(
                records.stream().mapToInt(Claim::most).sum(),
                records.stream()
                        .mapToInt(one -> one.records().getFirst().length() + RECORD_HEADER)
                        .sum(),
                records.size());
    }

    /// What the client wrote at once, after its login, which is the first of them.
    private static List<List<Claim>> bursts(List<Claim> contents) {
        List<List<Claim>> bursts = new ArrayList<>();
        long last = 0;
        for (Claim each : contents) {
            if (each.direction() == Direction.FROM_CLIENT && each.most() > 0) {
                long now = each.records().getFirst().place().nanos();
                if (bursts.isEmpty() || now - last > BURST_NANOS) {
                    bursts.add(new ArrayList<>());
                }
                bursts.getLast().add(each);
                last = now;
            }
        }
        return bursts.stream()
                .skip(1)
                .filter(burst -> burst.stream().mapToInt(Claim::most).sum() >= MESSAGE_LEAST)
                .toList();
    }

    List<Messages> messages() {
        List<Messages> all = new ArrayList<>();
        samples.forEach((key, list) -> {
            boolean tls = key.transport() == Transport.TLS;
            all.add(
                    new Messages(
                            key.client(),
                            key.transport(),
                            key.fromClient(),
                            key.suite(),
                            spread(list.stream().map(Sample::mqttBytes).toList()),
                            spread(list.stream().map(Sample::wireBytes).toList()),
                            tls ? spread(list.stream().map(Sample::records).toList()) : null,
                            tls
                                    ? "what was written at once after the login and holds 7 bytes or"
                                            + " more: PUBLISH, and a SUBSCRIBE or its like"
                                    : "each PUBLISH"));
        });
        return all;
    }

    private static Spread spread(List<? extends Number> values) {
        return Spread.of(values).orElseThrow();
    }

    List<Handshakes> handshakes() {
        Map<Hand, List<TlsFacts.Effort>> kept = new LinkedHashMap<>();
        for (Connection connection : facts.connections()) {
            Tls tls = connection.tls();
            if (tls != null && tls.facts().effort().complete()) {
                TlsVersion version = tls.version();
                var hand =
                        new Hand(
                                wire.name(connection.client()),
                                version == null ? null : version.toString(),
                                tls.suite(),
                                resumed(tls.facts()));
                if (kept.size() < CLIENTS_MAX || kept.containsKey(hand)) {
                    kept.computeIfAbsent(hand, _ -> new ArrayList<>()).add(tls.facts().effort());
                }
            }
        }
        List<Handshakes> all = new ArrayList<>();
        kept.forEach((hand, efforts) -> all.add(handshakes(hand, efforts)));
        return all;
    }

    private static Handshakes handshakes(Hand hand, List<TlsFacts.Effort> efforts) {
        return new Handshakes(
                hand.client(),
                hand.version(),
                hand.suite(),
                hand.resumed(),
                spread(efforts.stream().map(TlsFacts.Effort::clientBytes).toList()),
                spread(efforts.stream().map(TlsFacts.Effort::serverBytes).toList()),
                spread(efforts.stream().map(e -> e.clientRecords() + e.serverRecords()).toList()),
                spread(efforts.stream().map(TlsFacts.Effort::flights).toList()),
                spread(efforts.stream().map(e -> e.nanos() / 1e6).toList()));
    }

    static boolean resumed(TlsFacts facts) {
        return switch (facts.resumption()) {
            case SESSION_ID, TICKET, PSK -> true;
            case UNKNOWN, FULL -> false;
        };
    }
}
