// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.stream.Collectors;
import twinport.wire.read.Observation;
import twinport.wire.tls.Alert;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.HandshakeMessage;

/// TLS units in words, each on one line.
public final class TlsWords {
    private static final int SHOWN_PROTOCOLS = 4;

    private TlsWords() {}

    public static String of(HandshakeMessage message) {
        return switch (message) {
            case HandshakeMessage.ClientHello hello -> {
                String words = "ClientHello, " + hello.suites().size() + " cipher suites";
                words += hello.serverName() == null ? "" : ", for " + hello.serverName();
                yield hello.alpn().isEmpty()
                        ? words
                        : words
                                + ", ALPN "
                                + hello.alpn().stream()
                                        .limit(SHOWN_PROTOCOLS)
                                        .collect(Collectors.joining(" "));
            }
            case HandshakeMessage.ServerHello hello ->
                    (hello.helloRetryRequest() ? "HelloRetryRequest, " : "ServerHello, ")
                            + hello.version()
                            + ", "
                            + CipherSuite.of(hello.suite());
            case HandshakeMessage.EncryptedExtensions own ->
                    "EncryptedExtensions" + (own.alpn() == null ? "" : ", ALPN " + own.alpn());
            case HandshakeMessage.Certificates own ->
                    own.chain().isEmpty()
                            ? "Certificate: none"
                            : "Certificate, " + own.chain().size() + " in the chain";
            case HandshakeMessage.ServerKeyExchange _,
                    HandshakeMessage.CertificateRequest _,
                    HandshakeMessage.CertificateVerify _,
                    HandshakeMessage.NewSessionTicket _,
                    HandshakeMessage.Other _ ->
                    message.name();
        };
    }

    public static String of(Observation.TlsRecordSeen record) {
        String name =
                switch (record.type()) {
                    case 20 -> "change cipher spec";
                    case 21 -> "alert";
                    case 22 -> "handshake";
                    case 23 -> "application data";
                    case 24 -> "heartbeat";
                    default -> "record type " + record.type();
                };
        return (record.sealed() ? "sealed " : "") + name + ", " + record.length() + " bytes";
    }

    public static String of(Alert alert) {
        return (alert.fatal() ? "fatal alert " : "alert ") + alert.name();
    }
}
