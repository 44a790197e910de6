// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a real mosquitto with TLS, client certificates, passwords and rights: one process,
/// several listeners. The certificates are made with openssl for this run.
@Timeout(20)
class TlsBrokerTest {
    @TempDir static Path folder;
    static Mosquitto broker;
    static String tls;
    static String mutual;
    static String misnamed;
    static String expired;
    static String locked;
    static String plain;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException {
        Mosquitto.assumeInstalled();
        certificates();
        List<String> lines = new ArrayList<>(List.of("per_listener_settings true"));
        tls = listener(lines, "server", "allow_anonymous true");
        mutual = listener(lines, "server", "allow_anonymous true", "require_certificate true");
        misnamed = listener(lines, "misnamed", "allow_anonymous true");
        expired = listener(lines, "expired", "allow_anonymous true");
        plain = port();
        lines.addAll(List.of("listener " + plain + " 127.0.0.1", "allow_anonymous true"));
        locked = port();
        Files.writeString(folder.resolve("rights"), "user joe\ntopic readwrite joe/#\n");
        Mosquitto.run(
                new byte[0],
                "mosquitto_passwd",
                "-c",
                "-b",
                folder.resolve("passwords").toString(),
                "joe",
                "secret");
        lines.addAll(
                List.of(
                        "listener " + locked + " 127.0.0.1",
                        "allow_anonymous false",
                        "password_file " + folder.resolve("passwords"),
                        "acl_file " + folder.resolve("rights")));
        broker = Mosquitto.start(folder, Integer.parseInt(locked), lines);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static String port() throws IOException {
        return Integer.toString(Mosquitto.freePort());
    }

    private static String listener(List<String> lines, String name, String... more)
            throws IOException {
        String port = port();
        lines.addAll(
                List.of(
                        "listener " + port + " 127.0.0.1", "cafile " + file("ca.pem"),
                        "certfile " + file(name + ".pem"), "keyfile " + file(name + ".key")));
        lines.addAll(List.of(more));
        return port;
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void certificates() throws IOException, InterruptedException {
        for (String authority : List.of("ca", "other-ca")) {
            openssl(
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-keyout",
                    file(authority + ".key"),
                    "-out",
                    file(authority + ".pem"),
                    "-subj",
                    "/CN=" + authority,
                    "-days",
                    "30");
        }
        certificate("server", "DNS:localhost,IP:127.0.0.1", "10");
        certificate("misnamed", "DNS:other.example", "10");
        certificate("expired", "DNS:localhost", "-1");
        certificate("client", "DNS:client", "10");
        openssl("ec", "-in", file("client.key"), "-out", file("client-sec1.key"));
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                file("rsa.key"),
                "-out",
                file("rsa.pem"),
                "-subj",
                "/CN=rsa",
                "-days",
                "30",
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca.key"));
        openssl("rsa", "-in", file("rsa.key"), "-traditional", "-out", file("rsa-pkcs1.key"));
        openssl(
                "pkcs8",
                "-topk8",
                "-in",
                file("client.key"),
                "-passout",
                "pass:x",
                "-out",
                file("client-locked.key"));
    }

    private static void certificate(String name, String names, String days)
            throws IOException, InterruptedException {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"),
                "-subj",
                "/CN=" + name);
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
        openssl(
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial",
                "-extfile",
                file(name + ".ext"),
                "-days",
                days,
                "-out",
                file(name + ".pem"));
    }

    private static void openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start();
        assertThat(process.waitFor())
                .as(() -> String.join(" ", command) + read(folder.resolve("openssl.log")))
                .isZero();
    }

    private static String read(Path path) {
        try {
            return ": " + Files.readString(path);
        } catch (IOException e) {
            return ": no output";
        }
    }

