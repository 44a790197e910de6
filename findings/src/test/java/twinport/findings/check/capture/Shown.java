// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import twinport.findings.check.capture.Mqtt.Body;

/// TLS handshake messages in the clear, as records.
final class Shown {
    static final int ECDHE_ECDSA_AES128_GCM = 0xc02b;
    static final int AES128_GCM_SHA256 = 0x1301;
    static final int P256 = 23;

    private Shown() {}

    static byte[] record(int type, byte[] body) {
        return new Body().octet(type).number(0x0303).number(body.length).raw(body).bytes();
    }

    static byte[] handshake(int type, byte[] body) {
        return record(22, new Body().octet(type).octet(0).number(body.length).raw(body).bytes());
    }

    /// So many sealed bytes.
    static byte[] sealed(int length) {
        return record(23, new byte[length]);
    }

    static byte[] changeCipherSpec() {
        return record(20, new byte[] {1});
    }

    static byte[] alert(int level, int description) {
        return record(21, new byte[] {(byte) level, (byte) description});
    }

    private static byte[] list(List<Integer> numbers) {
        Body body = new Body().number(2 * numbers.size());
        numbers.forEach(body::number);
        return body.bytes();
    }

    /// An extension block while it is written.
    private static final class Extensions {
        private final Body body = new Body();

        Extensions with(int type, byte[] content) {
            body.number(type).number(content.length).raw(content);
            return this;
        }

        byte[] bytes() {
            byte[] all = body.bytes();
            return new Body().number(all.length).raw(all).bytes();
        }
    }

    /// A ClientHello that a good client of today sends, unless said otherwise.
    static final class Client {
        byte[] random = new byte[32];
        List<Integer> suites = List.of(AES128_GCM_SHA256, ECDHE_ECDSA_AES128_GCM);
        List<Integer> versions = List.of(0x0304, 0x0303);
        String name = "broker.example";
        List<String> alpn = List.of("mqtt");
        List<Integer> keyShares = List.of(P256);
        List<Integer> compression = List.of(0);
        int recordSizeLimit = 4096;
        boolean earlyData;

        byte[] bytes() {
            Extensions extensions = new Extensions();
            if (!name.isEmpty()) {
                Body host = new Body().octet(0).text(name);
                extensions.with(
                        0, new Body().number(host.bytes().length).raw(host.bytes()).bytes());
            }
            extensions.with(10, list(List.of(P256, 29)));
            extensions.with(23, new byte[0]).with(0xff01, new byte[] {0});
            if (!alpn.isEmpty()) {
                Body names = new Body();
                alpn.forEach(each ->
                        names.octet(each.length()).raw(each.getBytes(StandardCharsets.US_ASCII)));
                extensions.with(
                        16, new Body().number(names.bytes().length).raw(names.bytes()).bytes());
            }
            if (recordSizeLimit > 0) {
                extensions.with(28, new Body().number(recordSizeLimit).bytes());
            }
            if (earlyData) {
                extensions.with(42, new byte[0]);
            }
            Body offered = new Body().octet(2 * versions.size());
            versions.forEach(offered::number);
            extensions.with(43, offered.bytes());
            Body shares = new Body();
            keyShares.forEach(each -> shares.number(each).number(65).raw(new byte[65]));
            extensions.with(
                    51, new Body().number(shares.bytes().length).raw(shares.bytes()).bytes());
            Body body = new Body().number(0x0303).raw(random).octet(0).raw(list(suites));
            body.octet(compression.size());
            compression.forEach(body::octet);
            return handshake(1, body.raw(extensions.bytes()).bytes());
        }
    }

    static Client client() {
        return new Client();
    }

    /// A ServerHello of TLS 1.3 unless said otherwise.
    static final class Server {
        int version = 0x0304;
        int suite = AES128_GCM_SHA256;
        int group = P256;
        int compression;
        byte[] random = new byte[32];

        Server twelve(int chosen) {
            version = 0x0303;
            suite = chosen;
            return this;
        }

        byte[] bytes() {
            Extensions extensions = new Extensions();
            if (version == 0x0304) {
                extensions.with(43, new Body().number(version).bytes());
                extensions.with(51, new Body().number(group).number(65).raw(new byte[65]).bytes());
            } else {
                extensions.with(23, new byte[0]).with(0xff01, new byte[] {0});
            }
            return handshake(
                    2,
                    new Body()
                            .number(Math.min(version, 0x0303))
                            .raw(random)
                            .octet(0)
                            .number(suite)
                            .octet(compression)
                            .raw(extensions.bytes())
                            .bytes());
        }
    }

    static Server server() {
        return new Server();
    }

    static byte[] certificate(byte[]... chain) {
        Body all = new Body();
        for (byte[] each : chain) {
            all.octet(0).number(each.length).raw(each);
        }
        return handshake(
                11, new Body().octet(0).number(all.bytes().length).raw(all.bytes()).bytes());
    }

    /// The server's part of an ephemeral exchange on a curve.
    static byte[] serverKeyExchange(int group, int signature) {
        return handshake(
                12,
                new Body()
                        .octet(3)
                        .number(group)
                        .octet(65)
                        .raw(new byte[65])
                        .number(signature)
                        .number(64)
                        .raw(new byte[64])
                        .bytes());
    }

    /// For a certificate with an ECDSA key, of any CA.
    static byte[] certificateRequest() {
        Body body = new Body().octet(1).octet(64).number(2).number(0x0403).number(0);
        return handshake(13, body.bytes());
    }

    static byte[] serverHelloDone() {
        return handshake(14, new byte[0]);
    }

    static byte[] clientKeyExchange() {
        return handshake(16, new Body().octet(65).raw(new byte[65]).bytes());
    }

    static byte[] ticket(int lifetimeSeconds) {
        return handshake(
                4,
                new Body()
                        .number(lifetimeSeconds >> 16)
                        .number(lifetimeSeconds)
                        .number(32)
                        .raw(new byte[32])
                        .bytes());
    }

    /// A TLS 1.3 connection up to its first application records.
    static Made.Talk thirteen(Made.Talk talk, Client client, Server server) {
        return talk.client(client.bytes())
                .server(server.bytes(), changeCipherSpec(), sealed(36), sealed(900), sealed(90))
                .server(sealed(69))
                .client(changeCipherSpec(), sealed(69));
    }

    /// A TLS 1.2 connection up to its Finished.
    ///
    /// @param between what the server says between its hello and its "done"
    static Made.Talk twelve(
            Made.Talk talk,
            Client client,
            Server server,
            Function<List<byte[]>, List<byte[]>> between) {
        talk.client(client.bytes()).server(server.bytes());
        between.apply(new ArrayList<>()).forEach(talk::server);
        return talk.server(serverHelloDone())
                .client(clientKeyExchange(), changeCipherSpec(), record(22, new byte[40]))
                .server(changeCipherSpec(), record(22, new byte[40]));
    }
}
