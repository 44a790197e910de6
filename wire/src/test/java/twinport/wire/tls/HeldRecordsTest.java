// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// Early data waits for the server's answer, and records for its ServerHello: as much as fits.
class HeldRecordsTest {
    private static final byte[] RANDOM = new byte[32];
    private static final byte[] SECRET = new byte[32];
    private static final int MANY = 300;

    static {
        Arrays.fill(RANDOM, (byte) 0xab);
        Arrays.fill(SECRET, (byte) 0xcd);
    }

    @Test
    void moreEarlyDataThanIsKeptIsSaid() throws GeneralSecurityException {
        List<Observation> all = read(true);

        assertThat(Captures.only(Observation.Undecryptable.class, all))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.obstacle()).isEqualTo(Obstacle.TOO_MUCH_HELD);
                    assertThat(told.reason()).startsWith("more early data than");
                });
        TlsFacts facts = facts(all);
        assertThat(facts.earlyData()).isEqualTo(TlsFacts.EarlyData.OFFERED);
        assertThat(facts.recordsOpened()).isEqualTo(MANY);
        // What the server did not take is no message.
        assertThat(Captures.only(Observation.MqttSeen.class, all)).isEmpty();
    }

    @Test
    void moreRecordsBeforeTheServerHelloThanAreKeptIsSaid() throws GeneralSecurityException {
        List<Observation> all = read(false);

        assertThat(Captures.only(Observation.Undecryptable.class, all))
                .first()
                .satisfies(told -> {
                    assertThat(told.obstacle()).isEqualTo(Obstacle.TOO_MUCH_HELD);
                    assertThat(told.reason()).contains("until the ServerHello comes");
                });
        assertThat(facts(all).recordsSealed()).isGreaterThan(MANY - 64);
    }

    private static TlsFacts facts(List<Observation> all) {
        return Objects.requireNonNull(
                        Captures.only(Observation.ConversationClosed.class, all)
                                .getFirst()
                                .conversation()
                                .tls())
                .facts();
    }

    /// A ClientHello that offers early data, the ServerHello that takes its key, and many records
    /// of early data, after the ServerHello or before it.
    private static List<Observation> read(boolean serverFirst) throws GeneralSecurityException {
        Packets packets = new Packets().open();
        packets.client(0, clientHello());
        if (serverFirst) {
            packets.server(0, serverHello());
        }
        int at = clientHello().length;
        for (int i = 0; i < MANY; i++) {
            byte[] record = sealed(i);
            packets.client(at, record);
            at += record.length;
        }
        if (!serverFirst) {
            packets.server(0, serverHello());
        }
        List<Observation> all = new ArrayList<>();
        SecretLog secrets = new SecretLog();
        Reader reader = new Reader(all::add, secrets);
        String line = SecretLog.line(SecretLabel.CLIENT_EARLY, RANDOM, SECRET);
        reader.accept(new CaptureBlock.Secrets(line.getBytes(US_ASCII)));
        packets.frames().forEach(reader::accept);
        reader.end();
        assertThat(all).noneMatch(seen -> seen instanceof Observation.Malformed);
        return all;
    }

    private static byte[] clientHello() {
        byte[] extensions =
                Packets.join(
                        new byte[] {0, 43, 0, 3, 2, 3, 4}, // supported_versions: 1.3
                        new byte[] {0, 42, 0, 0}, // early_data
                        new byte[] {0, 41, 0, 10, 0, 8, 0, 2, 'i', 'd', 0, 0, 0, 0}); // a key
        byte[] body =
                Packets.join(
                        new byte[] {3, 3},
                        RANDOM,
                        new byte[] {0, 0, 2, 0x13, 1, 1, 0, 0, (byte) extensions.length},
                        extensions);
        return handshake(1, body);
    }

    private static byte[] serverHello() {
        byte[] extensions = {0, 43, 0, 2, 3, 4, 0, 41, 0, 2, 0, 0};
        byte[] body =
                Packets.join(
                        new byte[] {3, 3},
                        new byte[32],
                        new byte[] {0, 0x13, 1, 0, 0, (byte) extensions.length},
                        extensions);
        return handshake(2, body);
    }

    private static byte[] handshake(int type, byte[] body) {
        int length = body.length;
        return Packets.join(
                new byte[] {0x16, 3, 3, 0, (byte) (length + 4), (byte) type, 0, 0, (byte) length},
                body);
    }

    private static byte[] sealed(int number) throws GeneralSecurityException {
        byte[] key = KeySchedule.expandLabel("SHA256", SECRET, "key", 16);
        byte[] iv = KeySchedule.expandLabel("SHA256", SECRET, "iv", 12);
        byte[] nonce = new byte[12];
        RecordOpener.numbered(iv, number, nonce);
        byte[] text = {'x', 23};
        byte[] header = {23, 3, 3, 0, (byte) (text.length + 16)};
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, nonce));
        cipher.updateAAD(header);
        return ByteBuffer.allocate(5 + text.length + 16)
                .put(header)
                .put(cipher.doFinal(text))
                .array();
    }
}
