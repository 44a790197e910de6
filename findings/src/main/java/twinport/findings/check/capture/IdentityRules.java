// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Secret;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Outcome;
import twinport.findings.check.Verdict;
import twinport.wire.tls.HandshakeMessage.Certificates;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsFacts.ClientAuthentication;
import twinport.wire.tls.TlsFacts.Resumption;

/// Whether each device is somebody of its own.
final class IdentityRules {
    private static final int REJECTED_3 = 2;
    private static final int REJECTED_5 = 0x85;

    private IdentityRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "IDN-01", IdentityRules::anonymous,
                "IDN-02", IdentityRules::sharedPasswords,
                "IDN-03", IdentityRules::sharedCertificates,
                "IDN-09", IdentityRules::freeClientIds);
    }

    /// Whether the client showed a certificate. A resumed session shows none: who the client is was
    /// settled when the session began (RFC 8446 §2.2).
    private static ClientAuthentication certificate(Connection connection) {
        Tls tls = connection.tls();
        if (tls == null) {
            return ClientAuthentication.NOT_REQUESTED;
        }
        return tls.facts().resumption() == Resumption.FULL
                ? tls.facts().clientAuthentication()
                : ClientAuthentication.UNKNOWN;
    }

    /// Whether it surely sent nothing at all that proves who it is.
    static boolean anonymous(Connection connection, Login login) {
        ClientAuthentication certificate = certificate(connection);
        return login.userName() == null
                && login.password() == null
                && login.authenticationMethod() == null
                && (certificate == ClientAuthentication.NOT_REQUESTED
                        || certificate == ClientAuthentication.NONE_SHOWN);
    }

    private static List<Outcome> anonymous(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                if (!anonymous(each, login)) {
                    continue;
                }
                if (login.accepted()) {
                    found.add(
                            Verdict.FAIL,
                            each.server().toString(),
                            "let in without user name, password and certificate: " + each.device(),
                            Watched.inClear(facts, each),
                            login.place().showing("CONNECT without credentials"));
                } else if (login.refused()) {
                    found.add(
                            Verdict.PASS,
                            each.server().toString(),
                            "who shows no credentials is refused",
                            login.place().showing("CONNECT without credentials"));
                }
            }
        }
        return found.outcomes();
    }

    private record Credentials(@Nullable String userName, Secret password) {}

    private static List<Outcome> sharedPasswords(CaptureFacts facts) {
        Map<Credentials, List<Session>> sessions = new LinkedHashMap<>();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                Secret password = login.password();
                if (password != null && !login.refused()) {
                    sessions.computeIfAbsent(
                                    new Credentials(login.userName(), password),
                                    _ -> new ArrayList<>())
                            .add(Session.of(each, login));
                }
            }
        }
        Gathered found = new Gathered();
        sessions.forEach((credentials, users) -> {
            String name = credentials.userName();
            tell(
                    found,
                    name == null ? "a password without user name" : "user name " + name,
                    "one password",
                    users);
        });
        return found.outcomes();
    }

    private static void tell(Gathered found, String subject, String what, List<Session> sessions) {
        String names = Session.names(sessions);
        switch (Session.sharing(sessions)) {
            case SEVERAL ->
                    found.add(
                            Verdict.FAIL,
                            subject,
                            "several devices have " + what + ": " + names,
                            null,
                            Session.evidence(sessions));
            case PERHAPS ->
                    found.add(
                            Verdict.WARN,
                            subject,
                            "several devices have "
                                    + what
                                    + ", or one changed its client id or address: "
                                    + names,
                            null,
                            Session.evidence(sessions));
            case ONE ->
                    found.add(
                            Verdict.PASS,
                            subject,
                            "used by one device: " + names,
                            null,
                            Session.evidence(sessions));
        }
    }

    private static List<Outcome> sharedCertificates(CaptureFacts facts) {
        Map<ByteBuffer, List<Session>> sessions = new LinkedHashMap<>();
        Map<ByteBuffer, Certificates> certificates = new LinkedHashMap<>();
        for (Connection each : facts.connections()) {
            Tls tls = each.tls();
            Certificates shown = tls == null ? null : tls.facts().clientCertificates();
            if (tls == null
                    || shown == null
                    || shown.chain().isEmpty()
                    || !Watched.mayBeMqtt(each, tls)) {
                continue;
            }
            ByteBuffer key = ByteBuffer.wrap(shown.chain().getFirst());
            certificates.putIfAbsent(key, shown);
            sessions.computeIfAbsent(key, _ -> new ArrayList<>()).add(session(each));
        }
        Gathered found = new Gathered();
        sessions.forEach((key, users) ->
                tell(found, subject(certificates.get(key)), "one certificate", users));
        return found.outcomes();
    }

    private static Session session(Connection connection) {
        return connection.logins().isEmpty()
                ? new Session(
                        connection,
                        "",
                        connection.opened(),
                        connection.opened().nanos(),
                        connection.closedNanos())
                : Session.of(connection, connection.logins().getFirst());
    }

    private static String subject(@Nullable Certificates certificates) {
        return certificates != null
                        && ShownCertificate.of(certificates.chain().getFirst())
                                instanceof ShownCertificate.Read read
                ? read.subject()
                : "a certificate that can't be read";
    }

    private static @Nullable String identity(Connection connection, Login login) {
        if (login.userName() != null) {
            return "user name " + login.userName();
        }
        Tls tls = connection.tls();
        Certificates shown = tls == null ? null : tls.facts().clientCertificates();
        return shown == null || shown.chain().isEmpty() ? null : subject(shown);
    }

    private static List<Outcome> freeClientIds(CaptureFacts facts) {
        Map<String, List<Session>> sessions = new LinkedHashMap<>();
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                String identity = identity(each, login);
                if (identity == null || login.clientId().isEmpty()) {
                    continue;
                }
                int answer = login.answer() == null ? -1 : login.answer().number();
                if (login.accepted()) {
                    sessions.computeIfAbsent(identity, _ -> new ArrayList<>())
                            .add(Session.of(each, login));
                } else if (answer == REJECTED_3 || answer == REJECTED_5) {
                    found.add(
                            Verdict.PASS,
                            identity,
                            "the broker refused the client id " + login.clientId(),
                            login.place().showing("CONNECT that was refused"));
                }
            }
        }
        sessions.forEach((identity, users) -> bound(identity, users, found));
        return found.outcomes();
    }

    private static void bound(String identity, List<Session> sessions, Gathered found) {
        boolean several = sessions.stream().map(Session::clientId).distinct().count() > 1;
        found.add(
                several ? Verdict.WARN : Verdict.INFO,
                identity,
                several
                        ? "the broker let in several client ids: " + Session.names(sessions)
                        : "one client id, "
                                + Session.names(sessions)
                                + "; whether the broker demands it can't be seen",
                null,
                Session.evidence(sessions));
    }
}
