// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.Order;
import twinport.findings.check.BrokerProbeFacts.VersionSupport;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsNames;
import twinport.wire.tls.TlsVersion;

/// Finds out which versions, suites and groups a server takes: it is offered all, then all but what
/// it chose, until it refuses.
final class SuiteSurvey {
    /// Rounds of one version; a server with more suites is asked no further, and it is said.
    private static final int ROUNDS_MAX = 120;

    private static final int DEFLATE = 1;
    private static final int SM4_GCM = 0x00c6;
    private static final int SM4_CCM = 0x00c7;

    /// Every group by which a server may agree on keys, the usual ones first.
    static final List<Integer> GROUPS =
            List.of(
                    0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x11ec, 0x11eb, 0x11ed, 0x0100, 0x0101,
                    0x0102, 0x0103, 0x0104, 0x001a, 0x001b, 0x001c, 0x0016, 0x0015, 0x0013);

    private final HelloProbe probe;
    private final Optional<String> serverName;
    private List<ShownCertificate> chain = List.of();

    SuiteSurvey(HelloProbe probe, Optional<String> serverName) {
        this.probe = probe;
        this.serverName = serverName;
    }

    /// Asks for one version.
    ///
    /// @throws Line.SpentException when no connection is left
    /// @throws IOException when the server cannot be reached any more
    VersionSupport version(TlsVersion version) throws IOException {
        List<Integer> left = new ArrayList<>(suites(version));
        Answer first =
                probe.ask(
                        new Offer(
                                version,
                                left,
                                GROUPS,
                                Offer.SIGNATURES,
                                serverName,
                                version.isTls13() ? List.of() : List.of(DEFLATE)));
        if (!(first instanceof Answer.Chosen chosen) || chosen.version() != version.number()) {
            return unsupported(version, first);
        }
        if (chosen.facts().serverCertificates() != null) {
            chain = chosen.facts().serverCertificates().read();
        }
        List<CipherSuite> taken = new ArrayList<>();
        boolean refused = false;
        Answer answer = first;
        for (int round = 0; round < ROUNDS_MAX && !refused; round++) {
            if (answer instanceof Answer.Chosen next
                    && next.version() == version.number()
                    && left.remove(/* element */ (Integer) next.suite())) {
                taken.add(CipherSuite.of(next.suite()));
                answer =
                        left.isEmpty()
                                ? new Answer.Ended(List.of())
                                : probe.ask(Offer.of(version, left, GROUPS, serverName));
            } else {
                refused = true;
            }
        }
        return described(version, chosen, taken, refused);
    }

    private VersionSupport described(
            TlsVersion version, Answer.Chosen first, List<CipherSuite> taken, boolean all)
            throws IOException {
        TlsFacts facts = first.facts();
        var hello = facts.serverHello();
        return new VersionSupport(
                version,
                Attempt.allowed(
                        first.steps().isEmpty() ? "chosen" : first.steps().getLast(),
                        first.steps()),
                taken,
                all,
                order(version, taken),
                version.isTls13() ? List.of() : groups(version, taken),
                facts.keyExchange() == null ? 0 : facts.keyExchange().primeBits(),
                hello != null && hello.secureRenegotiation(),
                hello != null && hello.extendedMasterSecret(),
                hello != null && hello.compression() != 0);
    }

    private static VersionSupport unsupported(TlsVersion version, Answer answer) {
        Attempt attempt =
                switch (answer) {
                    case Answer.Refused(var alert, var steps) ->
                            Attempt.refused(
                                    "refused with alert "
                                            + alert.description()
                                            + " "
                                            + alert.name(),
                                    steps);
                    case Answer.Ended(var steps) -> Attempt.refused("ended without a word", steps);
                    case Answer.Chosen chosen ->
                            Attempt.refused(
                                    "answered with " + new TlsVersion(chosen.version()),
                                    chosen.steps());
                    case Answer.Silent(var _) -> Attempt.unknown("said nothing in time");
                    case Answer.Foreign(var _) -> Attempt.unknown("does not speak TLS");
                };
        return new VersionSupport(
                version,
                attempt,
                List.of(),
                false,
                Order.UNKNOWN,
                List.of(),
                0,
                false,
                false,
                false);
    }

    /// Offers the first two suites the other way round.
    private Order order(TlsVersion version, List<CipherSuite> taken) throws IOException {
        if (taken.size() < 2) {
            return Order.UNKNOWN;
        }
        CipherSuite first = taken.get(0);
        CipherSuite last = taken.getLast();
        Answer answer =
                probe.ask(
                        Offer.of(
                                version,
                                List.of(last.number(), first.number()),
                                GROUPS,
                                serverName));
        if (!(answer instanceof Answer.Chosen chosen)) {
            return Order.UNKNOWN;
        }
        return chosen.suite() == last.number() ? Order.CLIENT : Order.SERVER;
    }

    /// The certificates that were shown in clear, before TLS 1.3; empty where there were none.
    List<ShownCertificate> chain() {
        return chain;
    }

    /// The groups of ephemeral keys, in the server's order.
    List<String> groups(TlsVersion version, List<CipherSuite> taken) throws IOException {
        List<Integer> ephemeral =
                taken.stream()
                        .filter(suite -> version.isTls13() || suite.name().startsWith("TLS_ECDHE_"))
                        .map(CipherSuite::number)
                        .toList();
        List<Integer> left = new ArrayList<>(GROUPS);
        List<String> groups = new ArrayList<>();
        while (!ephemeral.isEmpty()
                && !left.isEmpty()
                && probe.ask(Offer.of(version, ephemeral, left, serverName))
                        instanceof Answer.Chosen chosen
                && left.remove(/* element */ (Integer) chosen.group())) {
            groups.add(TlsNames.group(chosen.group()));
        }
        return groups;
    }

    private static List<Integer> suites(TlsVersion version) {
        return CipherSuite.named().stream()
                .map(CipherSuite::number)
                .filter(number -> isOfTls13(number) == version.isTls13())
                .toList();
    }

    /// The suites of TLS 1.3 stand at 0x13.. (RFC 8446 appendix B.4), but for two (RFC 8998).
    private static boolean isOfTls13(int number) {
        return number >> 8 == 0x13 || number == SM4_GCM || number == SM4_CCM;
    }
}
