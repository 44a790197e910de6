// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A TLS handshake message, as far as an onlooker can use it.
public sealed interface HandshakeMessage {
    int CLIENT_HELLO = 1;
    int SERVER_HELLO = 2;
    int NEW_SESSION_TICKET = 4;
    int END_OF_EARLY_DATA = 5;
    int ENCRYPTED_EXTENSIONS = 8;
    int CERTIFICATE = 11;
    int CERTIFICATE_REQUEST = 13;
    int FINISHED = 20;
    int KEY_UPDATE = 24;

    /// The extension numbers this reader looks into (IANA registry "TLS ExtensionType Values").
    int SERVER_NAME = 0;

    int SUPPORTED_GROUPS = 10;
    int SIGNATURE_ALGORITHMS = 13;
    int ALPN = 16;
    int ENCRYPT_THEN_MAC = 22;
    int EXTENDED_MASTER_SECRET = 23;
    int EARLY_DATA = 42;
    int SUPPORTED_VERSIONS = 43;

    /// The message type (RFC 8446 §4).
    int type();

    /// What a client offers.
    ///
    /// @param legacyVersion the version field, which since TLS 1.3 always says 1.2
    /// @param versions what the supported_versions extension lists; empty without it
    /// @param suites cipher suite numbers in the order of preference, GREASE included
    /// @param serverName the host name asked for (SNI); null without one
    /// @param extensions extension numbers in their order
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
    record ClientHello(
            int legacyVersion,
            byte[] random,
            byte[] sessionId,
            List<Integer> suites,
            List<Integer> versions,
            @Nullable String serverName,
            List<String> alpn,
            List<Integer> groups,
            List<Integer> signatureAlgorithms,
            List<Integer> extensions)
            implements HandshakeMessage {
        public ClientHello {
            suites = List.copyOf(suites);
            versions = List.copyOf(versions);
            alpn = List.copyOf(alpn);
            groups = List.copyOf(groups);
            signatureAlgorithms = List.copyOf(signatureAlgorithms);
            extensions = List.copyOf(extensions);
        }

        @Override
        public int type() {
            return CLIENT_HELLO;
        }

        public boolean offersEarlyData() {
            return extensions.contains(EARLY_DATA);
        }
    }

    /// What a server chose.
    ///
    /// @param version the version in force: that of supported_versions, else of the version field
    /// @param alpn the protocol chosen, when it is said in the clear (TLS 1.2)
    /// @param helloRetryRequest the server asks for another ClientHello (RFC 8446 §4.1.4)
    @SuppressWarnings("ArrayRecordComponent") // as above
    record ServerHello(
            TlsVersion version,
            byte[] random,
            byte[] sessionId,
            int suite,
            @Nullable String alpn,
            boolean helloRetryRequest,
            List<Integer> extensions)
            implements HandshakeMessage {
        public ServerHello {
            extensions = List.copyOf(extensions);
        }

        @Override
        public int type() {
            return SERVER_HELLO;
        }
    }

    /// What a server adds, sealed, in TLS 1.3 (RFC 8446 §4.3.1).
    record EncryptedExtensions(List<Integer> extensions, @Nullable String alpn)
            implements HandshakeMessage {
        public EncryptedExtensions {
            extensions = List.copyOf(extensions);
        }

        @Override
        public int type() {
            return ENCRYPTED_EXTENSIONS;
        }

        public boolean acceptsEarlyData() {
            return extensions.contains(EARLY_DATA);
        }
    }

    /// The certificates an end shows, DER encoded, its own first. Empty when a client has none.
    record Certificates(List<byte[]> chain) implements HandshakeMessage {
        public Certificates {
            chain = List.copyOf(chain);
        }

        @Override
        public int type() {
            return CERTIFICATE;
        }
    }

    /// A message that is only named.
    record Other(int type, int length) implements HandshakeMessage {
        public String name() {
            return switch (type) {
                case 0 -> "hello_request";
                case NEW_SESSION_TICKET -> "new_session_ticket";
                case END_OF_EARLY_DATA -> "end_of_early_data";
                case 12 -> "server_key_exchange";
                case CERTIFICATE_REQUEST -> "certificate_request";
                case 14 -> "server_hello_done";
                case 15 -> "certificate_verify";
                case 16 -> "client_key_exchange";
                case FINISHED -> "finished";
                case 21 -> "certificate_url";
                case 22 -> "certificate_status";
                case KEY_UPDATE -> "key_update";
                case 25 -> "compressed_certificate";
                default -> "handshake_" + type;
            };
        }
    }
}
