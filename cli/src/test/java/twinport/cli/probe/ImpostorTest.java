// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.cli.Peers;
import twinport.pki.CertificateAuthority;

/// `twinport impostor` with clients of which it is known what they look at.
@Timeout(120)
final class ImpostorTest {
    private static final String PASSWORD = "NotToBeSeen42";

    /// Sends a CONNECT with user "bob" when the handshake is done.
    private static final String PYTHON =
            """
            import os, socket, ssl
            context = ssl.create_default_context(cafile=os.environ["TWINPORT_CA"])
            # HERE
            plain = socket.create_connection(("127.0.0.1", int(os.environ["TWINPORT_PORT"])))
            secure = context.wrap_socket(plain, server_hostname="localhost")
            word = b"NotToBeSeen42"
            rest = (b"\\0\\4MQTT\\4\\xc2\\0\\x3c" + b"\\0\\4boar" + b"\\0\\3bob"
                    + b"\\0" + bytes([len(word)]) + word)
            secure.sendall(b"\\x10" + bytes([len(rest)]) + rest)
            secure.recv(4)
            """;

    private static final String BLIND =
            "context.check_hostname = False; context.verify_mode = ssl.CERT_NONE";

    @TempDir private Path folder;

    @BeforeEach
    void theLabHasACa() throws Exception {
        CertificateAuthority.open(
                folder.resolve("pki"), InstantSource.system(), new SecureRandom());
    }

    private Peers.Said impostor(Path report, List<Object> options, String... command) {
        List<Object> all =
                new ArrayList<>(
                        List.of(
                                "impostor",
                                "--port",
                                0,
                                "--data",
                                folder,
                                "--patience",
                                "15s",
                                "--report",
                                report));
        all.addAll(options);
        all.add("--");
        all.addAll(Arrays.asList(command));
        return Peers.twinport(all.toArray());
    }

    private Path python(String line) throws Exception {
        return Files.writeString(folder.resolve("client.py"), PYTHON.replace("# HERE", line));
    }

    @Test
    void aClientThatVerifiesPassesAndOneThatDoesNotTellsAStrangerItsPassword() throws Exception {
        Path report = folder.resolve("report.json");
        Peers.Said careful =
                impostor(report, List.of("--rows", "quick"), "python3", python("").toString());
        assertThat(careful.exitCode()).as(careful.out() + careful.err()).isZero();
        assertThat(careful.out()).contains("conclusion: verifies: the CA, the name and the dates");
        assertThat(AuditTest.verdicts(report))
                .containsEntry("AUT-01", "PASS")
                .containsEntry("AUT-02", "PASS")
                .containsEntry("AUT-03", "PASS")
                .containsEntry("AUT-04", "PASS")
                .containsEntry("AUT-05", "INFO");

        Peers.Said blind =
                impostor(report, List.of("--rows", "quick"), "python3", python(BLIND).toString());
        assertThat(blind.exitCode()).as(blind.out() + blind.err()).isEqualTo(1);
        assertThat(blind.out())
                .contains("conclusion: does not verify: anybody can be its broker")
                .contains("user bob, password **** of " + PASSWORD.length() + " bytes");
        assertThat(AuditTest.verdicts(report))
                .containsEntry("AUT-01", "FAIL")
                .containsEntry("AUT-02", "FAIL")
                .containsEntry("AUT-03", "FAIL")
                .containsEntry("AUT-04", "FAIL");
        assertThat(blind.out() + blind.err() + Files.readString(report)).doesNotContain(PASSWORD);
    }

