// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.row;

import java.time.Duration;
import java.util.List;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// Certificates that a handshake of TLS 1.2 shows, and what a client does after it got them.
final class CertificateTruth {
    private static final String DEVICE = "10.0.0.1";
    private static final Duration DAY = Duration.ofDays(1);

    private CertificateTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "CRT-01",
                        Verdict.FAIL,
                        "a certificate that ended a day before",
                        () -> shown(lasting(-1)),
                        "one that ends in 80 days",
                        () -> shown(lasting(80))),
                row(
                        "CRT-01",
                        Verdict.FAIL,
                        "a client's certificate that begins tomorrow",
                        () -> client(early()),
                        "one that began ten days ago",
                        () -> client(new MadeCertificate())),
                row(
                        "CRT-02",
                        Verdict.FAIL,
                        "a certificate that ends in five days",
                        () -> shown(lasting(5)),
                        "one that ends in 31 days",
                        () -> shown(lasting(31))),
                row(
                        "CRT-02",
                        Verdict.WARN,
                        "a certificate that ends in 20 days",
                        () -> shown(lasting(20)),
                        "one that ends in 80 days",
                        () -> shown(lasting(80))),
                row(
                        "CRT-03",
                        Verdict.FAIL,
                        "a certificate with the subject broker.example and no subjectAltName",
                        () -> shown(new MadeCertificate().subject("broker.example").nameless()),
                        "the name stands in subjectAltName",
                        () -> shown(new MadeCertificate())),
                row(
                        "CRT-04",
                        Verdict.FAIL,
                        "the client asks for broker.example, the certificate names other.example",
                        () -> shown(new MadeCertificate().name("other.example")),
                        "the certificate names *.example",
                        () -> shown(new MadeCertificate().name("*.example"))),
                row(
                        "CRT-05",
                        Verdict.FAIL,
                        "the server's own certificate has CA:TRUE",
                        () -> shown(new MadeCertificate().authority()),
                        "only its issuer's has",
                        () -> shown(new MadeCertificate(), intermediate())),
                row(
                        "CRT-06",
                        Verdict.FAIL,
                        "a server's certificate that is for clients",
                        () -> shown(new MadeCertificate().forClients()),
                        "one that is for servers",
                        () -> shown(new MadeCertificate().forServers())),
                row(
                        "CRT-06",
                        Verdict.FAIL,
                        "a client's certificate that is for servers",
                        () -> client(new MadeCertificate().forServers()),
                        "one that is for clients",
                        () -> client(new MadeCertificate().forClients())),
                row(
                        "CRT-07",
                        Verdict.FAIL,
                        "subject and issuer are one name, with two keys",
                        () -> shown(new MadeCertificate().subject("home").issuer("home")),
                        "they have two names",
                        () -> shown(new MadeCertificate().subject("home"))),
                row(
                        "CRT-08",
                        Verdict.FAIL,
                        "the second certificate did not issue the first",
                        () -> shown(new MadeCertificate().issuer("another CA"), intermediate()),
                        "it did",
                        () -> shown(new MadeCertificate(), intermediate())),
                row(
                        "CRT-09",
                        Verdict.WARN,
                        "the serial number 1",
                        () -> shown(new MadeCertificate().serial(1)),
                        "one of 67 bits",
                        () -> shown(new MadeCertificate())),
                row(
                        "CRT-10",
                        Verdict.WARN,
                        "the name *.example",
                        () -> shown(new MadeCertificate().name("*.example")),
                        "the name broker.example",
                        () -> shown(new MadeCertificate())),
                row(
                        "AUT-02",
                        Verdict.FAIL,
                        "the client gets a certificate for other.example and goes on",
                        () -> shown(new MadeCertificate().name("other.example")),
                        "it ends TLS with alert 42",
                        () -> refused(new MadeCertificate().name("other.example"), 42)),
                row(
                        "AUT-03",
                        Verdict.FAIL,
                        "the client gets an expired certificate and goes on",
                        () -> shown(lasting(-1)),
                        "it ends TLS with alert 45",
                        () -> refused(lasting(-1), 45)),
                row(
                        "AUT-03",
                        Verdict.WARN,
                        "the client gets a certificate that begins tomorrow and goes on",
                        () -> shown(early()),
                        "it ends TLS with alert 46",
                        () -> refused(early(), 46)),
                row(
                        "AUT-05",
                        Verdict.INFO,
                        "alert 48 of a client",
                        () -> refused(new MadeCertificate(), 48),
                        "a handshake that ends without an alert",
                        () -> shown(new MadeCertificate())));
    }

    private static MadeCertificate lasting(int days) {
        return new MadeCertificate()
                .valid(
                        Made.BEGIN.minus(DAY.multipliedBy(10)),
                        Made.BEGIN.plus(DAY.multipliedBy(days)).plus(DAY.dividedBy(2)));
    }

    private static MadeCertificate early() {
        return new MadeCertificate()
                .valid(Made.BEGIN.plus(DAY), Made.BEGIN.plus(DAY.multipliedBy(90)));
    }

    private static MadeCertificate intermediate() {
        return new MadeCertificate().subject("made CA").issuer("made root").nameless().authority();
    }

    private static CaptureFacts shown(MadeCertificate leaf, MadeCertificate... issuers) {
        byte[][] chain = new byte[1 + issuers.length][];
        chain[0] = leaf.der();
        for (int i = 0; i < issuers.length; i++) {
            chain[i + 1] = issuers[i].der();
        }
        return Shown.twelve(
                        Made.capture().talk(DEVICE, 8883),
                        Shown.client(),
                        Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM),
                        between -> {
                            between.add(Shown.certificate(chain));
                            between.add(Shown.serverKeyExchange(Shown.P256, 0x0403));
                            return between;
                        })
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts client(MadeCertificate certificate) {
        return Made.capture()
                .talk(DEVICE, 8883)
                .client(Shown.client().bytes())
                .server(
                        Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM).bytes(),
                        Shown.certificate(new MadeCertificate().der()),
                        Shown.serverKeyExchange(Shown.P256, 0x0403),
                        Shown.certificateRequest(),
                        Shown.serverHelloDone())
                .client(
                        Shown.certificate(certificate.der()),
                        Shown.clientKeyExchange(),
                        Shown.changeCipherSpec(),
                        Shown.record(22, new byte[40]))
                .server(Shown.changeCipherSpec(), Shown.record(22, new byte[40]))
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts refused(MadeCertificate certificate, int alert) {
        return Made.capture()
                .talk(DEVICE, 8883)
                .client(Shown.client().bytes())
                .server(
                        Shown.server().twelve(Shown.ECDHE_ECDSA_AES128_GCM).bytes(),
                        Shown.certificate(certificate.der()),
                        Shown.serverKeyExchange(Shown.P256, 0x0403),
                        Shown.serverHelloDone())
                .client(Shown.alert(2, alert))
                .close()
                .facts();
    }
}
