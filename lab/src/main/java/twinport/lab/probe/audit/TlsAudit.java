// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.BoardClient;
import twinport.findings.check.BrokerProbeFacts.TlsPort;
import twinport.findings.check.BrokerProbeFacts.VersionSupport;
import twinport.lab.probe.audit.AuditSettings.Account;
import twinport.wire.mqtt.Version;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsVersion;

/// Asks a port about its TLS.
final class TlsAudit {
    private static final List<TlsVersion> VERSIONS =
            List.of(
                    TlsVersion.SSL_3_0,
                    new TlsVersion(0x0301),
                    new TlsVersion(0x0302),
                    TlsVersion.TLS_1_2,
                    TlsVersion.TLS_1_3);

    private final AuditSettings settings;
    private final Line line;
    private final HelloProbe probe;
    private final Optional<String> serverName;
    private final SecureLine stranger;
    private final SecureLine known;

    TlsAudit(AuditSettings settings, Line line, Optional<String> serverName, RandomGenerator random)
            throws GeneralSecurityException {
        this.settings = settings;
        this.line = line;
        this.probe = new HelloProbe(line, random);
        this.serverName = serverName;
        this.stranger = new SecureLine(line, serverName, List.of(), settings.authority());
        this.known =
                settings.accounts().isEmpty()
                        ? stranger
                        : new SecureLine(
                                line,
                                serverName,
                                settings.accounts().getFirst().keys(),
                                settings.authority());
    }

    /// What one connection came to.
    ///
    /// @param greeted whether the broker answered the CONNECT, be it with a refusal
    private record Meeting(TlsFacts facts, boolean greeted, List<String> steps) {}

    /// What is worth most is asked first: connections may run out.
    ///
    /// @throws IOException when the port cannot be reached or no connection is left
    TlsPort ask() throws IOException, GeneralSecurityException {
        Meeting unknown = meet(stranger);
        Meeting first = known == stranger ? unknown : meet(known);
        Optional<String> resumption = resumption(meet(known).facts());
        Attempt revoked = revoked();
        List<BoardClient> boards = BoardOffers.ask(probe, serverName);
        List<VersionSupport> versions = new ArrayList<>();
        List<String> groups = List.of();
        SuiteSurvey survey = new SuiteSurvey(probe, serverName);
        for (TlsVersion version : VERSIONS.reversed()) {
            VersionSupport support = survey.version(version);
            versions.addFirst(support);
            if (version.isTls13() && support.supported()) {
                groups = survey.groups(version, support.suites());
            }
        }
        List<ShownCertificate> chain =
                chain(stranger.chain().isEmpty() ? known.chain() : stranger.chain());
        var hello = first.facts().serverHello();
        return new TlsPort(
                settings.host() + ":" + line.server().getPort(),
                settings.names(),
                versions,
                Optional.ofNullable(hello).map(chosen -> chosen.version()),
                groups,
                chain.isEmpty() ? survey.chain() : chain,
                stranger.chain().isEmpty() ? known.trusted() : stranger.trusted(),
                stranger.asked() || known.asked(),
                withoutCertificate(unknown),
                revoked,
                resumption,
                boards);
    }

    /// Goes as far as the answer to a CONNECT that names nobody: in TLS 1.3 a server judges the
    /// client's certificate after the client's handshake is done.
    private Meeting meet(SecureLine as) throws IOException {
        try {
            SecureLine.Secured secured = as.connect();
            try (MqttTalk talk =
                    new MqttTalk(secured.socket(), settings.patience(), Version.MQTT_5_0)) {
                boolean greeted = talk.connect(Stranger.name()).isPresent();
                List<String> steps = new ArrayList<>(secured.below().heard().steps());
                steps.addAll(talk.steps());
                return new Meeting(secured.below().heard().learnt(), greeted, steps);
            }
        } catch (SecureLine.HandshakeFailed e) {
            List<String> steps = new ArrayList<>(e.steps());
            steps.add("handshake failed: " + e.getMessage());
            return new Meeting(TlsFacts.NONE, false, steps);
        }
    }

    private static Attempt withoutCertificate(Meeting meeting) {
        return meeting.greeted()
                ? Attempt.allowed("TLS lets in a client without a certificate", meeting.steps())
                : Attempt.refused(meeting.steps().getLast(), meeting.steps());
    }

    private Attempt revoked() throws IOException, GeneralSecurityException {
        if (settings.revoked().isEmpty()) {
            return Attempt.unknown("no revoked certificate was given to try with");
        }
        Account account = settings.revoked().get();
        Meeting meeting =
                meet(new SecureLine(line, serverName, account.keys(), settings.authority()));
        return meeting.greeted()
                ? Attempt.allowed(
                        "TLS lets in a client whose certificate is revoked", meeting.steps())
                : Attempt.refused("a revoked certificate is refused", meeting.steps());
    }

    private static Optional<String> resumption(TlsFacts facts) {
        return switch (facts.resumption()) {
            case UNKNOWN, FULL -> Optional.empty();
            case SESSION_ID, TICKET, PSK ->
                    Optional.of(
                            facts.resumption().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        };
    }

    private static List<ShownCertificate> chain(List<X509Certificate> shown)
            throws CertificateEncodingException {
        List<ShownCertificate> chain = new ArrayList<>();
        for (X509Certificate each : shown) {
            chain.add(ShownCertificate.of(each.getEncoded()));
        }
        return chain;
    }
}
