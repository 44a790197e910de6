// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;

/// Gathers the facts of one connection. After the handshake a record costs it two additions.
final class HandshakeFacts {
    private final SharedChains chains;
    private HandshakeMessage.@Nullable ClientHello clientHello;
    private HandshakeMessage.@Nullable ServerHello retryRequest;
    private HandshakeMessage.@Nullable ServerHello serverHello;
    private HandshakeMessage.@Nullable EncryptedExtensions encryptedExtensions;
    private HandshakeMessage.@Nullable ServerKeyExchange keyExchange;
    private HandshakeMessage.@Nullable Certificates serverCertificates;
    private HandshakeMessage.@Nullable CertificateRequest certificateRequest;
    private HandshakeMessage.@Nullable Certificates clientCertificates;
    private TlsFacts.Resumption resumption = TlsFacts.Resumption.UNKNOWN;
    private TlsFacts.EarlyData earlyData = TlsFacts.EarlyData.UNKNOWN;
    private final List<TlsFacts.SeenTicket> tickets = new ArrayList<>();
    private final List<TlsFacts.SeenAlert> alerts = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();
    private int renegotiations;

    /// The server's Finished was read, or before TLS 1.3 its ServerHelloDone.
    private boolean serverFinishedRead;

    long opened;
    long sealed;

    // The effort of the first handshake.
    private long startNanos;
    private long endNanos;
    private long clientBytes;
    private long serverBytes;
    private int clientRecords;
    private int serverRecords;
    private int flights;
    private @Nullable Direction lastSender;
    private boolean complete;

    /// @param chains those of all connections, for most are the same
    HandshakeFacts(SharedChains chains) {
        this.chains = chains;
    }

    /// A record of the handshake.
    void handshakeRecord(Direction direction, int recordBytes, long nanos) {
        if (complete) {
            return;
        }
        if (flights == 0) {
            startNanos = nanos;
        }
        endNanos = nanos;
        if (direction == Direction.FROM_CLIENT) {
            clientBytes += recordBytes;
            clientRecords++;
        } else {
            serverBytes += recordBytes;
            serverRecords++;
        }
        flights += direction == lastSender ? 0 : 1;
        lastSender = direction;
    }

    /// A record of the time after the handshake.
    void applicationRecord() {
        complete = true;
    }

    void message(Direction direction, HandshakeMessage message) {
        switch (message) {
            case HandshakeMessage.ClientHello hello -> clientHello(hello);
            case HandshakeMessage.ServerHello hello -> serverHello(hello);
            case HandshakeMessage.EncryptedExtensions extensions -> answer(extensions);
            case HandshakeMessage.Certificates chain -> certificates(direction, chain);
            case HandshakeMessage.ServerKeyExchange exchange -> {
                keyExchange = keyExchange == null ? exchange : keyExchange;
            }
            case HandshakeMessage.CertificateRequest request -> {
                certificateRequest = certificateRequest == null ? request : certificateRequest;
            }
            case HandshakeMessage.NewSessionTicket ticket -> {
                if (tickets.size() < TlsFacts.TICKETS_MAX) {
                    tickets.add(
                            new TlsFacts.SeenTicket(
                                    ticket.lifetimeSeconds(),
                                    ticket.ticket().length,
                                    ticket.maxEarlyData()));
                }
            }
            case HandshakeMessage.CertificateVerify _ -> {}
            case HandshakeMessage.Other other ->
                    serverFinishedRead |=
                            direction == Direction.FROM_SERVER
                                    && (other.type() == HandshakeMessage.FINISHED
                                            || other.type() == HandshakeMessage.SERVER_HELLO_DONE);
        }
    }

    private void clientHello(HandshakeMessage.ClientHello hello) {
        if (clientHello == null) {
            clientHello = hello;
            earlyData =
                    hello.offersEarlyData()
                            ? TlsFacts.EarlyData.OFFERED
                            : TlsFacts.EarlyData.NOT_OFFERED;
        } else if (serverHello != null) {
            renegotiations++;
        }
    }

    private void serverHello(HandshakeMessage.ServerHello hello) {
        if (hello.helloRetryRequest()) {
            retryRequest = hello;
            refuseEarlyData();
            return;
        }
        if (serverHello != null) {
            return;
        }
        serverHello = hello;
        if (hello.version().isTls13()) {
            boolean key = hello.pskIdentity() >= 0;
            resumption = key ? TlsFacts.Resumption.PSK : TlsFacts.Resumption.FULL;
            if (hello.pskIdentity() != 0) {
                refuseEarlyData(); // only the first key's is taken (RFC 8446 §4.2.10)
            }
        } else {
            refuseEarlyData();
        }
    }

    private void refuseEarlyData() {
        if (earlyData == TlsFacts.EarlyData.OFFERED) {
            earlyData = TlsFacts.EarlyData.REJECTED;
        }
    }

    private void answer(HandshakeMessage.EncryptedExtensions extensions) {
        encryptedExtensions = encryptedExtensions == null ? extensions : encryptedExtensions;
        if (extensions.acceptsEarlyData()) {
            earlyData = TlsFacts.EarlyData.ACCEPTED;
        } else {
            refuseEarlyData();
        }
    }

    private void certificates(Direction direction, HandshakeMessage.Certificates chain) {
        if (direction == Direction.FROM_SERVER) {
            serverCertificates =
                    serverCertificates == null ? chains.shared(chain) : serverCertificates;
        } else {
            clientCertificates =
                    clientCertificates == null ? chains.shared(chain) : clientCertificates;
        }
    }

    /// The server of TLS 1.2 or older changes its cipher: without having shown its part of a key
    /// exchange it resumes (RFC 5246 §7.3).
    void serverChangesCipher() {
        if (resumption != TlsFacts.Resumption.UNKNOWN || clientHello == null) {
            return;
        }
        if (serverHello == null || serverHello.version().isTls13()) {
            return;
        }
        boolean ticket = clientHello.details().ticketBytes() > 0;
        resumption =
                serverFinishedRead
                        ? TlsFacts.Resumption.FULL
                        : ticket ? TlsFacts.Resumption.TICKET : TlsFacts.Resumption.SESSION_ID;
    }

    /// Whether the server of TLS 1.2 or older showed its part of a full handshake.
    boolean exchangesKeys() {
        return serverFinishedRead;
    }

    /// Whether a session of TLS 1.2 or older is resumed.
    boolean resumedOlder() {
        return resumption == TlsFacts.Resumption.TICKET
                || resumption == TlsFacts.Resumption.SESSION_ID;
    }

    void alert(TlsFacts.SeenAlert alert) {
        if (alerts.size() < TlsFacts.ALERTS_MAX) {
            alerts.add(alert);
        }
    }

    void obstacle(String reason) {
        obstacles.add(reason);
    }

    TlsFacts snapshot() {
        boolean requestsSeen = serverHello != null && (serverFinishedRead || resumedOlder());
        return new TlsFacts(
                clientHello,
                retryRequest,
                serverHello,
                encryptedExtensions,
                keyExchange,
                serverCertificates,
                certificateRequest,
                clientCertificates,
                requestsSeen,
                resumption,
                earlyData,
                tickets,
                alerts,
                renegotiations,
                new TlsFacts.Effort(
                        startNanos,
                        endNanos,
                        clientBytes,
                        serverBytes,
                        clientRecords,
                        serverRecords,
                        flights,
                        complete),
                opened,
                sealed,
                obstacles);
    }
}
