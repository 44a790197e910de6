// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/// Why TLS did not come about. Our own checks are told apart by the exception's type; the JDK gives
/// only words for a wrong name and for the other side's alerts.
final class TlsDiagnosis {
    private static final String NEW_CERTIFICATE =
            "renew the broker's certificate, or see that this machine's clock is right";

    /// What brokers answer to a client without a certificate: TLS 1.3, and what OpenSSL and Java
    /// say in 1.2.
    private static final Set<String> EMPTY_HANDED =
            Set.of("certificate_required", "bad_certificate");

    private TlsDiagnosis() {}

    static Optional<MqttFailure> of(Throwable failure, ConnectionSettings settings) {
        if (settings.tls() == null) {
            return Optional.empty();
        }
        return certificate(failure, settings)
                .or(() -> Causes.alert(failure).map(alert -> alerted(alert, failure, settings)))
                .or(() -> notTls(failure, settings));
    }

    private static Optional<MqttFailure> certificate(
            Throwable failure, ConnectionSettings settings) {
        String at = ", at " + settings.address();
        if (Causes.find(failure, CertificateExpiredException.class).isPresent()) {
            return failed("the broker's certificate has expired" + at, NEW_CERTIFICATE, failure);
        }
        if (Causes.find(failure, CertificateNotYetValidException.class).isPresent()) {
            return failed(
                    "the broker's certificate is not yet valid" + at, NEW_CERTIFICATE, failure);
        }
        if (Causes.find(failure, CertPathBuilderException.class).isPresent()
                || Causes.find(failure, CertPathValidatorException.class).isPresent()
                || Causes.says(failure, "No trusted certificate found")) {
            return failed(
                    "the broker's certificate is not from a CA that you trust (unknown CA)" + at,
                    "give the CA's certificate with --cafile CA.pem; if you did, it is another CA",
                    failure);
        }
        if (Causes.says(failure, "No subject alternative")
                || Causes.says(failure, "No name match")) {
            return failed(
                    "the broker's certificate is for another name than "
                            + settings.host()
                            + " (wrong name)"
                            + at,
                    "use a name that is in the certificate, or have this one added to it;"
                            + " --insecure skips the check of the name",
                    failure);
        }
        return Causes.find(failure, CertificateException.class)
                .flatMap(e ->
                        failed(
                                "the broker's certificate is not accepted ("
                                        + Causes.words(e)
                                        + ")"
                                        + at,
                                "look at it: twinport certs, or openssl s_client",
                                failure));
    }

    private static MqttFailure alerted(
            String alert, Throwable failure, ConnectionSettings settings) {
        boolean shown = settings.tls() != null && settings.tls().identity() != null;
        String at = ", at " + settings.address();
        if (!shown && EMPTY_HANDED.contains(alert)) {
            return failure(
                    "the broker demands a client certificate and got none (" + alert + ")" + at,
                    "give --cert CLIENT.pem --key CLIENT-KEY.pem",
                    failure);
        }
        return switch (alert) {
            case "handshake_failure" ->
                    failure(
                            "the broker broke off the handshake: no client certificate that it"
                                    + " takes, or no cipher suite in common ("
                                    + alert
                                    + ")"
                                    + at,
                            "give --cert CLIENT.pem --key CLIENT-KEY.pem from the CA that it trusts",
                            failure);
            case "unknown_ca",
                    "bad_certificate",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "access_denied",
                    "decrypt_error" ->
                    failure(
                            "the broker does not accept your certificate (" + alert + ")" + at,
                            "use a certificate from the CA that the broker trusts, not expired",
                            failure);
            case "protocol_version" ->
                    failure(
                            "the broker speaks no TLS version in common with you" + at,
                            "leave out --tls-version, or give the other: tlsv1.2 or tlsv1.3",
                            failure);
            default ->
                    failure(
                            "the broker broke off TLS (" + alert + ")" + at,
                            "see the broker's log",
                            failure);
        };
    }

    private static Optional<MqttFailure> notTls(Throwable failure, ConnectionSettings settings) {
        boolean otherLanguage =
                Causes.says(failure, "not an SSL/TLS record")
                        || Causes.says(failure, "Unsupported or unrecognized SSL message");
        if (!otherLanguage
                && (Causes.find(failure, ConnectException.class).isPresent()
                        || !PortProbe.speaksPlainMqtt(settings.host(), settings.port()))) {
            return Causes.find(failure, SSLException.class)
                    .filter(e -> !Causes.says(e, "closed"))
                    .flatMap(e ->
                            failed(
                                    "TLS failed ("
                                            + Causes.words(e)
                                            + "), at "
                                            + settings.address(),
                                    "see the broker's log",
                                    failure));
        }
        return failed(
                "TLS was spoken to a port that does not speak it, at " + settings.address(),
                "use the TLS port (-p 8883), or leave out --cafile and mqtts:// for plain MQTT",
                failure);
    }

    private static Optional<MqttFailure> failed(String what, String hint, Throwable cause) {
        return Optional.of(failure(what, hint, cause));
    }

    private static MqttFailure failure(String what, String hint, Throwable cause) {
        return new MqttFailure(MqttFailure.Kind.TLS, what, hint, cause);
    }
}