    private static Run pub(String port, String... more) {
        List<String> words = new ArrayList<>(List.of("-p", port, "-t", "a", "-m", "x"));
        words.addAll(List.of(more));
        return Run.of("pub", words.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({"tlsv1.2,localhost", "tlsv1.3,127.0.0.1"})
    void aBrokerOfAKnownCaIsTrustedUnderItsNames(String version, String host) {
        Run run = pub(tls, "-h", host, "--cafile", file("ca.pem"), "--tls-version", version);
        assertThat(run.error()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"client,client", "client,client-sec1", "rsa,rsa", "rsa,rsa-pkcs1"})
    void aClientCertificateIsShownWhateverTheFormOfItsKey(String certificate, String key) {
        Run run =
                pub(
                        mutual,
                        "--ca",
                        file("ca.pem"),
                        "--cert",
                        file(certificate + ".pem"),
                        "--key",
                        file(key + ".key"),
                        "-q",
                        "2");
        assertThat(run.error()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aLockedKeyIsRefusedWithTheLineThatUnlocksIt() {
        Run run =
                pub(
                        mutual,
                        "--ca",
                        file("ca.pem"),
                        "--cert",
                        file("client.pem"),
                        "--key",
                        file("client-locked.key"));
        refused(run, 4, "is locked with a password");
        assertThat(run.error()).contains("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void eachCauseOfATlsFailureHasItsOwnWords() {
        refused(pub(tls, "--cafile", file("other-ca.pem")), 4, "(unknown CA)");
        refused(pub(tls, "--insecure"), 4, "(unknown CA)");
        refused(pub(misnamed, "--cafile", file("ca.pem")), 4, "another name than localhost");
        refused(pub(expired, "--cafile", file("ca.pem")), 4, "has expired");
        refused(pub(expired, "--cafile", file("ca.pem"), "--insecure"), 4, "has expired");
        refused(pub(mutual, "--cafile", file("ca.pem")), 4, "demands a client certificate");
        refused(
                pub(mutual, "--cafile", file("ca.pem"), "--tls-version", "tlsv1.2"),
                4,
                "client certificate");
        refused(
                pub(
                        mutual,
                        "--cafile",
                        file("ca.pem"),
                        "--cert",
                        file("other-ca.pem"),
                        "--key",
                        file("other-ca.key")),
                4,
                "does not accept your certificate");
        refused(pub(tls, "--cafile", file("server.key")), 4, "has no certificate");
    }

    @Test
    void theWrongLanguageForAPortIsToldInBothDirections() {
        refused(pub(tls), 4, "plain MQTT was sent to a port that speaks TLS");
        refused(pub(mutual, "-V", "5"), 4, "plain MQTT was sent to a port that speaks TLS");
        refused(
                pub(plain, "--cafile", file("ca.pem")),
                4,
                "TLS was spoken to a port that does not");
    }

    @Test
    void insecureSkipsTheNameAndNothingElse() {
        assertThat(pub(misnamed, "--cafile", file("ca.pem"), "--insecure").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"311", "5"})
    void credentialsAreCheckedByTheBrokerAndTheRefusalIsSaid(String version) {
        refused(
                pub(locked, "-V", version),
                5,
                "the broker refused the connection (not authorized)");
        refused(
                pub(locked, "-V", version, "-u", "joe", "-P", "wrong"),
                5,
                "refused the connection");
        Run good =
                Run.of(
                        "pub",
                        "-L",
                        "mqtt://joe:secret@localhost:" + locked + "/joe/a",
                        "-V",
                        version,
                        "-m",
                        "x",
                        "-q",
                        "1");
        assertThat(good.exitCode()).as(good.error()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aMissingRightToPublishIsSaidByVersion5(String qos) {
        refused(
                pub(locked, "-V", "5", "-u", "joe", "-P", "secret", "-q", qos),
                5,
                "the broker refused the message (not authorized), on topic a");
    }

    private static void refused(Run run, int exitCode, String what) {
        assertThat(run.error()).contains(what).startsWith("twinport: error: ");
        assertThat(run.error().lines()).hasSize(2);
        assertThat(run.exitCode()).as(run.error()).isEqualTo(exitCode);
    }
}
