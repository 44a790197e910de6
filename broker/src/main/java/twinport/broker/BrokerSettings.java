// SPDX-License-Identifier: MIT
package twinport.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What an [EmbeddedBroker] runs with.
///
/// @param folder the broker's own folder (configuration, sessions, retained messages)
/// @param logFile where the broker's log goes; it is cut at a size and kept twice
/// @param plain where plain MQTT is served, if it is
/// @param tls where MQTT over TLS is served, if it is
/// @param open whether a client without credentials is let in on the plain side, confined to
///   `plain/<client id>/#`
/// @param rights who may say and hear what
/// @param passwords who is who on the plain side
/// @param origins source address of a connection as the broker sees it -> the true client; empty
///   means that nobody knows this connection, and it is refused
/// @param withdrawn a reason why a certificate that is valid otherwise is refused, if there is one
/// @param limits named bounds
public record BrokerSettings(
        Path folder,
        Path logFile,
        Optional<InetSocketAddress> plain,
        Optional<Tls> tls,
        boolean open,
        Rights rights,
        Passwords passwords,
        Function<InetSocketAddress, Optional<InetSocketAddress>> origins,
        Function<X509Certificate, Optional<String>> withdrawn,
        Limits limits) {

    /// Every client is what its address says: for a broker that no tap stands in front of.
    public static final Function<InetSocketAddress, Optional<InetSocketAddress>> DIRECT =
            Optional::of;

    /// No certificate is withdrawn.
    public static final Function<X509Certificate, Optional<String>> NONE_WITHDRAWN =
            certificate -> Optional.empty();

    public BrokerSettings {
        if (plain.isEmpty() && tls.isEmpty()) {
            throw new IllegalArgumentException("a broker needs a plain or a TLS listener");
        }
    }

    /// Where TLS is served, and with what.
    ///
    /// @param keyStore key and certificate chain of the broker (PKCS#12)
    /// @param trustStore the CA certificates that client certificates must come from (PKCS#12)
    /// @param password of both stores and of the key
    public record Tls(
            InetSocketAddress address,
            Path keyStore,
            Path trustStore,
            String password,
            ClientCertificate clientCertificate) {
        /// Not the password.
        @Override
        public String toString() {
            return "Tls[" + address + ", " + keyStore + ", " + clientCertificate + "]";
        }
    }

    /// Whether a client on the TLS side must show a certificate.
    public enum ClientCertificate {
        /// The handshake fails without one.
        REQUIRED,
        /// Without one, user name and password are asked for.
        OPTIONAL,
        /// None is asked for: user name and password.
        NONE
    }

    /// The bounds of the broker.
    ///
    /// @param queuedMessages for each session, while its client is away or slow
    /// @param packetBytes longest MQTT packet taken
    /// @param receiveMaximum unacknowledged messages taken from one client (MQTT 5.0, 3.2.2.3.3)
    /// @param connections at one time
    /// @param connectTimeout from accept to the end of the CONNECT packet
    /// @param keepAliveMaximum longest keep alive granted
    /// @param sessionExpiryMaximum longest time a session is kept for an absent client
    /// @param clientIdLength longest client id, in characters
    /// @param topicLength longest topic, in characters
    /// @param sinkQueue messages or events waiting for one sink of ours
    public record Limits(
            int queuedMessages,
            int packetBytes,
            int receiveMaximum,
            int connections,
            Duration connectTimeout,
            Duration keepAliveMaximum,
            Duration sessionExpiryMaximum,
            int clientIdLength,
            int topicLength,
            int sinkQueue) {

        public static final Limits DEFAULT =
                new Limits(
                        100_000,
                        1 << 20,
                        100,
                        10_000,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(30),
                        Duration.ofDays(7),
                        256,
                        1024,
                        10_000);

        /// The same with so many connections at one time.
        public Limits withConnections(int other) {
            return new Limits(
                    queuedMessages,
                    packetBytes,
                    receiveMaximum,
                    other,
                    connectTimeout,
                    keepAliveMaximum,
                    sessionExpiryMaximum,
                    clientIdLength,
                    topicLength,
                    sinkQueue);
        }
    }
}
