// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.example;
import static twinport.findings.check.capture.CaptureTruth.row;

import java.util.List;
import java.util.function.Consumer;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// TLS spoken well, and not so well.
final class TlsTruth {
    private static final String DEVICE = "10.0.0.1";
    private static final int WEEK_SECONDS = 7 * 24 * 60 * 60;

    private TlsTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "TLS-01",
                        Verdict.FAIL,
                        "TLS 1.0 is negotiated (tls10-cbc.pcap)",
                        () -> example("tls10-cbc"),
                        "TLS 1.2 (tls12-aes128-gcm.pcap)",
                        () -> example("tls12-aes128-gcm")),
                row(
                        "TLS-01",
                        Verdict.FAIL,
                        "the client offers TLS 1.1 beside 1.3",
                        () ->
                                thirteen(
                                        client -> client.versions = List.of(0x0304, 0x0302),
                                        s -> {}),
                        "it offers 1.2 and 1.3",
                        TlsTruth::good),
                row(
                        "TLS-03",
                        Verdict.FAIL,
                        "a suite that seals nothing (tls12-null.pcap)",
                        () -> example("tls12-null"),
                        "AES-128-GCM (tls12-aes128-gcm.pcap)",
                        () -> example("tls12-aes128-gcm")),
                row(
                        "TLS-04",
                        Verdict.FAIL,
                        "key transport by RSA (tls12-static-rsa.pcap)",
                        () -> example("tls12-static-rsa"),
                        "an ephemeral exchange (tls12-aes128-gcm.pcap)",
                        () -> example("tls12-aes128-gcm")),
                row(
                        "TLS-05",
                        Verdict.WARN,
                        "CBC without encrypt_then_mac (tls12-cbc-sha256-no-etm.pcap)",
                        () -> example("tls12-cbc-sha256-no-etm"),
                        "CBC with it (tls12-cbc-sha256-etm.pcap)",
                        () -> example("tls12-cbc-sha256-etm")),
                row(
                        "TLS-06",
                        Verdict.FAIL,
                        "TLS 1.2 without extended_master_secret (tls12-no-ems.pcap)",
                        () -> example("tls12-no-ems"),
                        "with both extensions (tls12-aes128-gcm.pcap)",
                        () -> example("tls12-aes128-gcm")),
                row(
                        "TLS-07",
                        Verdict.FAIL,
                        "the server chooses DEFLATE",
                        () -> thirteen(c -> {}, server -> server.compression = 1),
                        "no compression is offered or chosen",
                        TlsTruth::good),
                row(
                        "TLS-08",
                        Verdict.FAIL,
                        "a resumption with early data (tls13-0rtt.pcap)",
                        () -> example("tls13-0rtt"),
                        "a resumption without (tls13-resume.pcap)",
                        () -> example("tls13-resume")),
                row(
                        "TLS-09",
                        Verdict.FAIL,
                        "the client asks for broker.example, the certificate is for other.example",
                        () -> named("other.example"),
                        "the certificate is for the name asked for",
                        () -> named("broker.example")),
                row(
                        "TLS-10",
                        Verdict.WARN,
                        "no ALPN at a port that serves MQTT and WebSocket",
                        () -> severalProtocols(List.of()),
                        "clients name their protocol",
                        () -> severalProtocols(List.of("mqtt"))),
                row(
                        "TLS-11",
                        Verdict.WARN,
                        "CCM_8 (tls13-ccm8.pcap)",
                        () -> example("tls13-ccm8"),
                        "CCM with the whole tag (tls13-ccm.pcap)",
                        () -> example("tls13-ccm")),
                row(
                        "TLS-12",
                        Verdict.FAIL,
                        "an RSA key of 1024 bits",
                        () -> certified(new MadeCertificate().rsa(1024), Shown.P256, 0x0403),
                        "a key on P-256",
                        () -> certified(new MadeCertificate(), Shown.P256, 0x0403)),
                row(
                        "TLS-12",
                        Verdict.FAIL,
                        "a certificate signed with SHA-1",
                        () -> certified(new MadeCertificate().sha1(), Shown.P256, 0x0403),
                        "one signed with SHA-256, an RSA key of 2048 bits",
                        () -> certified(new MadeCertificate().rsa(2048), Shown.P256, 0x0403)),
                row(
                        "TLS-12",
                        Verdict.FAIL,
                        "a key exchange on a curve of 192 bits, signed with SHA-1",
                        () -> certified(new MadeCertificate(), 19, 0x0203),
                        "P-256 and SHA-256",
                        () -> certified(new MadeCertificate(), Shown.P256, 0x0403)),
                row(
                        "TLS-13",
                        Verdict.FAIL,
                        "a session ticket for eight days",
                        () -> ticket(WEEK_SECONDS + 86_400),
                        "one for seven",
                        () -> ticket(WEEK_SECONDS)),
                row(
                        "TLS-13",
                        Verdict.WARN,
                        "seven full handshakes within an hour",
                        () -> handshakes(7, 300),
                        "seven with twelve minutes between them",
                        () -> handshakes(7, 720)),
                row(
                        "TLS-14",
                        Verdict.WARN,
                        "a handshake of four seconds",
                        () -> slow(4),
                        "one of a second",
                        () -> slow(1)),
                row(
                        "TLS-15",
                        Verdict.INFO,
                        "neither record_size_limit nor max_fragment_length",
                        () -> thirteen(client -> client.recordSizeLimit = 0, s -> {}),
                        "record_size_limit of 4096",
                        TlsTruth::good),
                row(
                        "TLS-16",
                        Verdict.INFO,
                        "key shares on P-256 only",
                        TlsTruth::good,
                        "a key share of X25519MLKEM768",
                        () -> thirteen(client -> client.keyShares = List.of(0x11ec), s -> {})));
    }

    private static CaptureFacts thirteen(
            Consumer<Shown.Client> client, Consumer<Shown.Server> server) {
        Shown.Client hello = Shown.client();
        client.accept(hello);
        Shown.Server answer = Shown.server();
        server.accept(answer);
        return Shown.thirteen(Made.capture().talk(DEVICE, 8883), hello, answer)
                .client(Shown.sealed(60))
                .server(Shown.sealed(21))
                .close()
                .facts();
    }

    private static CaptureFacts good() {
        return thirteen(client -> {}, server -> {});
    }

    private static CaptureFacts named(String certificateName) {
        return certified(new MadeCertificate().name(certificateName), Shown.P256, 0x0403);
    }

    private static CaptureFacts certified(MadeCertificate certificate, int group, int signature) {
        return Shown.twelve(
                        Made.capture().talk(DEVICE, 8883),
                        Shown.client(),
                        Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM),
                        between -> {
                            between.add(Shown.certificate(certificate.der()));
                            between.add(Shown.serverKeyExchange(group, signature));
                            return between;
                        })
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts severalProtocols(List<String> alpn) {
        Made made = Made.capture();
        Shown.Client web = Shown.client();
        web.alpn = List.of("x-websocket");
        Shown.thirteen(made.talk("10.0.0.9", 8883), web, Shown.server())
                .client(Shown.sealed(200))
                .close();
        SealedTalk.begin(made, "10.0.0.8", 8883, 3)
                .client(Mqtt.connect("other").bytes())
                .server(Mqtt.connAck(0))
                .close();
        Shown.Client client = Shown.client();
        client.alpn = alpn;
        return Shown.thirteen(made.talk(DEVICE, 8883), client, Shown.server())
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts ticket(int seconds) {
        return Made.capture()
                .talk(DEVICE, 8883)
                .client(Shown.client().bytes())
                .server(Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM).bytes())
                .server(Shown.serverKeyExchange(Shown.P256, 0x0403), Shown.serverHelloDone())
                .client(Shown.clientKeyExchange(), Shown.changeCipherSpec())
                .client(Shown.record(22, new byte[40]))
                .server(Shown.ticket(seconds), Shown.changeCipherSpec())
                .server(Shown.record(22, new byte[40]))
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts handshakes(int count, double secondsBetween) {
        Made made = Made.capture();
        for (int i = 0; i < count; i++) {
            SealedTalk.beginWithoutKeys(made, DEVICE, 8883, i)
                    .client(Mqtt.connect("thermo").bytes())
                    .server(Mqtt.connAck(0))
                    .close();
            made.pass(secondsBetween);
        }
        return made.facts();
    }

    private static CaptureFacts slow(double seconds) {
        return Made.capture()
                .talk(DEVICE, 8883)
                .client(Shown.client().bytes())
                .pass(seconds)
                .server(Shown.server().bytes(), Shown.changeCipherSpec())
                .server(Shown.sealed(36), Shown.sealed(900), Shown.sealed(90), Shown.sealed(69))
                .client(Shown.changeCipherSpec(), Shown.sealed(69))
                .client(Shown.sealed(60))
                .server(Shown.sealed(21))
                .close()
                .facts();
    }
}
