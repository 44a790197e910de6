// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Alert;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.findings.check.certificate.Chain;
import twinport.findings.check.device.AlertCause;
import twinport.wire.flow.Direction;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.HandshakeMessage.Certificates;

/// Whether clients verify, as far as somebody who only listens can tell: a client that goes on
/// after a certificate that it should have refused does not. One that goes on after a good one
/// tells nothing.
final class VerificationRules {
    private static final int FATAL = 2;
    private static final int CLOSE_NOTIFY = 0;

    private VerificationRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "AUT-02", facts -> Watched.eachTls(facts, VerificationRules::name),
                "AUT-03", facts -> Watched.eachTls(facts, VerificationRules::dates),
                "AUT-05", facts -> Watched.eachTls(facts, VerificationRules::alerts));
    }

    private enum Reaction {
        WENT_ON,
        REFUSED,
        UNKNOWN
    }

    /// Sealed records of the client that are not part of the handshake are its MQTT.
    private static Reaction reaction(Connection connection, Tls tls) {
        for (Alert alert : tls.alerts()) {
            if (alert.direction() == Direction.FROM_CLIENT && alert.level() == FATAL) {
                return Reaction.REFUSED;
            }
        }
        boolean spoke =
                !connection.logins().isEmpty()
                        || (tls.version() != null
                                && !tls.version().isTls13()
                                && connection.sealed().stream()
                                        .anyMatch(
                                                each -> each.direction() == Direction.FROM_CLIENT));
        return spoke ? Reaction.WENT_ON : Reaction.UNKNOWN;
    }

    private static Optional<Chain> chain(Connection connection, Tls tls) {
        Certificates shown = tls.facts().serverCertificates();
        Instant when = ShownChainRules.instant(connection.opened().nanos());
        return shown == null
                ? Optional.empty()
                : Chain.of(Chain.Owner.SERVER, shown.read(), when, when);
    }

    private static Evidence certificate(Connection connection, Tls tls) {
        return TlsRules.step(
                connection,
                tls,
                Direction.FROM_SERVER,
                HandshakeMessage.CERTIFICATE,
                "the certificate that the client got");
    }

    private static void name(Connection connection, Tls tls, Gathered found) {
        String name = tls.serverName();
        Reaction reaction = reaction(connection, tls);
        if (name == null
                || reaction == Reaction.UNKNOWN
                || chain(connection, tls).filter(chain -> !chain.names(name)).isEmpty()) {
            return;
        }
        boolean wentOn = reaction == Reaction.WENT_ON;
        found.add(
                wentOn ? Verdict.FAIL : Verdict.PASS,
                connection.ends(),
                "the client asked for "
                        + name
                        + ", got a certificate for another name, and "
                        + (wentOn ? "went on" : "refused it"),
                certificate(connection, tls));
    }

    private static void dates(Connection connection, Tls tls, Gathered found) {
        Reaction reaction = reaction(connection, tls);
        if (reaction == Reaction.UNKNOWN) {
            return;
        }
        chain(connection, tls)
                .ifPresent(chain -> {
                    boolean expired =
                            chain.all().stream()
                                    .anyMatch(each -> chain.to().isAfter(each.notAfter()));
                    boolean early =
                            chain.all().stream()
                                    .anyMatch(each -> chain.from().isBefore(each.notBefore()));
                    if (expired || early) {
                        tell(connection, tls, reaction, expired, found);
                    }
                });
    }

    private static void tell(
            Connection connection, Tls tls, Reaction reaction, boolean expired, Gathered found) {
        boolean wentOn = reaction == Reaction.WENT_ON;
        String what = expired ? "an expired certificate" : "a certificate that is not yet valid";
        found.add(
                !wentOn ? Verdict.PASS : expired ? Verdict.FAIL : Verdict.WARN,
                connection.ends(),
                "the client got " + what + " and " + (wentOn ? "went on" : "refused it"),
                wentOn && !expired ? Severity.MEDIUM : null,
                certificate(connection, tls));
    }

    private static void alerts(Connection connection, Tls tls, Gathered found) {
        boolean fatal = false;
        for (Alert each : tls.alerts()) {
            if (each.level() != FATAL || each.description() == CLOSE_NOTIFY) {
                continue;
            }
            fatal = true;
            boolean client = each.direction() == Direction.FROM_CLIENT;
            found.add(
                    Verdict.INFO,
                    connection.ends(),
                    (client ? "the client" : "the server")
                            + " ended TLS with alert "
                            + each.description()
                            + " ("
                            + each.name()
                            + ")"
                            + (client ? ": " + AlertCause.of(each.description()) : ""),
                    each.place().showing("alert " + each.description()));
        }
        if (!fatal && tls.facts().effort().complete()) {
            found.add(
                    Verdict.PASS,
                    connection.server().toString(),
                    "handshakes ended without an alert",
                    TlsRules.answer(connection, tls, "ServerHello"));
        }
    }
}
