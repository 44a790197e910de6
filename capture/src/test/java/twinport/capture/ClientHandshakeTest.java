// SPDX-License-Identifier: MIT
package twinport.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ClientHandshakeTest {
    private static final String RANDOM =
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    // Handshake, TLS 1.0 on the record, 41 bytes: ClientHello (1) of 37 bytes, TLS 1.2, random,
    // no session id, and two bytes that stand for the rest.
    private static final String CLIENT_HELLO =
            "1603010029" + "01000025" + "0303" + RANDOM + "000000";

    // Certificate (11) without certificates and ClientKeyExchange (16) of 5 bytes in one record.
    private static final String KEY_EXCHANGE =
            "1603030010" + "0b000003000000" + "10000005" + "0411223344";

    private static final String CHANGE_CIPHER_SPEC = "140303000101";

    @Test
    void theClientRandomIsReadHoweverTheBytesAreSplit() {
        byte[] hello = HexFormat.of().parseHex(CLIENT_HELLO);
        for (int split = 0; split <= hello.length; split++) {
            ClientHandshake handshake = new ClientHandshake();
            handshake.accept(hello, split);
            byte[] rest = Arrays.copyOfRange(hello, split, hello.length);
            handshake.accept(rest, rest.length);
            assertThat(handshake.clientRandom()).contains(HexFormat.of().parseHex(RANDOM));
            assertThat(handshake.over()).isFalse();
        }
    }

    @Test
    void theKeyExchangeIsToldInTheChunkThatEndsIt() {
        ClientHandshake handshake = new ClientHandshake();
        assertThat(accept(handshake, CLIENT_HELLO)).isFalse();
        int cut = KEY_EXCHANGE.length() - 2;
        assertThat(accept(handshake, KEY_EXCHANGE.substring(0, cut))).isFalse();
        assertThat(accept(handshake, KEY_EXCHANGE.substring(cut) + CHANGE_CIPHER_SPEC)).isTrue();
        assertThat(accept(handshake, KEY_EXCHANGE)).isFalse();
        assertThat(handshake.over()).isTrue();
    }

    @Test
    void aMessageOverSeveralRecordsIsOneMessage() {
        ClientHandshake handshake = new ClientHandshake();
        String message = CLIENT_HELLO.substring(10);
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < message.length(); i += 2) {
            records.append("1603010001").append(message, i, i + 2);
        }
        accept(handshake, records.toString());
        assertThat(handshake.clientRandom()).contains(HexFormat.of().parseHex(RANDOM));
    }

    @Test
    void sealedRecordsAndOtherProtocolsEndTheWatch() {
        ClientHandshake resumed = new ClientHandshake();
        accept(resumed, CLIENT_HELLO + CHANGE_CIPHER_SPEC);
        assertThat(resumed.over()).isTrue();
        assertThat(resumed.clientRandom()).isPresent();

        ClientHandshake plain = new ClientHandshake();
        byte[] connect = "\u0010\u000c\u0000\u0004MQTT".getBytes(US_ASCII);
        plain.accept(connect, connect.length);
        assertThat(plain.over()).isTrue();
        assertThat(plain.clientRandom()).isEmpty();
    }

    @Test
    void anEndlessHandshakeIsNotWatchedForEver() {
        ClientHandshake handshake = new ClientHandshake();
        // a record of 65535 bytes with messages of length 0
        byte[] endless = new byte[5 + 65_535];
        System.arraycopy(HexFormat.of().parseHex("160303ffff"), 0, endless, 0, 5);
        for (int i = 0; i < 5; i++) {
            handshake.accept(endless, endless.length);
        }
        assertThat(handshake.over()).isTrue();
        assertThat(handshake.clientRandom()).isEmpty();
    }

    private static boolean accept(ClientHandshake handshake, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return handshake.accept(bytes, bytes.length);
    }
}