    @Test
    void whatGoesOnWithNothingGoodProvesNothingByRefusing() throws Exception {
        Path report = folder.resolve("report.json");
        Path elsewhere = folder.resolve("elsewhere");
        CertificateAuthority other =
                CertificateAuthority.open(elsewhere, InstantSource.system(), new SecureRandom());
        Path client =
                python(
                        "context = ssl.create_default_context(cafile='"
                                + other.certificateFile()
                                + "')");
        Peers.Said said =
                impostor(report, List.of("--rows", "quick"), "python3", client.toString());
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).contains("its refusals prove nothing");
        assertThat(AuditTest.verdicts(report))
                .containsEntry("AUT-01", "NOT OBSERVED")
                .containsEntry("AUT-02", "NOT OBSERVED");
    }

    @Test
    void withoutACaOnlyStrangersAreShown() throws Exception {
        Path report = folder.resolve("report.json");
        Files.delete(folder.resolve("pki").resolve("ca.key"));
        Peers.Said blind =
                impostor(report, List.of("--rows", "quick"), "python3", blindWithoutCa());
        assertThat(blind.exitCode()).as(blind.out() + blind.err()).isEqualTo(1);
        assertThat(blind.out()).contains("no CA is at hand that the device trusts");
        assertThat(AuditTest.verdicts(report))
                .containsEntry("AUT-01", "FAIL")
                .containsEntry("AUT-02", "NOT OBSERVED");
    }

    private String blindWithoutCa() throws Exception {
        Path client = python(BLIND);
        String text = Files.readString(client);
        Files.writeString(client, text.replace("cafile=os.environ[\"TWINPORT_CA\"]", ""));
        return client.toString();
    }

    @Test
    void whatMosquittoCallsInsecureLeavesOutTheNameAlone() throws Exception {
        Path report = folder.resolve("report.json");
        String client =
                "exec mosquitto_sub -h localhost -p $TWINPORT_PORT --cafile $TWINPORT_CA -t x -i m";
        Peers.Said careful = impostor(report, List.of("--rows", "quick"), "sh", "-c", client);
        assertThat(careful.exitCode()).as(careful.out() + careful.err()).isZero();
        assertThat(AuditTest.verdicts(report)).containsEntry("AUT-02", "PASS");

        Peers.Said loose =
                impostor(report, List.of("--rows", "quick"), "sh", "-c", client + " --insecure");
        assertThat(loose.exitCode()).isEqualTo(1);
        assertThat(loose.out()).contains("checks the CA and the dates, not the name");
        Map<String, String> verdicts = AuditTest.verdicts(report);
        assertThat(verdicts)
                .containsEntry("AUT-01", "PASS")
                .containsEntry("AUT-02", "FAIL")
                .containsEntry("AUT-03", "PASS");
    }

    @Test
    void aClientThatFallsBackToClearIsFoundOut() throws Exception {
        Path report = folder.resolve("report.json");
        Path client = python("");
        Files.writeString(
                client,
                Files.readString(client)
                        .replace(
                                "secure = context.wrap_socket(plain, server_hostname=\"localhost\")",
                                """
                                try:
                                    secure = context.wrap_socket(plain, server_hostname="localhost")
                                except (ssl.SSLError, OSError):
                                    secure = socket.create_connection(
                                        ("127.0.0.1", int(os.environ["TWINPORT_PORT"])))
                                """));
        Peers.Said said =
                impostor(report, List.of("--rows", "plain"), "python3", client.toString());
        assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(1);
        assertThat(said.out()).contains("falls back to MQTT in clear");
        assertThat(AuditTest.verdicts(report)).containsEntry("PLN-07", "FAIL");
    }

    @Test
    void oldVersionsAndWeakSuitesAreSeenByWhoAgreesToThem() throws Exception {
        Path report = folder.resolve("report.json");
        String old =
                "context.minimum_version = ssl.TLSVersion.TLSv1; context.set_ciphers('ALL:COMPLEMENTOFALL:@SECLEVEL=0')";
        Peers.Said said =
                impostor(
                        report,
                        List.of("--rows", "old_tls,weak_suites"),
                        "python3",
                        python(old).toString());
        assertThat(said.out())
                .contains("it agreed to TLS 1.1")
                .contains("it agreed to TLS 1.2 TLS_");
        assertThat(AuditTest.verdicts(report))
                .containsEntry("TLS-01", "FAIL")
                .containsEntry("TLS-03", "FAIL");
    }

    @Test
    void whatIsAcceptedIsPassedOnToTheRealBroker() throws Exception {
        int plain = FreePorts.next();
        Path report = folder.resolve("report.json");
        try (Peers.Broker broker = Peers.openMosquitto(folder, plain, FreePorts.next())) {
            Peers.Said said =
                    impostor(
                            report,
                            List.of("--rows", "unknown_ca", "--forward", "127.0.0.1:" + plain),
                            "sh",
                            "-c",
                            "exec mosquitto_sub -h localhost -p $TWINPORT_PORT --cafile $TWINPORT_CA -t x -i passed-on -E");
            assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
            assertThat(said.err()).contains("the good certificate: went on");
            assertThat(broker.log()).contains("Received SUBSCRIBE from passed-on");
        }
    }

    @Test
    void aCommandThatDoesNotConnectIsNotObserved() throws Exception {
        Path report = folder.resolve("report.json");
        Peers.Said said = impostor(report, List.of("--rows", "quick"), "false");
        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).contains("the command ended with 1 and did not connect");
        assertThat(said.out()).contains("no device came: nothing was observed");
        assertThat(AuditTest.verdicts(report)).containsEntry("AUT-01", "NOT OBSERVED");
    }

    @Test
    void wrongArgumentsAreNamedWithWhatIsAllowed() {
        assertThat(Peers.twinport("impostor", "--rows", "strange").err())
                .contains("no row is called strange")
                .contains("unknown_ca");
        assertThat(Peers.twinport("impostor", "--forward", "192.0.2.1:1883").err())
                .contains("loopback only");
        assertThat(Peers.twinport("impostor", "--ca-cert", "x.pem").err())
                .contains("--ca-cert and --ca-key go together");
    }
}
