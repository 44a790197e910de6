// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.HandshakeStep;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Verdict;
import twinport.findings.check.certificate.Chain;
import twinport.findings.check.certificate.Chain.Owner;
import twinport.findings.check.certificate.Chain.Said;
import twinport.wire.flow.Direction;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.HandshakeMessage.Certificates;

/// Certificates that handshakes showed: in the clear before TLS 1.3, later where keys opened them.
final class ShownChainRules {
    /// Names that clients asked for and that are kept of one chain.
    private static final int NAMES_KEPT = 20;

    private ShownChainRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.ofEntries(
                Map.entry("CRT-01", onChains(seen -> seen.chain().dates())),
                Map.entry("CRT-02", onChains(seen -> seen.chain().expiry())),
                Map.entry("CRT-03", onServers(seen -> List.of(seen.chain().nameOnlyInSubject()))),
                Map.entry("CRT-04", onServers(ShownChainRules::names)),
                Map.entry("CRT-05", onChains(seen -> seen.chain().constraints())),
                Map.entry("CRT-06", onChains(seen -> List.of(seen.chain().usages()))),
                Map.entry("CRT-07", onChains(seen -> List.of(seen.chain().sameName()))),
                Map.entry("CRT-08", onChains(seen -> List.of(order(seen.chain())))),
                Map.entry("CRT-09", onChains(seen -> seen.chain().serials())),
                Map.entry("CRT-10", onServers(seen -> List.of(seen.chain().wildcards()))));
    }

    /// A chain that one end showed, once or more.
    ///
    /// @param subject who
    /// @param names that clients asked this server for
    /// @param addresses at which clients reached it that asked for no name
    private record Seen(
            String subject,
            Chain chain,
            Evidence evidence,
            Set<String> names,
            Set<String> addresses) {}

    private record Key(Owner owner, String subject, List<ByteBuffer> encoded) {}

    /// All that is kept of a chain while connections are walked through: it is read once only.
    private static final class Sighting {
        private final Certificates certificates;
        private final Place first;
        private final Set<String> names = new LinkedHashSet<>();
        private final Set<String> addresses = new LinkedHashSet<>();
        private long last;

        private Sighting(Certificates certificates, Place first) {
            this.certificates = certificates;
            this.first = first;
            this.last = first.nanos();
        }

        private Optional<Seen> read(Key key) {
            String what = "Certificate of the " + key.owner().word();
            return Chain.of(
                            key.owner(),
                            certificates.read(),
                            instant(first.nanos()),
                            instant(Math.max(first.nanos(), last)))
                    .map(chain ->
                            new Seen(key.subject(), chain, first.showing(what), names, addresses));
        }
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }

    private static Function<CaptureFacts, List<Outcome>> onChains(Function<Seen, List<Said>> rule) {
        return facts -> judged(facts, false, rule);
    }

    private static Function<CaptureFacts, List<Outcome>> onServers(
            Function<Seen, List<Said>> rule) {
        return facts -> judged(facts, true, rule);
    }

    private static List<Outcome> judged(
            CaptureFacts facts, boolean serversOnly, Function<Seen, List<Said>> rule) {
        Gathered found = new Gathered();
        for (Seen seen : chains(facts)) {
            if (serversOnly && seen.chain().owner() != Owner.SERVER) {
                continue;
            }
            for (Said said : rule.apply(seen)) {
                found.add(
                        said.verdict(),
                        seen.subject(),
                        said.text(),
                        said.severity().orElse(null),
                        seen.evidence());
            }
        }
        return found.outcomes();
    }

    private static List<Seen> chains(CaptureFacts facts) {
        Map<Key, Sighting> sightings = new LinkedHashMap<>();
        for (Connection connection : facts.connections()) {
            Tls tls = connection.tls();
            if (tls == null || !Watched.mayBeMqtt(connection, tls)) {
                continue;
            }
            Sighting server =
                    sighting(
                            sightings,
                            new HandshakeStep(Direction.FROM_SERVER, HandshakeMessage.CERTIFICATE),
                            connection,
                            tls,
                            tls.facts().serverCertificates());
            if (server != null) {
                String name = tls.serverName();
                Set<String> asked = name == null ? server.addresses : server.names;
                if (asked.size() < NAMES_KEPT) {
                    asked.add(name == null ? connection.server().address().getHostAddress() : name);
                }
            }
            sighting(
                    sightings,
                    new HandshakeStep(Direction.FROM_CLIENT, HandshakeMessage.CERTIFICATE),
                    connection,
                    tls,
                    tls.facts().clientCertificates());
        }
        List<Seen> all = new ArrayList<>();
        sightings.forEach((key, sighting) -> sighting.read(key).ifPresent(all::add));
        return all;
    }

    private static @Nullable Sighting sighting(
            Map<Key, Sighting> sightings,
            HandshakeStep step,
            Connection connection,
            Tls tls,
            @Nullable Certificates certificates) {
        if (certificates == null || certificates.chain().isEmpty()) {
            return null;
        }
        boolean server = step.direction() == Direction.FROM_SERVER;
        Place place = tls.places().getOrDefault(step, connection.opened());
        Key key =
                new Key(
                        server ? Owner.SERVER : Owner.CLIENT,
                        server ? connection.server().toString() : connection.device(),
                        certificates.chain().stream().map(ByteBuffer::wrap).toList());
        Sighting sighting = sightings.computeIfAbsent(key, _ -> new Sighting(certificates, place));
        sighting.last = Math.max(sighting.last, place.nanos());
        return sighting;
    }

    private static List<Said> names(Seen seen) {
        List<Said> said = new ArrayList<>();
        for (String name : seen.names()) {
            boolean there = seen.chain().names(name);
            said.add(
                    new Said(
                            there ? Verdict.PASS : Verdict.FAIL,
                            there
                                    ? "the certificate names " + name
                                    : "clients ask for "
                                            + name
                                            + ", which the certificate does not name"));
        }
        for (String address : seen.addresses()) {
            boolean there = seen.chain().names(address);
            said.add(
                    new Said(
                            there ? Verdict.PASS : Verdict.INFO,
                            there
                                    ? "the certificate names " + address
                                    : "clients send no name; those that verify for the address "
                                            + address
                                            + " find it not in the certificate"));
        }
        return said;
    }

    /// Whether a chain is complete depends on what clients trust, which no capture shows.
    private static Said order(Chain chain) {
        String issuer = chain.all().getLast().issuer();
        return chain.order()
                .orElseGet(() ->
                        new Said(
                                Verdict.INFO,
                                chain.leaf().selfSigned()
                                        ? "a self-signed certificate: there is no chain"
                                        : "in order; complete for those who trust "
                                                + issuer
                                                + ", which can't be seen"));
    }
}
