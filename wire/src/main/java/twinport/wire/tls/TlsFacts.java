// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an onlooker learnt of a TLS connection, as far as it was seen. Where there was more than
/// one handshake (renegotiation), of the first.
///
/// @param clientHello the first, also where a HelloRetryRequest asked for another
/// @param retryRequest the HelloRetryRequest; null without one
/// @param serverHello the server's choice
/// @param keyExchange the server's parameters before TLS 1.3
/// @param serverCertificates null where they were sealed or not sent
/// @param certificateRequest null where none was seen
/// @param clientCertificates null where none were seen; empty when the client has none
/// @param requestsSeen whether all was read in which a server may ask for a certificate
/// @param tickets at most [#TICKETS_MAX]
/// @param alerts at most [#ALERTS_MAX]
/// @param renegotiations handshakes after the first
/// @param recordsOpened sealed records that were opened
/// @param recordsSealed sealed records that stayed so, those of the handshake included
/// @param obstacles why, each reason once
public record TlsFacts(
        HandshakeMessage.@Nullable ClientHello clientHello,
        HandshakeMessage.@Nullable ServerHello retryRequest,
        HandshakeMessage.@Nullable ServerHello serverHello,
        HandshakeMessage.@Nullable EncryptedExtensions encryptedExtensions,
        HandshakeMessage.@Nullable ServerKeyExchange keyExchange,
        HandshakeMessage.@Nullable Certificates serverCertificates,
        HandshakeMessage.@Nullable CertificateRequest certificateRequest,
        HandshakeMessage.@Nullable Certificates clientCertificates,
        boolean requestsSeen,
        Resumption resumption,
        EarlyData earlyData,
        List<SeenTicket> tickets,
        List<SeenAlert> alerts,
        int renegotiations,
        Effort effort,
        long recordsOpened,
        long recordsSealed,
        List<String> obstacles) {
    static final int TICKETS_MAX = 16;
    static final int ALERTS_MAX = 16;

    /// Nothing was seen yet.
    public static final TlsFacts NONE =
            new TlsFacts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    Resumption.UNKNOWN,
                    EarlyData.UNKNOWN,
                    List.of(),
                    List.of(),
                    0,
                    Effort.NONE,
                    0,
                    0,
                    List.of());

    public TlsFacts {
        tickets = List.copyOf(tickets);
        alerts = List.copyOf(alerts);
        obstacles = List.copyOf(obstacles);
    }

    /// How the session came to be.
    public enum Resumption {
        UNKNOWN,
        /// A full handshake.
        FULL,
        /// By session id (RFC 5246 §7.3).
        SESSION_ID,
        /// By ticket (RFC 5077).
        TICKET,
        /// With a pre-shared key of TLS 1.3: a ticket's, or one from elsewhere.
        PSK
    }

    public enum EarlyData {
        UNKNOWN,
        NOT_OFFERED,
        /// Offered; the answer was sealed.
        OFFERED,
        ACCEPTED,
        REJECTED
    }

    /// Whether the client showed who it is.
    public enum ClientAuthentication {
        /// The messages that would tell were sealed or not captured.
        UNKNOWN,
        NOT_REQUESTED,
        /// Asked for; the answer was not seen.
        REQUESTED,
        /// Asked for, and the client had none.
        NONE_SHOWN,
        SHOWN
    }

    public record SeenAlert(
            twinport.wire.flow.Direction direction,
            Alert alert,
            boolean decrypted,
            long epochNanos) {}

    /// A ticket that the server gave.
    ///
    /// @param lifetimeSeconds as the server says; 0 leaves it open in TLS 1.2
    /// @param ticketBytes how long it is
    /// @param maxEarlyData bytes of early data it allows; 0 for none
    public record SeenTicket(long lifetimeSeconds, int ticketBytes, long maxEarlyData) {}

    /// What the handshake took, from the first record to the last before application data. Bytes
    /// are those of records, headers included.
    ///
    /// @param flights turns of sending
    /// @param complete whether application data followed
    public record Effort(
            long startNanos,
            long endNanos,
            long clientBytes,
            long serverBytes,
            int clientRecords,
            int serverRecords,
            int flights,
            boolean complete) {
        static final Effort NONE = new Effort(0, 0, 0, 0, 0, 0, 0, false);

        public long nanos() {
            return endNanos - startNanos;
        }
    }

    public ClientAuthentication clientAuthentication() {
        if (clientCertificates != null) {
            return clientCertificates.chain().isEmpty()
                    ? ClientAuthentication.NONE_SHOWN
                    : ClientAuthentication.SHOWN;
        }
        if (certificateRequest != null) {
            return ClientAuthentication.REQUESTED;
        }
        return requestsSeen ? ClientAuthentication.NOT_REQUESTED : ClientAuthentication.UNKNOWN;
    }

    /// The secrets that open all of this connection's records; none where the version is not known.
    public Set<SecretLabel> secretsNeeded() {
        if (serverHello == null) {
            return Set.of();
        }
        if (!serverHello.version().isTls13()) {
            return serverHello.cipherSuite().sealsNothing()
                    ? Set.of()
                    : EnumSet.of(SecretLabel.MASTER);
        }
        Set<SecretLabel> needed =
                EnumSet.range(SecretLabel.CLIENT_HANDSHAKE, SecretLabel.SERVER_APPLICATION);
        if (earlyData != EarlyData.NOT_OFFERED && earlyData != EarlyData.UNKNOWN) {
            needed.add(SecretLabel.CLIENT_EARLY);
        }
        return needed;
    }

    /// The group of the key exchange (IANA registry "TLS Supported Groups"); 0 where there was none
    /// or it was not seen.
    public int group() {
        if (keyExchange != null) {
            return keyExchange.group();
        }
        return serverHello == null ? 0 : serverHello.group();
    }
}
