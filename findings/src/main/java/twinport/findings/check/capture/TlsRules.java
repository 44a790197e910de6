// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.HandshakeStep;
import twinport.findings.check.CaptureFacts.NameSeen;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Endpoint;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.HandshakeMessage.ClientHello;
import twinport.wire.tls.HandshakeMessage.ServerHello;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsVersion;

/// How TLS is spoken: versions, extensions, resumption.
final class TlsRules {
    /// RFC 8446 §4.6.1.
    private static final long TICKET_SECONDS_MAX = 7L * 24 * 60 * 60;

    private static final long SLOW_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    private static final int FULL_HANDSHAKES_AN_HOUR = 6;

    private TlsRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.ofEntries(
                Map.entry("TLS-01", facts -> Watched.eachTls(facts, TlsRules::version)),
                Map.entry("TLS-06", facts -> Watched.eachTls(facts, TlsRules::extensions)),
                Map.entry("TLS-07", facts -> Watched.eachTls(facts, TlsRules::compression)),
                Map.entry("TLS-08", facts -> Watched.eachTls(facts, TlsRules::earlyData)),
                Map.entry("TLS-09", TlsRules::serverNames),
                Map.entry("TLS-10", TlsRules::protocols),
                Map.entry("TLS-13", TlsRules::resumption),
                Map.entry("TLS-14", facts -> Watched.eachTls(facts, TlsRules::effort)),
                Map.entry("TLS-15", facts -> Watched.eachTls(facts, TlsRules::recordSize)));
    }

    static Evidence hello(Connection connection, Tls tls, String what) {
        return step(connection, tls, Direction.FROM_CLIENT, HandshakeMessage.CLIENT_HELLO, what);
    }

    static Evidence answer(Connection connection, Tls tls, String what) {
        return step(connection, tls, Direction.FROM_SERVER, HandshakeMessage.SERVER_HELLO, what);
    }

    static Evidence step(
            Connection connection, Tls tls, Direction direction, int type, String what) {
        return tls.places()
                .getOrDefault(new HandshakeStep(direction, type), connection.opened())
                .showing(what);
    }

    static void version(Connection connection, Tls tls, Gathered found) {
        TlsVersion chosen = tls.version();
        ClientHello hello = tls.facts().clientHello();
        if (chosen != null && old(chosen)) {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    chosen + " was negotiated",
                    answer(connection, tls, "ServerHello with " + chosen));
        }
        if (hello != null) {
            TlsVersion highest = hello.highestVersion();
            List<Integer> offered =
                    hello.versions().stream()
                            .filter(each -> !TlsVersion.isGrease(each) && old(new TlsVersion(each)))
                            .toList();
            if (old(highest) || hello.details().ssl2Form()) {
                found.add(
                        Verdict.FAIL,
                        connection.ends(),
                        "the client offers nothing newer than " + highest,
                        hello(connection, tls, "ClientHello"));
            } else if (!offered.isEmpty()) {
                found.add(
                        Verdict.FAIL,
                        connection.ends(),
                        "the client offers "
                                + new TlsVersion(offered.getFirst())
                                + " beside newer versions",
                        Severity.HIGH,
                        hello(connection, tls, "ClientHello"));
            }
        }
        if (chosen != null && !old(chosen)) {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    chosen + " was negotiated",
                    answer(connection, tls, "ServerHello with " + chosen));
        }
    }

    private static boolean old(TlsVersion version) {
        return version.number() < TlsVersion.TLS_1_2.number();
    }

    private static void extensions(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        ClientHello offered = tls.facts().clientHello();
        if (chosen == null
                || offered == null
                || chosen.version().number() != TlsVersion.TLS_1_2.number()
                || tls.facts().resumption() == TlsFacts.Resumption.SESSION_ID
                || tls.facts().resumption() == TlsFacts.Resumption.TICKET) {
            return;
        }
        List<String> missing = new ArrayList<>();
        if (!chosen.secureRenegotiation()) {
            missing.add("renegotiation_info" + by(offered.offersSecureRenegotiation()));
        }
        if (!chosen.extendedMasterSecret()) {
            missing.add("extended_master_secret" + by(offered.offersExtendedMasterSecret()));
        }
        Evidence evidence = answer(connection, tls, "ServerHello");
        if (missing.isEmpty()) {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    "TLS 1.2 with renegotiation_info and extended_master_secret",
                    evidence);
        } else {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    "TLS 1.2 without " + String.join(" and without ", missing),
                    evidence);
        }
    }

    private static String by(boolean offered) {
        return offered ? " (the server does not take it)" : " (the client does not offer it)";
    }

    private static void compression(Connection connection, Tls tls, Gathered found) {
        ServerHello chosen = tls.facts().serverHello();
        ClientHello hello = tls.facts().clientHello();
        if (chosen == null) {
            return;
        }
        boolean offers =
                hello != null
                        && hello.details().compressionMethods().stream()
                                .anyMatch(each -> each != 0);
        if (chosen.compression() != 0) {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    "the records are compressed (method " + chosen.compression() + ")",
                    answer(connection, tls, "ServerHello"));
        } else if (offers) {
            found.add(
                    Verdict.WARN,
                    connection.ends(),
                    "the client offers to compress; the server declined",
                    hello(connection, tls, "ClientHello"));
        } else {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    "no compression",
                    answer(connection, tls, "ServerHello"));
        }
    }

    private static void earlyData(Connection connection, Tls tls, Gathered found) {
        ClientHello hello = tls.facts().clientHello();
        if (hello == null) {
            return;
        }
        Evidence evidence = hello(connection, tls, "ClientHello");
        if (hello.offersEarlyData()) {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    switch (tls.facts().earlyData()) {
                        case ACCEPTED -> "early data was sent, and the server took it";
                        case REJECTED -> "early data was sent; the server refused it";
                        case UNKNOWN, NOT_OFFERED, OFFERED -> "the client sends early data";
                    },
                    evidence);
        } else {
            found.add(Verdict.PASS, connection.server().toString(), "no early data", evidence);
        }
    }

    /// A client that connects by address sends no name (RFC 6066 §3), so a missing one is only
    /// suspicious where the client asked for a name before.
    private static List<Outcome> serverNames(CaptureFacts facts) {
        Set<String> asked = new HashSet<>();
        facts.names().stream()
                .filter(each -> each.kind() == NameSeen.Kind.DNS_QUESTION)
                .forEach(each -> asked.add(each.host()));
        return Watched.eachTls(
                facts,
                (connection, tls, found) -> {
                    ClientHello hello = tls.facts().clientHello();
                    if (hello == null) {
                        return;
                    }
                    String name = hello.serverName();
                    Evidence evidence = hello(connection, tls, "ClientHello");
                    if (name == null) {
                        boolean named = asked.contains(connection.host());
                        found.add(
                                named ? Verdict.WARN : Verdict.INFO,
                                connection.ends(),
                                named
                                        ? "no SNI, though the client asked the DNS for names"
                                        : "no SNI: a client that connects by address sends none",
                                evidence);
                        return;
                    }
                    ServerNames.judge(connection, tls, name, evidence, found);
                });
    }

    private static List<Outcome> protocols(CaptureFacts facts) {
        Map<Endpoint, Set<String>> served = new HashMap<>();
        for (Connection each : facts.connections()) {
            Tls tls = each.tls();
            Set<String> here = served.computeIfAbsent(each.server(), _ -> new HashSet<>());
            if (each.packets() > 0) {
                here.add(each.webSocket() ? "websocket" : "mqtt");
            }
            ClientHello hello = tls == null ? null : tls.facts().clientHello();
            if (hello != null && !hello.alpn().isEmpty()) {
                here.add(hello.alpn().getFirst());
            }
        }
        return Watched.eachTls(
                facts,
                (connection, tls, found) -> {
                    ClientHello hello = tls.facts().clientHello();
                    if (hello == null) {
                        return;
                    }
                    Evidence evidence = hello(connection, tls, "ClientHello");
                    if (!hello.alpn().isEmpty()) {
                        found.add(
                                Verdict.PASS,
                                connection.server().toString(),
                                "clients say which protocol they speak: "
                                        + String.join(", ", hello.alpn()),
                                evidence);
                        return;
                    }
                    boolean several = served.getOrDefault(connection.server(), Set.of()).size() > 1;
                    found.add(
                            several ? Verdict.WARN : Verdict.INFO,
                            connection.server().toString(),
                            several
                                    ? "no ALPN, and the port serves several protocols"
                                    : "no ALPN; the port was seen to serve one protocol",
                            evidence);
                });
    }

    private record Path(String host, Endpoint server) {}

    private static List<Outcome> resumption(CaptureFacts facts) {
        Map<Path, List<Connection>> full = new LinkedHashMap<>();
        Map<Path, Integer> resumed = new HashMap<>();
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            Tls tls = each.tls();
            if (tls == null || !Watched.mayBeMqtt(each, tls)) {
                continue;
            }
            longTickets(each, tls, found);
            Path path = new Path(each.host(), each.server());
            switch (tls.facts().resumption()) {
                case FULL -> full.computeIfAbsent(path, _ -> new ArrayList<>()).add(each);
                case SESSION_ID, TICKET, PSK -> resumed.merge(path, 1, Integer::sum);
                case UNKNOWN -> {}
            }
        }
        full.forEach((path, all) -> {
            int short_ = resumed.getOrDefault(path, 0);
            boolean many = short_ == 0 && manyInAnHour(all);
            found.add(
                    many ? Verdict.WARN : Verdict.INFO,
                    path.host() + " to " + path.server(),
                    all.size()
                            + (all.size() == 1 ? " full handshake, " : " full handshakes, ")
                            + short_
                            + " resumed"
                            + (many
                                    ? ": more than "
                                            + FULL_HANDSHAKES_AN_HOUR
                                            + " full ones within an hour"
                                    : ""),
                    all.getFirst().opened().showing("the first of them"));
        });
        return found.outcomes();
    }

    private static boolean manyInAnHour(List<Connection> all) {
        for (int i = FULL_HANDSHAKES_AN_HOUR; i < all.size(); i++) {
            long first = all.get(i - FULL_HANDSHAKES_AN_HOUR).opened().nanos();
            if (all.get(i).opened().nanos() - first <= HOUR_NANOS) {
                return true;
            }
        }
        return false;
    }

    private static void longTickets(Connection connection, Tls tls, Gathered found) {
        for (TlsFacts.SeenTicket ticket : tls.facts().tickets()) {
            if (ticket.lifetimeSeconds() > TICKET_SECONDS_MAX) {
                found.add(
                        Verdict.FAIL,
                        connection.server().toString(),
                        "a session ticket is good for "
                                + ticket.lifetimeSeconds() / 86_400
                                + " days; 7 are the limit",
                        step(
                                connection,
                                tls,
                                Direction.FROM_SERVER,
                                HandshakeMessage.NEW_SESSION_TICKET,
                                "NewSessionTicket"));
            }
        }
    }

    private static void effort(Connection connection, Tls tls, Gathered found) {
        TlsFacts.Effort effort = tls.facts().effort();
        if (!effort.complete() || tls.facts().clientHello() == null) {
            return;
        }
        boolean slow = effort.nanos() > SLOW_NANOS;
        found.add(
                slow ? Verdict.WARN : Verdict.INFO,
                connection.ends(),
                String.format(
                        Locale.ROOT,
                        "handshake: %.0f ms, %d flights, %d bytes from the client, %d from the"
                                + " server",
                        effort.nanos() / 1e6,
                        effort.flights(),
                        effort.clientBytes(),
                        effort.serverBytes()),
                hello(connection, tls, "ClientHello"));
    }

    private static void recordSize(Connection connection, Tls tls, Gathered found) {
        ClientHello hello = tls.facts().clientHello();
        if (hello == null) {
            return;
        }
        Evidence evidence = hello(connection, tls, "ClientHello");
        int limit = hello.details().recordSizeLimit();
        int fragment = hello.details().maxFragmentLength();
        if (limit < 0 && fragment < 0) {
            found.add(
                    Verdict.INFO,
                    connection.ends(),
                    "the client does not ask for smaller records: it must be able to hold 16 KiB",
                    evidence);
        } else {
            found.add(
                    Verdict.PASS,
                    connection.ends(),
                    "the client asks for records of at most "
                            + (limit >= 0 ? limit : fragment)
                            + " bytes",
                    evidence);
        }
    }
}
