// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Alert;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Secret;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.flow.Ending;
import twinport.wire.read.Protection;
import twinport.wire.read.Protocol;

/// What stands in the clear.
final class ClearRules {
    private static final long DOWNGRADE_NANOS = Duration.ofSeconds(60).toNanos();

    /// A broker hands a message on within this time.
    private static final long DELIVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private ClearRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "PLN-01", ClearRules::mqtt,
                "PLN-02", ClearRules::credentials,
                "PLN-03", ClearRules::commands,
                "PLN-04", ClearRules::sameCredentials,
                "PLN-06", ClearRules::crossing,
                "PLN-07", ClearRules::downgrade);
    }

    private static List<Outcome> mqtt(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            Tls tls = each.tls();
            if (each.readable()) {
                found.add(
                        Verdict.FAIL,
                        each.ends(),
                        tls == null
                                ? "MQTT in clear: whoever is on the way reads it and can change it"
                                : "the cipher suite seals nothing: MQTT can be read",
                        Watched.inClear(facts, each),
                        firstPacket(each).showing("MQTT in clear"));
            } else if (tls != null && each.protocol() == Protocol.TLS) {
                found.add(
                        Verdict.PASS,
                        each.server().toString(),
                        "connections to here are TLS",
                        each.opened().showing("a TLS connection begins"));
            }
        }
        return found.outcomes();
    }

    private static Place firstPacket(Connection connection) {
        return connection.logins().isEmpty()
                ? connection.opened()
                : connection.logins().getFirst().place();
    }

    private static List<Outcome> credentials(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                boolean shown = login.userName() != null || login.password() != null;
                if (login.protection() == Protection.DECRYPTED) {
                    if (shown) {
                        found.add(
                                Verdict.PASS,
                                each.ends(),
                                "user name and password travel in TLS",
                                login.place().showing("CONNECT in TLS"));
                    }
                } else if (shown) {
                    found.add(
                            Verdict.FAIL,
                            each.ends(),
                            "in clear: user name "
                                    + Objects.requireNonNullElse(login.userName(), "(none)")
                                    + ", password "
                                    + said(login.password()),
                            Watched.inClear(facts, each),
                            login.place().showing("CONNECT with credentials"));
                } else {
                    found.add(
                            Verdict.PASS,
                            each.ends(),
                            "CONNECT without user name and password",
                            login.place().showing("CONNECT"));
                }
            }
        }
        return found.outcomes();
    }

    private static String said(@Nullable Secret password) {
        return password == null ? "none" : password.toString();
    }

    private static List<Outcome> commands(CaptureFacts facts) {
        Map<Long, Connection> connections = Watched.byId(facts);
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            Connection connection = connections.get(each.connection());
            if (connection == null || !Watched.command(each.topic())) {
                continue;
            }
            if (each.protection() == Protection.READABLE) {
                found.add(
                        Verdict.FAIL,
                        each.topic(),
                        "a command in clear can be read, forged and replayed",
                        Watched.inClear(facts, connection),
                        each.place().showing("PUBLISH " + each.topic()));
            } else {
                found.add(
                        Verdict.PASS,
                        each.topic(),
                        "the command travels in TLS",
                        each.place().showing("PUBLISH " + each.topic() + " in TLS"));
            }
        }
        return found.outcomes();
    }

    private record Seen(Connection connection, Login login) {}

    private static List<Seen> logins(CaptureFacts facts, Protection protection) {
        List<Seen> seen = new ArrayList<>();
        for (Connection each : facts.connections()) {
            each.logins().stream()
                    .filter(login -> login.protection() == protection)
                    .forEach(login -> seen.add(new Seen(each, login)));
        }
        return seen;
    }

    /// Compares by what may be the same, each value once.
    private static List<Outcome> sameCredentials(CaptureFacts facts) {
        List<Seen> clear = logins(facts, Protection.READABLE);
        List<Seen> sealed = logins(facts, Protection.DECRYPTED);
        if (clear.isEmpty() || sealed.isEmpty()) {
            return List.of();
        }
        Gathered found = new Gathered();
        same(found, clear, sealed, "password", each -> each.password(), null);
        same(found, clear, sealed, "user name", each -> each.userName(), Severity.HIGH);
        same(found, clear, sealed, "client id", Login::clientId, Severity.MEDIUM);
        if (found.outcomes().isEmpty()) {
            return List.of(
                    new Outcome(
                            Verdict.PASS,
                            facts.subject(),
                            "no user name, password or client id was used both in clear and in TLS"));
        }
        return found.outcomes();
    }

    private static void same(
            Gathered found,
            List<Seen> clear,
            List<Seen> sealed,
            String what,
            Function<Login, @Nullable Object> value,
            @Nullable Severity severity) {
        Map<Object, Seen> known = new HashMap<>();
        for (Seen each : clear) {
            Object own = value.apply(each.login());
            if (own != null && !own.equals("")) {
                known.putIfAbsent(own, each);
            }
        }
        for (Seen each : sealed) {
            Object own = value.apply(each.login());
            Seen other = own == null ? null : known.get(own);
            if (other != null) {
                found.add(
                        Verdict.FAIL,
                        each.connection().ends(),
                        "the "
                                + what
                                + " used in TLS was sent in clear too, by "
                                + other.connection().ends(),
                        severity,
                        other.login().place().showing("CONNECT in clear with the same " + what));
            }
        }
    }

    private record Content(String topic, CaptureFacts.Payload payload, int length) {
        static Content of(Message message) {
            return new Content(message.topic(), message.payload(), message.payloadLength());
        }
    }

    /// A message that went in over TLS, by somebody, and came out in clear, and was not sent in
    /// clear by anybody meanwhile.
    private static List<Outcome> crossing(CaptureFacts facts) {
        Map<Content, Message> overTls = new HashMap<>();
        Map<Content, Message> inClear = new HashMap<>();
        Gathered found = new Gathered();
        boolean clearDeliveries = false;
        for (Message each : facts.messages()) {
            Content content = Content.of(each);
            boolean clear = each.protection() == Protection.READABLE;
            if (each.fromClient()) {
                (clear ? inClear : overTls).put(content, each);
            } else if (clear) {
                clearDeliveries = true;
                Message source = overTls.get(content);
                if (source != null && recent(source, each) && !recent(inClear.get(content), each)) {
                    found.add(
                            Verdict.FAIL,
                            each.topic(),
                            "published over TLS, delivered in clear: the broker undid TLS",
                            each.place()
                                    .showing(
                                            "delivered in clear; published over TLS in frame "
                                                    + source.place().frame()));
                }
            }
        }
        if (!overTls.isEmpty() && clearDeliveries && found.outcomes().isEmpty()) {
            return List.of(
                    new Outcome(
                            Verdict.PASS,
                            facts.subject(),
                            "no message published over TLS was delivered in clear"));
        }
        return found.outcomes();
    }

    private static boolean recent(@Nullable Message source, Message delivery) {
        return source != null
                && delivery.place().nanos() - source.place().nanos() <= DELIVERY_NANOS;
    }

    private record Failure(Connection connection, long nanos) {}

    private static List<Outcome> downgrade(CaptureFacts facts) {
        List<Failure> failures = new ArrayList<>();
        for (Connection each : facts.connections()) {
            long nanos = failed(each);
            if (nanos >= 0) {
                failures.add(new Failure(each, nanos));
            }
        }
        Gathered found = new Gathered();
        List<Seen> clear = logins(facts, Protection.READABLE);
        for (Failure failure : failures) {
            boolean followed = false;
            for (Seen each : clear) {
                long after = each.login().place().nanos() - failure.nanos();
                if (after >= 0
                        && after <= DOWNGRADE_NANOS
                        && each.connection().host().equals(failure.connection().host())) {
                    followed = true;
                    // Behind the address that all programs share it may be another program.
                    boolean sure = !each.connection().sharedAddress();
                    found.add(
                            sure ? Verdict.FAIL : Verdict.WARN,
                            each.connection().ends(),
                            "after TLS failed the "
                                    + (sure ? "device" : "same address")
                                    + " sent its CONNECT in clear",
                            each.login()
                                    .place()
                                    .showing(
                                            "CONNECT in clear; the TLS that failed began in frame "
                                                    + failure.connection().opened().frame()));
                }
            }
            if (!followed && facts.lastNanos() - failure.nanos() > DOWNGRADE_NANOS) {
                found.add(
                        Verdict.PASS,
                        failure.connection().ends(),
                        "TLS failed, and no CONNECT in clear followed within 60 s",
                        failure.connection().opened().showing("TLS that failed begins"));
            }
        }
        return found.outcomes();
    }

    /// When a handshake failed; -1 if it did not, or nobody can tell.
    private static long failed(Connection connection) {
        Tls tls = connection.tls();
        if (tls == null || tls.facts().clientHello() == null) {
            return -1;
        }
        for (Alert alert : tls.alerts()) {
            if (alert.level() == 2) {
                return alert.place().nanos();
            }
        }
        boolean over =
                connection.ending() == Ending.FINISHED || connection.ending() == Ending.RESET;
        return over && !tls.facts().effort().complete() && connection.sealed().isEmpty()
                ? connection.closedNanos()
                : -1;
    }
}
