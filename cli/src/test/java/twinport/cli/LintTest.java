// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static twinport.cli.Peers.twinport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `twinport lint` as it is called.
class LintTest {
    private static final Path PROJECT = Path.of("..");
    private static final String ACCEPTS_ALL =
            """
            import ssl, network
            from umqtt.simple import MQTTClient
            c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            c.verify_mode = ssl.CERT_NONE
            c.load_verify_locations(cadata=ca)
            """;
    private static final String OPEN_BROKER =
            """
            per_listener_settings true
            listener 8883
            certfile c.pem
            keyfile k.pem
            allow_anonymous true
            acl_file acl
            # a
            # b
            # c
            # d
            # e
            # f
            # g
            # h
            tls_version tlsv1.1
            """;

    @TempDir private Path folder;

    private static String of(String path) {
        return PROJECT.resolve(path).toString();
    }

    @Test
    void ourOwnFirmwareHasNoFailAndTheTutorialThatVerifiesNothingHas() {
        Peers.Said own = twinport("lint", of("firmware"), "--fail-on", "info");
        assertThat(own.exitCode()).isZero();
        assertThat(own.out())
                .contains("PASS  AUT-07  arduino/thermo/thermo.ino", " 0 FAIL, 0 WARN");

        Peers.Said tutorials = twinport("lint", of("examples/tutorials"));
        assertThat(tutorials.exitCode()).isEqualTo(Exit.NOT_GOOD);
        assertThat(tutorials.out())
                .contains(
                        "FAIL critical  AUT-07  arduino/secure_insecure/secure_insecure.ino (setInsecure)",
                        "PASS  AUT-07  arduino/secure_ca/secure_ca.ino",
                        "PASS  AUT-07  micropython/secure-params/main.py");
    }

    @Test
    void theDefaultLabsFileHasWhatItsBaselineSaysAndNothingElse() {
        Peers.Said bare = twinport("lint", of("examples/four-boards.yaml"), "--fail-on", "info");
        assertThat(bare.exitCode()).isEqualTo(Exit.NOT_GOOD);
        Peers.Said accepted =
                twinport(
                        "lint",
                        of("examples/four-boards.yaml"),
                        "--fail-on",
                        "info",
                        "--baseline",
                        of("examples/four-boards.lint.baseline.yaml"));
        assertThat(accepted.exitCode()).as(accepted.out()).isZero();
        assertThat(accepted.out().lines().filter(line -> line.contains("accepted:"))).hasSize(2);
    }

    @Test
    void aReportNamesFileLineAndRule() throws IOException {
        Files.writeString(folder.resolve("main.py"), ACCEPTS_ALL);
        Path sarif = folder.resolve("out.sarif");
        Peers.Said said =
                twinport(
                        "lint",
                        folder.toString(),
                        "--format",
                        "json",
                        "--report",
                        sarif.toString());
        JsonNode finding =
                JsonMapper.shared()
                        .readTree(said.out())
                        .get("findings")
                        .valueStream()
                        .filter(each -> each.get("id").asString().equals("AUT-07"))
                        .findFirst()
                        .orElseThrow();
        assertThat(finding.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(finding.get("evidence").toString()).contains("main.py", "4", "CERT_NONE");
        JsonNode location =
                JsonMapper.shared()
                        .readTree(Files.readString(sarif))
                        .at("/runs/0/results/0/locations/0/physicalLocation");
        assertThat(location.at("/artifactLocation/uri").asString()).isEqualTo("main.py");
        assertThat(location.at("/region/startLine").asInt()).isPositive();
    }

    @Test
    void aPatchThatIsAppliedTakesTheFindingAway() throws Exception {
        Files.writeString(folder.resolve("main.py"), ACCEPTS_ALL);
        Path conf = Files.writeString(folder.resolve("mosquitto.conf"), OPEN_BROKER);
        Files.writeString(folder.resolve("acl"), "pattern readwrite lab/%u/#\n");
        Path patch = folder.resolve("sure.diff");
        assertThat(twinport("lint", folder.toString(), "--patch", patch.toString()).exitCode())
                .isEqualTo(Exit.NOT_GOOD);
        assertThat(Files.readString(patch))
                .contains("-c.verify_mode = ssl.CERT_NONE", "+c.verify_mode = ssl.CERT_REQUIRED");

        assumeThat(Files.isExecutable(Path.of("/usr/bin/git"))).as("git is not installed").isTrue();
        Process applied =
                new ProcessBuilder("/usr/bin/git", "apply", "--unsafe-paths", patch.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(applied.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(applied.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(applied.exitValue()).as(said).isZero();
        assertThat(Files.readString(conf)).contains("allow_anonymous false", "tls_version tlsv1.2");
        assertThat(twinport("lint", folder.toString()).exitCode()).isZero();
    }

    @Test
    void aKeyFileThatOthersReadIsFound() throws IOException {
        Files.writeString(folder.resolve("k.pem"), "a key");
        Files.setPosixFilePermissions(
                folder.resolve("k.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener 8883\ncertfile c.pem\nkeyfile /etc/mosquitto/k.pem\n");
        assertThat(twinport("lint", folder.toString()).out())
                .contains("FAIL high  CRT-11", "rw-r--r--");
    }

    @Test
    void whatCannotBeLookedAtIsSaidAndNeverPassed() throws IOException {
        Files.write(folder.resolve("binary.ino"), new byte[] {0, 1, 2});
        Files.writeString(folder.resolve("large.py"), "x = 1\n".repeat(200_000));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.writeString(folder.resolve("lab.yaml"), "boards: [\nplain:\n");
        Peers.Said nothing = twinport("lint", folder.toString());
        assertThat(nothing.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(nothing.err()).contains("nothing to look at");

        Files.writeString(
                folder.resolve("a.ino"), "(".repeat(300_000) + "\n\"" + "\\".repeat(300_001));
        Peers.Said said = twinport("lint", folder.toString());
        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .contains(
                        "binary.ino is no text in UTF-8",
                        "large.py has more than 1 MiB",
                        "lab.yaml:",
                        "1 file was looked at")
                .doesNotContain("PASS  ");
    }

    @Test
    void aPathThatIsNothingIsAUsageError() throws IOException {
        assertThat(twinport("lint", folder.resolve("none").toString()).exitCode())
                .isEqualTo(Exit.USAGE);
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        assertThat(twinport("lint", text.toString()).err())
                .contains("nothing that lint knows", "hint");
        assertThat(twinport("lint", folder.toString(), "--fail-on", "bad").exitCode())
                .isEqualTo(Exit.USAGE);
        assertThat(twinport("lint", text.toString(), "--patch").exitCode()).isEqualTo(Exit.USAGE);
    }
}
