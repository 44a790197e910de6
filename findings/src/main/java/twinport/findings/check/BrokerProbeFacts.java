// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsVersion;

/// What an audit learnt of a broker from outside.
///
/// @param subject the host that was asked
/// @param when the certificates were looked at
/// @param loopback the broker was reached on a loopback address
/// @param tls what its TLS port does; absent where none was asked or reached
/// @param mqtt one for each port on which MQTT was tried
/// @param crossing whether a message that came over TLS was handed to the plain port
public record BrokerProbeFacts(
        String subject,
        Instant when,
        boolean loopback,
        Optional<TlsPort> tls,
        List<MqttPort> mqtt,
        Attempt crossing)
        implements Facts {
    public BrokerProbeFacts {
        mqtt = List.copyOf(mqtt);
    }

    /// How something that was tried ended.
    public enum Result {
        /// It was possible.
        ALLOWED,
        /// The broker refused.
        REFUSED,
        /// It was not tried, or the answer tells neither.
        UNKNOWN
    }

    /// Something that was tried.
    ///
    /// @param said how it ended, in a sentence; why not, where it was not tried
    /// @param transcript what was sent and came back, a step a line
    public record Attempt(Result result, String said, List<String> transcript) {
        public Attempt {
            transcript = List.copyOf(transcript);
        }

        public static Attempt allowed(String said, List<String> transcript) {
            return new Attempt(Result.ALLOWED, said, transcript);
        }

        public static Attempt refused(String said, List<String> transcript) {
            return new Attempt(Result.REFUSED, said, transcript);
        }

        public static Attempt unknown(String why) {
            return new Attempt(Result.UNKNOWN, why, List.of());
        }
    }

    /// A TLS port.
    ///
    /// @param address host and port
    /// @param names that devices use to reach it
    /// @param versions each one that was asked for, the oldest first
    /// @param preferred what is chosen where 1.2 and 1.3 are both offered
    /// @param groups of TLS 1.3, in the server's order; empty where it has no 1.3
    /// @param chain as shown, the server's own first
    /// @param anchored whether the chain leads to the CA that was given; empty without one
    /// @param certificateAsked whether the server asks the client for a certificate
    /// @param withoutCertificate getting in without one
    /// @param revoked getting in with a revoked one
    /// @param resumption how a session was resumed, in words; empty where it was not
    /// @param clients the boards' TLS, and whether it could connect
    public record TlsPort(
            String address,
            List<String> names,
            List<VersionSupport> versions,
            Optional<TlsVersion> preferred,
            List<String> groups,
            List<ShownCertificate> chain,
            Optional<Boolean> anchored,
            boolean certificateAsked,
            Attempt withoutCertificate,
            Attempt revoked,
            Optional<String> resumption,
            List<BoardClient> clients) {
        public TlsPort {
            names = List.copyOf(names);
            versions = List.copyOf(versions);
            groups = List.copyOf(groups);
            chain = List.copyOf(chain);
            clients = List.copyOf(clients);
        }

        public Optional<VersionSupport> version(TlsVersion version) {
            return versions.stream().filter(each -> each.version().equals(version)).findFirst();
        }
    }

    /// What a server does in one version.
    ///
    /// @param suites that it chose when all were offered, then all but those, and so on
    /// @param allSuites whether it was asked until it refused
    /// @param groups of its ephemeral keys before TLS 1.3
    /// @param dhBits size of its Diffie-Hellman prime; 0 where it used none
    public record VersionSupport(
            TlsVersion version,
            Attempt attempt,
            List<CipherSuite> suites,
            boolean allSuites,
            Order order,
            List<String> groups,
            int dhBits,
            boolean secureRenegotiation,
            boolean extendedMasterSecret,
            boolean compression) {
        public VersionSupport {
            suites = List.copyOf(suites);
            groups = List.copyOf(groups);
        }

        public boolean supported() {
            return attempt.result() == Result.ALLOWED;
        }
    }

    /// Whose order of suites counts.
    public enum Order {
        SERVER,
        CLIENT,
        UNKNOWN
    }

    /// The TLS of a board's firmware.
    ///
    /// @param name for example `Arduino core 2.0 (mbedTLS 2.28)`
    public record BoardClient(String name, Attempt attempt) {}

    /// MQTT on one port.
    ///
    /// @param versions by name, `3.1.1` and `5.0`
    /// @param anonymous getting in without user name, password and certificate
    /// @param filters that an identity tried to subscribe to
    /// @param others publishing on topics of another identity
    /// @param takeover a second connection with the same client id
    /// @param limits what the broker says of itself, a line each
    public record MqttPort(
            String address,
            boolean tls,
            List<Named> versions,
            Attempt anonymous,
            List<Named> filters,
            List<Named> others,
            Attempt takeover,
            List<String> limits) {
        public MqttPort {
            versions = List.copyOf(versions);
            filters = List.copyOf(filters);
            others = List.copyOf(others);
            limits = List.copyOf(limits);
        }
    }

    /// @param name what was tried, for example a topic filter
    public record Named(String name, Attempt attempt) {}
}
