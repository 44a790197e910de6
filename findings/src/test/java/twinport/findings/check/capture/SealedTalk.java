// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import twinport.findings.check.capture.Mqtt.Body;

/// A connection of TLS 1.2 with AES-128-GCM (RFC 5246, RFC 5288) whose master secret is chosen
/// here, so that each record holds exactly what a test puts in.
final class SealedTalk {
    /// What a record adds to its content: explicit nonce and tag.
    static final int OVERHEAD = 24;

    private static final int KEY_BYTES = 16;
    private static final int SALT_BYTES = 4;

    private final Made.Talk talk;
    private final byte[] master = new byte[48];
    private final byte[] clientRandom = new byte[32];
    private final byte[] serverRandom = new byte[32];
    private final byte[] keys;
    private long sent;
    private long answered;

    /// @param number tells its secrets apart from those of others
    private SealedTalk(
            Made.Talk talk,
            int number,
            List<byte[]> certificate,
            List<byte[]> own,
            Shown.Client client) {
        this.talk = talk;
        Arrays.fill(master, (byte) (number + 1));
        Arrays.fill(clientRandom, (byte) number);
        Arrays.fill(serverRandom, (byte) (number + 100));
        keys = keyBlock();
        client.random = clientRandom;
        Shown.Server server = Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM);
        server.random = serverRandom;
        talk.client(client.bytes()).server(server.bytes());
        certificate.forEach(each -> talk.server(Shown.certificate(each)));
        talk.server(Shown.serverKeyExchange(Shown.P256, 0x0403));
        own.forEach(_ -> talk.server(Shown.certificateRequest()));
        talk.server(Shown.serverHelloDone());
        own.forEach(each -> talk.client(Shown.certificate(each)));
        talk.client(Shown.clientKeyExchange(), Shown.changeCipherSpec())
                .client(seal(true, 22, finished()))
                .server(Shown.changeCipherSpec())
                .server(seal(false, 22, finished()));
    }

    /// Begins one, with its secret put into the capture before.
    static SealedTalk begin(Made made, String client, int port, int number) {
        return begin(made, client, port, number, List.of());
    }

    static SealedTalk begin(
            Made made, String client, int port, int number, List<byte[]> certificate) {
        return begin(made, client, port, number, certificate, List.of());
    }

    /// @param own the client's certificate; none where the server does not ask for it
    static SealedTalk begin(
            Made made,
            String client,
            int port,
            int number,
            List<byte[]> certificate,
            List<byte[]> own) {
        byte[] random = new byte[32];
        Arrays.fill(random, (byte) number);
        byte[] master = new byte[48];
        Arrays.fill(master, (byte) (number + 1));
        HexFormat hex = HexFormat.of();
        made.keys("CLIENT_RANDOM " + hex.formatHex(random) + " " + hex.formatHex(master) + "\n");
        return new SealedTalk(made.talk(client, port), number, certificate, own, Shown.client());
    }

    /// The same for somebody who has no keys.
    static SealedTalk beginWithoutKeys(Made made, String client, int port, int number) {
        return new SealedTalk(
                made.talk(client, port), number, List.of(), List.of(), Shown.client());
    }

    /// Each part in a record of its own.
    SealedTalk client(byte[]... parts) {
        for (byte[] part : parts) {
            talk.client(seal(true, 23, part));
        }
        return this;
    }

    SealedTalk server(byte[]... parts) {
        for (byte[] part : parts) {
            talk.server(seal(false, 23, part));
        }
        return this;
    }

    SealedTalk pass(double seconds) {
        talk.pass(seconds);
        return this;
    }

    Made close() {
        return talk.close();
    }

    Made open() {
        return talk.open();
    }

    private static byte[] finished() {
        return new Body().octet(20).octet(0).number(12).raw(new byte[12]).bytes();
    }

    private byte[] seal(boolean fromClient, int type, byte[] text) {
        long sequence = fromClient ? sent++ : answered++;
        int key = fromClient ? 0 : KEY_BYTES;
        int salt = 2 * KEY_BYTES + (fromClient ? 0 : SALT_BYTES);
        byte[] explicit = ByteBuffer.allocate(8).putLong(sequence).array();
        byte[] nonce =
                new Body()
                        .raw(Arrays.copyOfRange(keys, salt, salt + SALT_BYTES))
                        .raw(explicit)
                        .bytes();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(keys, key, KEY_BYTES, "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD(
                    new Body()
                            .raw(explicit)
                            .octet(type)
                            .number(0x0303)
                            .number(text.length)
                            .bytes());
            return Shown.record(type, new Body().raw(explicit).raw(cipher.doFinal(text)).bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// RFC 5246 §6.3.
    private byte[] keyBlock() {
        byte[] seed =
                new Body()
                        .raw("key expansion".getBytes(StandardCharsets.US_ASCII))
                        .raw(serverRandom)
                        .raw(clientRandom)
                        .bytes();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            Body block = new Body();
            byte[] a = seed;
            while (block.bytes().length < 2 * (KEY_BYTES + SALT_BYTES)) {
                a = mac.doFinal(a);
                block.raw(mac.doFinal(new Body().raw(a).raw(seed).bytes()));
            }
            return block.bytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
