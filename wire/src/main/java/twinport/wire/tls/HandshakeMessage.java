// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A TLS handshake message, as far as an onlooker can use it.
public sealed interface HandshakeMessage {
    int HELLO_REQUEST = 0;
    int CLIENT_HELLO = 1;
    int SERVER_HELLO = 2;
    int NEW_SESSION_TICKET = 4;
    int END_OF_EARLY_DATA = 5;
    int ENCRYPTED_EXTENSIONS = 8;
    int CERTIFICATE = 11;
    int SERVER_KEY_EXCHANGE = 12;
    int CERTIFICATE_REQUEST = 13;
    int SERVER_HELLO_DONE = 14;
    int CERTIFICATE_VERIFY = 15;
    int FINISHED = 20;
    int KEY_UPDATE = 24;

    /// The extension numbers this reader looks into (IANA registry "TLS ExtensionType Values").
    int SERVER_NAME = 0;

    int MAX_FRAGMENT_LENGTH = 1;
    int SUPPORTED_GROUPS = 10;
    int EC_POINT_FORMATS = 11;
    int SIGNATURE_ALGORITHMS = 13;
    int ALPN = 16;
    int ENCRYPT_THEN_MAC = 22;
    int EXTENDED_MASTER_SECRET = 23;
    int RECORD_SIZE_LIMIT = 28;
    int SESSION_TICKET = 35;
    int PRE_SHARED_KEY = 41;
    int EARLY_DATA = 42;
    int SUPPORTED_VERSIONS = 43;
    int PSK_MODES = 45;
    int KEY_SHARE = 51;
    int ENCRYPTED_CLIENT_HELLO = 0xfe0d;
    int RENEGOTIATION_INFO = 0xff01;

    /// The message type (RFC 8446 §4).
    int type();

    /// The name in the specification, for example `client_hello`.
    default String name() {
        return HandshakeNames.of(type());
    }

    /// What a client offers.
    ///
    /// @param legacyVersion the version field, which since TLS 1.3 always says 1.2
    /// @param suites cipher suite numbers in the order of preference, GREASE included
    /// @param versions what the supported_versions extension lists; empty without it
    /// @param serverName the host name asked for (SNI); null without one
    /// @param extensions extension numbers in their order
    /// @param details what else stands in it
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
            List<Integer> extensions,
            HelloDetails details)
            implements HandshakeMessage {
        /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 §3.3).
        private static final int RENEGOTIATION_SUITE = 0x00ff;

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

        public boolean offersEncryptThenMac() {
            return extensions.contains(ENCRYPT_THEN_MAC);
        }

        public boolean offersExtendedMasterSecret() {
            return extensions.contains(EXTENDED_MASTER_SECRET);
        }

        /// By the extension or by the suite number that stands for it (RFC 5746).
        public boolean offersSecureRenegotiation() {
            return extensions.contains(RENEGOTIATION_INFO) || suites.contains(RENEGOTIATION_SUITE);
        }

        /// Names the server in a sealed part of the hello too; an onlooker sees the outer name.
        public boolean offersEncryptedClientHello() {
            return extensions.contains(ENCRYPTED_CLIENT_HELLO);
        }

        /// The highest version offered, GREASE not counted.
        public TlsVersion highestVersion() {
            return new TlsVersion(
                    versions.stream()
                            .filter(version -> !TlsVersion.isGrease(version))
                            .max(Integer::compare)
                            .orElse(legacyVersion));
        }
    }

    /// What a server chose.
    ///
    /// @param version the version in force: that of supported_versions, else of the version field
    /// @param alpn the protocol chosen, when it is said in the clear (TLS 1.2)
    /// @param helloRetryRequest the server asks for another ClientHello (RFC 8446 §4.1.4)
    /// @param compression 0 for none
    /// @param group of the key share (TLS 1.3), or that a HelloRetryRequest wants; 0 without one
    /// @param pskIdentity which of the client's the server takes; -1 for none
    /// @param recordSizeLimit -1 without the extension, which before TLS 1.3 stands here
    /// @param legacyVersion the version field
    @SuppressWarnings("ArrayRecordComponent") // as above
    record ServerHello(
            TlsVersion version,
            byte[] random,
            byte[] sessionId,
            int suite,
            @Nullable String alpn,
            boolean helloRetryRequest,
            List<Integer> extensions,
            int compression,
            int group,
            int pskIdentity,
            int recordSizeLimit,
            int legacyVersion)
            implements HandshakeMessage {
        public ServerHello {
            extensions = List.copyOf(extensions);
        }

        @Override
        public int type() {
            return SERVER_HELLO;
        }

        @Override
        public String name() {
            return helloRetryRequest ? "hello_retry_request" : HandshakeNames.of(SERVER_HELLO);
        }

        public CipherSuite cipherSuite() {
            return CipherSuite.of(suite);
        }

        public boolean encryptThenMac() {
            return extensions.contains(ENCRYPT_THEN_MAC);
        }

        public boolean extendedMasterSecret() {
            return extensions.contains(EXTENDED_MASTER_SECRET);
        }

        public boolean secureRenegotiation() {
            return extensions.contains(RENEGOTIATION_INFO);
        }
    }

    /// What a server adds, sealed, in TLS 1.3 (RFC 8446 §4.3.1).
    ///
    /// @param recordSizeLimit -1 without the extension
    record EncryptedExtensions(List<Integer> extensions, @Nullable String alpn, int recordSizeLimit)
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

        /// What they say. It is read anew at each call.
        public List<ShownCertificate> read() {
            return chain.stream().map(ShownCertificate::of).toList();
        }
    }

    /// A server's part of a key exchange before TLS 1.3 (RFC 5246 §7.4.3, RFC 8422 §5.4).
    ///
    /// @param group of an elliptic curve exchange; 0 for none or an unnamed one
    /// @param primeBits size of a Diffie-Hellman prime; 0 for none
    /// @param signatureAlgorithm in TLS 1.2; -1 where it is not said
    record ServerKeyExchange(int group, int primeBits, int signatureAlgorithm)
            implements HandshakeMessage {
        @Override
        public int type() {
            return SERVER_KEY_EXCHANGE;
        }
    }

    /// A server asks for a client certificate.
    ///
    /// @param authorities how many names of issuers the server lists
    record CertificateRequest(List<Integer> signatureAlgorithms, int authorities)
            implements HandshakeMessage {
        public CertificateRequest {
            signatureAlgorithms = List.copyOf(signatureAlgorithms);
        }

        @Override
        public int type() {
            return CERTIFICATE_REQUEST;
        }
    }

    /// An end proves that it has its certificate's key.
    ///
    /// @param signatureAlgorithm from TLS 1.2 on; -1 before
    record CertificateVerify(int signatureAlgorithm) implements HandshakeMessage {
        @Override
        public int type() {
            return CERTIFICATE_VERIFY;
        }
    }

    /// A ticket to resume the session with (RFC 8446 §4.6.1, RFC 5077).
    ///
    /// @param lifetimeSeconds as the server says; 0 leaves it open in TLS 1.2
    /// @param maxEarlyData bytes of early data it allows; 0 for none
    @SuppressWarnings("ArrayRecordComponent") // as above
    record NewSessionTicket(long lifetimeSeconds, byte[] ticket, long maxEarlyData)
            implements HandshakeMessage {
        @Override
        public int type() {
            return NEW_SESSION_TICKET;
        }
    }

    /// A message that is only named.
    record Other(int type, int length) implements HandshakeMessage {}
}
