// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.NameSeen;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.findings.leak.Claim;
import twinport.findings.leak.Comparison;
import twinport.findings.leak.Eavesdropper;
import twinport.wire.flow.Direction;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.ShownCertificate;

/// What TLS still tells. Each verdict says what an eavesdropper without keys knows; where keys are
/// there, each claim was compared with what they opened.
final class LeakRules {
    /// Lengths that are named; what there is more is counted.
    private static final int LENGTHS_NAMED = 5;

    private static final int EVIDENCE_MAX = 5;

    /// Messages that make an interval or a habit.
    private static final int MESSAGES_LEAST = 5;

    private static final int ANSWERS_LEAST = 3;
    private static final double INTERVAL_SPREAD = 0.1;
    private static final double MOST_OF_THEM = 0.8;
    private static final long ANSWER_NANOS = Duration.ofMillis(500).toNanos();

    private LeakRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "LEAK-01", facts -> each(facts, LeakRules::lengths),
                "LEAK-02", facts -> each(facts, LeakRules::fields),
                "LEAK-03", facts -> Watched.eachTls(facts, LeakRules::names),
                "LEAK-04", facts -> each(facts, LeakRules::timing),
                "LEAK-05", LeakRules::hostNames);
    }

    private interface OfEavesdropper {
        void judge(Connection connection, Eavesdropper known, Gathered found);
    }

    private static List<Outcome> each(CaptureFacts facts, OfEavesdropper rule) {
        return Watched.eachTls(
                facts,
                (connection, _, found) ->
                        Eavesdropper.of(connection)
                                .ifPresent(known -> rule.judge(connection, known, found)));
    }

    private static void lengths(Connection connection, Eavesdropper known, Gathered found) {
        List<Claim> sent = known.messages(Direction.FROM_CLIENT);
        List<Claim> got = known.messages(Direction.FROM_SERVER);
        Optional<Claim> login = known.login();
        if (sent.isEmpty() && got.isEmpty() && login.isEmpty()) {
            return;
        }
        boolean apart = byLength(sent).size() > 1 || byLength(got).size() > 1;
        String said =
                "an eavesdropper knows: "
                        + login.map(it -> "CONNECT " + it.bytes() + " bytes " + it.sure().words())
                                .orElse("no CONNECT")
                        + named("; sent", sent)
                        + named("; received", got)
                        + (apart ? ": lengths tell messages apart" : "")
                        + checked(connection, known);
        found.add(
                apart ? Verdict.WARN : Verdict.INFO,
                connection.ends(),
                said,
                apart ? Severity.MEDIUM : null,
                evidence(connection, known, known.contents()));
    }

    private static Map<Integer, List<Claim>> byLength(List<Claim> claims) {
        return claims.stream()
                .collect(Collectors.groupingBy(Claim::most, TreeMap::new, Collectors.toList()));
    }

    private static String named(String what, List<Claim> claims) {
        if (claims.isEmpty()) {
            return "";
        }
        List<List<Claim>> groups =
                byLength(claims).values().stream()
                        .sorted(Comparator.comparingInt(group -> -group.size()))
                        .toList();
        return what
                + ' '
                + groups.stream()
                        .limit(LENGTHS_NAMED)
                        .map(group -> group.getFirst().bytes() + " bytes (" + group.size() + "x)")
                        .collect(Collectors.joining(", "))
                + (groups.size() > LENGTHS_NAMED
                        ? " and " + (groups.size() - LENGTHS_NAMED) + " other lengths"
                        : "")
                + ' '
                + claims.getFirst().sure().words();
    }

    /// Empty without keys.
    private static String checked(Connection connection, Eavesdropper known) {
        List<Comparison> compared = Comparison.of(connection, known);
        long held = compared.stream().filter(Comparison::holds).count();
        return compared.isEmpty()
                ? ""
                : "; compared with what keys opened: "
                        + held
                        + " of "
                        + compared.size()
                        + " claims hold";
    }

    /// With keys the claim and the truth side by side, else the records.
    private static List<Evidence> evidence(
            Connection connection, Eavesdropper known, List<Claim> claims) {
        List<Comparison> compared = Comparison.of(connection, known);
        if (!compared.isEmpty()) {
            return compared.stream()
                    .sorted(Comparator.comparing(Comparison::holds))
                    .limit(EVIDENCE_MAX)
                    .map(each ->
                            each.where()
                                    .showing(
                                            "claimed: "
                                                    + each.claimed()
                                                    + "; opened: "
                                                    + each.opened()))
                    .toList();
        }
        return claims.stream()
                .limit(EVIDENCE_MAX)
                .map(each ->
                        each.records()
                                .getFirst()
                                .place()
                                .showing(
                                        "a record of "
                                                + each.records().getFirst().length()
                                                + " bytes holds "
                                                + each.bytes()))
                .toList();
    }

    private static void fields(Connection connection, Eavesdropper known, Gathered found) {
        Optional<Claim> login = known.login();
        if (login.isEmpty()) {
            return;
        }
        List<Claim> fields = known.fields();
        if (known.fieldWise()) {
            found.add(
                    Verdict.WARN,
                    connection.ends(),
                    "the CONNECT was sent in "
                            + login.get().records().size()
                            + " records"
                            + (fields.isEmpty() ? "" : ": an eavesdropper knows " + words(fields))
                            + checked(connection, known),
                    null,
                    evidence(connection, known, fields.isEmpty() ? List.of(login.get()) : fields));
        } else {
            found.add(
                    Verdict.PASS,
                    connection.ends(),
                    "the CONNECT was sent in one record",
                    null,
                    evidence(connection, known, List.of(login.get())));
        }
    }

    private static String words(List<Claim> fields) {
        return fields.stream()
                .map(each ->
                        each.what() instanceof Claim.What.Field field
                                ? field.words() + " " + each.bytes() + " bytes"
                                : each.bytes() + " bytes")
                .distinct()
                .limit(2L * LENGTHS_NAMED)
                .collect(Collectors.joining(", "));
    }

    private static void names(Connection connection, Tls tls, Gathered found) {
        HandshakeMessage.ClientHello hello = tls.facts().clientHello();
        if (hello == null) {
            return;
        }
        List<String> seen = new ArrayList<>();
        if (hello.serverName() != null) {
            seen.add("the name asked for, " + hello.serverName());
        }
        // In TLS 1.3 certificates are sealed: only keys show them.
        if (tls.version() == null || !tls.version().isTls13()) {
            certificate(tls.facts().serverCertificates(), "server", seen);
            certificate(tls.facts().clientCertificates(), "client", seen);
        }
        found.add(
                seen.isEmpty() ? Verdict.PASS : Verdict.INFO,
                connection.ends(),
                seen.isEmpty()
                        ? "the handshake shows no name and no certificate"
                        : "an eavesdropper knows " + String.join("; ", seen),
                TlsRules.hello(connection, tls, "ClientHello"));
    }

    private static void certificate(
            HandshakeMessage.@Nullable Certificates shown, String whose, List<String> seen) {
        if (shown != null
                && !shown.chain().isEmpty()
                && shown.read().getFirst() instanceof ShownCertificate.Read leaf) {
            seen.add("the " + whose + "'s certificate, " + leaf.subject());
        }
    }

    private static void timing(Connection connection, Eavesdropper known, Gathered found) {
        List<Claim> sent = known.messages(Direction.FROM_CLIENT);
        List<Claim> got = known.messages(Direction.FROM_SERVER);
        List<String> habits = new ArrayList<>();
        interval("sends", sent).ifPresent(habits::add);
        interval("receives", got).ifPresent(habits::add);
        answers(got, sent).ifPresent(habits::add);
        if (sent.size() < MESSAGES_LEAST && habits.isEmpty()) {
            return;
        }
        Claim first = (sent.isEmpty() ? got : sent).getFirst();
        found.add(
                habits.isEmpty() ? Verdict.PASS : Verdict.INFO,
                connection.ends(),
                habits.isEmpty()
                        ? "no fixed interval and no answers at once"
                        : "an eavesdropper knows: it " + String.join("; ", habits),
                first.records()
                        .getFirst()
                        .place()
                        .showing(
                                "the first of "
                                        + sent.size()
                                        + " messages sent and "
                                        + got.size()
                                        + " received"));
    }

    private static long nanos(Claim claim) {
        return claim.records().getFirst().place().nanos();
    }

    /// The rhythm of the commonest length: what else is said in between does not hide it.
    private static Optional<String> interval(String does, List<Claim> claims) {
        List<Claim> alike =
                byLength(claims).values().stream()
                        .max(Comparator.comparingInt(List::size))
                        .orElse(List.of());
        if (alike.size() < MESSAGES_LEAST) {
            return Optional.empty();
        }
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < alike.size(); i++) {
            gaps.add(nanos(alike.get(i)) - nanos(alike.get(i - 1)));
        }
        long middle = gaps.stream().sorted().toList().get(gaps.size() / 2);
        long near =
                gaps.stream()
                        .filter(gap -> Math.abs(gap - middle) <= middle * INTERVAL_SPREAD)
                        .count();
        return near >= gaps.size() * MOST_OF_THEM && middle > 0
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s a message of %s bytes every %.1f s (%d of %d times)",
                                does,
                                alike.getFirst().bytes(),
                                Watched.seconds(middle),
                                near,
                                gaps.size()))
                : Optional.empty();
    }

    private static Optional<String> answers(List<Claim> got, List<Claim> sent) {
        int answered = 0;
        int next = 0;
        for (Claim each : got) {
            while (next < sent.size() && nanos(sent.get(next)) < nanos(each)) {
                next++;
            }
            if (next < sent.size() && nanos(sent.get(next)) - nanos(each) <= ANSWER_NANOS) {
                answered++;
            }
        }
        return answered >= ANSWERS_LEAST && answered >= got.size() * MOST_OF_THEM
                ? Optional.of(
                        "answers "
                                + answered
                                + " of "
                                + got.size()
                                + " messages at once: they look like commands")
                : Optional.empty();
    }

    private static List<Outcome> hostNames(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (NameSeen each : facts.names()) {
            String by =
                    switch (each.kind()) {
                        case DNS_QUESTION -> "asked the DNS for ";
                        case MDNS -> "told or asked by mDNS: ";
                        case DHCP -> "told its host name by DHCP: ";
                        case TIME_ANSWER -> "";
                    };
            if (!by.isEmpty()) {
                found.add(
                        Verdict.INFO,
                        each.host(),
                        "an eavesdropper knows: it " + by + each.name(),
                        each.place().showing("a datagram in clear"));
            }
        }
        if (!found.outcomes().isEmpty() || facts.connections().isEmpty()) {
            return found.outcomes();
        }
        return List.of(
                new Outcome(
                        Verdict.PASS,
                        facts.subject(),
                        "no name was asked for or told beside "
                                + facts.connections().size()
                                + " connections"));
    }
}
