// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.Secret;
import twinport.findings.check.CaptureFacts.Subscription;
import twinport.findings.check.Evidence;
import twinport.findings.check.KnownPasswords;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;

/// Client ids that are fought for, passwords that can be guessed, and who may hear everything.
final class ClientIdRules {
    private static final int PASSWORD_BYTES_MIN = 12;

    /// A broker ends the older session at once when a client of the same id comes.
    private static final long TAKE_OVER_NANOS = Duration.ofSeconds(5).toNanos();

    private ClientIdRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "IDN-04", ClientIdRules::takeovers,
                "IDN-05", ClientIdRules::passwords,
                "IDN-06", ClientIdRules::everything);
    }

    private record Seat(String broker, String clientId) {}

    private static List<Outcome> takeovers(CaptureFacts facts) {
        Map<Seat, List<Session>> seats = new LinkedHashMap<>();
        for (Session each : Session.accepted(facts)) {
            if (!each.clientId().isEmpty()) {
                String broker = each.connection().server().address().getHostAddress();
                seats.computeIfAbsent(new Seat(broker, each.clientId()), _ -> new ArrayList<>())
                        .add(each);
            }
        }
        Gathered found = new Gathered();
        seats.forEach((seat, sessions) -> judge(seat.clientId(), sessions, found));
        return found.outcomes();
    }

    /// @param sessions of one client id, in the order they began
    private static void judge(String clientId, List<Session> sessions, Gathered found) {
        int moves = 0;
        List<Evidence> byOthers = new ArrayList<>();
        List<Evidence> bySame = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            Session old = sessions.get(i);
            Session next = i + 1 < sessions.size() ? sessions.get(i + 1) : old;
            boolean moved = !old.host().equals(next.host());
            moves += moved ? 1 : 0;
            CaptureFacts.Place told = old.connection().takenOver();
            if (told != null) {
                long after = told.nanos() - next.from();
                boolean byNext = moved && after >= 0 && after < TAKE_OVER_NANOS;
                (byNext ? byOthers : bySame).add(told.showing("DISCONNECT: session taken over"));
            }
        }
        String subject = "client id " + clientId;
        String hosts = sessions.stream().map(Session::host).distinct().limit(5).toList().toString();
        if (moves > 1 || !byOthers.isEmpty()) {
            List<Evidence> evidence = new ArrayList<>(byOthers);
            sessions.stream()
                    .limit(3)
                    .forEach(each ->
                            evidence.add(each.place().showing("CONNECT from " + each.host())));
            found.add(
                    Verdict.FAIL,
                    subject,
                    "several clients take it from each other, at " + hosts,
                    null,
                    evidence);
        } else if (!bySame.isEmpty()) {
            found.add(
                    Verdict.WARN,
                    subject,
                    "taken over at " + hosts + ": after a broken connection, or by a second client",
                    null,
                    bySame);
        } else {
            found.add(
                    moves == 0 ? Verdict.PASS : Verdict.INFO,
                    subject,
                    moves == 0 ? "used from one address" : "moved once, between " + hosts,
                    null,
                    Session.evidence(sessions));
        }
    }

    private static List<Outcome> passwords(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                Secret password = login.password();
                if (password == null) {
                    continue;
                }
                Evidence evidence = login.place().showing("CONNECT with a password");
                if (guessable(password, login)) {
                    // Which of the two would tell the password to whoever reads the report.
                    found.add(
                            Verdict.FAIL,
                            each.device(),
                            "the password is one of "
                                    + KnownPasswords.all().size()
                                    + " common ones, or the client's own id or user name",
                            evidence);
                } else if (password.length() < PASSWORD_BYTES_MIN) {
                    found.add(
                            Verdict.FAIL,
                            each.device(),
                            "the password has fewer than " + PASSWORD_BYTES_MIN + " characters",
                            Severity.HIGH,
                            evidence);
                } else {
                    found.add(
                            Verdict.PASS,
                            each.device(),
                            "the password has "
                                    + PASSWORD_BYTES_MIN
                                    + " characters or more and is none of "
                                    + KnownPasswords.all().size()
                                    + " common ones",
                            evidence);
                }
            }
        }
        return found.outcomes();
    }

    private static boolean guessable(Secret password, Login login) {
        return password.is(login.userName())
                || password.is(login.clientId())
                || KnownPasswords.all().stream().anyMatch(password::is);
    }

    /// A client that publishes or has a will is a device; one that only listens may be a monitor.
    private static List<Outcome> everything(CaptureFacts facts) {
        Set<Long> publishers = new HashSet<>();
        facts.messages().stream()
                .filter(Message::fromClient)
                .filter(each -> !Watched.command(each.topic()))
                .forEach(each -> publishers.add(each.connection()));
        Gathered found = new Gathered();
        for (Connection connection : facts.connections()) {
            boolean device =
                    publishers.contains(connection.id())
                            || connection.logins().stream().anyMatch(each -> each.will() != null);
            for (Subscription each : connection.subscriptions()) {
                Boolean refused = each.refused();
                if (refused == null || !all(each.filter())) {
                    continue;
                }
                Verdict verdict = refused ? Verdict.PASS : device ? Verdict.FAIL : Verdict.WARN;
                found.add(
                        verdict,
                        connection.ends(),
                        refused
                                ? "the broker refused " + each.filter()
                                : "the broker lets "
                                        + (device ? "a device" : "a client that only listens")
                                        + " subscribe to "
                                        + each.filter(),
                        verdict == Verdict.WARN ? Severity.MEDIUM : null,
                        each.place().showing("SUBSCRIBE " + each.filter()));
            }
        }
        return found.outcomes();
    }

    private static boolean all(String filter) {
        String own = Watched.withoutShare(filter);
        return Stream.of("#", "+/#", "$SYS/#").anyMatch(own::equals);
    }
}
