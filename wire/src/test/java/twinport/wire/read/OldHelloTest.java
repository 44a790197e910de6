// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.TlsFacts;

/// A ClientHello in the form of SSL 2.0, as clients sent that also spoke that version (RFC 5246
/// appendix E.2), and what follows it in TLS.
class OldHelloTest {
    // Length 31 with the highest bit; type 1; version 3.1; 2 suites, no session, 16 bytes
    // challenge.
    private static final byte[] HELLO =
            Packets.join(
                    new byte[] {
                        (byte) 0x80, 31, 1, 3, 1, 0, 6, 0, 0, 0, 16, 0, 0, 0x2f, 0, 0, 0x05
                    },
                    ByteBuffer.allocate(16).putInt(12, 0x0a0b0c0d).array());

    /// A ServerHello of TLS 1.0 that chooses TLS_RSA_WITH_RC4_128_SHA, after it ServerHelloDone.
    private static final byte[] ANSWER =
            Packets.join(
                    new byte[] {0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1},
                    new byte[32],
                    new byte[] {0, 0, 5, 0},
                    new byte[] {0x16, 3, 1, 0, 4, 14, 0, 0, 0});

    private static final byte[] CHANGE = {0x14, 3, 1, 0, 1, 1};
    private static final byte[] SEALED = {0x17, 3, 1, 0, 4, 1, 2, 3, 4};

    @Test
    void isRecognisedAndNamed() {
        List<Observation> all =
                new Packets()
                        .open()
                        .client(0, HELLO)
                        .server(0, ANSWER)
                        .client(HELLO.length, Packets.join(CHANGE, SEALED))
                        .read();

        TlsFacts facts = facts(all);
        HandshakeMessage.ClientHello hello = Objects.requireNonNull(facts.clientHello());
        assertThat(hello.details().ssl2Form()).isTrue();
        assertThat(hello.highestVersion()).hasToString("TLS 1.0");
        assertThat(hello.suites()).containsExactly(0x2f, 0x05);
        assertThat(hello.random()).hasSize(32).endsWith(10, 11, 12, 13);
        assertThat(Objects.requireNonNull(facts.serverHello()).cipherSuite())
                .hasToString("TLS_RSA_WITH_RC4_128_SHA");
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
        assertThat(Captures.only(Observation.Undecryptable.class, all))
                .singleElement()
                .satisfies(told -> assertThat(told.reason()).contains("TLS_RSA_WITH_RC4_128_SHA"));
    }

    @Test
    void isRecognisedByteByByte() {
        Packets packets = new Packets().open();
        for (int i = 0; i < HELLO.length; i++) {
            packets.client(i, new byte[] {HELLO[i]});
        }
        List<Observation> all = packets.server(0, ANSWER).read();

        assertThat(Objects.requireNonNull(facts(all).clientHello()).suites()).hasSize(2);
    }

    @Test
    void otherBytesAreNoHello() {
        byte[] other = HELLO.clone();
        other[2] = 2;

        assertThat(
                        Captures.only(
                                Observation.ProtocolRecognised.class,
                                new Packets().open().client(0, other).read()))
                .isEmpty();
    }

    private static TlsFacts facts(List<Observation> all) {
        return TlsVariantsTest.handshakes(all).getFirst().facts();
    }
}
