// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A fleet at a lab that runs in a process of its own.
class SimulateTest {
    private static final String LAB =
            """
            plain: {port: 0}
            tls: {port: 0}
            fleet: 40
            boards:
              - {id: thermo, firmware: FIRMWARE, transport: tls}
            """;

    @TempDir private static Path folder;

    private static RunningLab lab;

    private record Said(int exitCode, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        lab = RunningLab.start(folder, file(folder), "--fleet", "50");
    }

    @AfterAll
    static void end() {
        lab.close();
    }

    private static String file(Path where) throws Exception {
        Path firmware = Path.of("../firmware/arduino/thermo").toAbsolutePath().normalize();
        return Files.writeString(
                        where.resolve("lab.yaml"), LAB.replace("FIRMWARE", firmware.toString()))
                .toString();
    }

    private static Said run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        int code = Main.run(terminal, arguments);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Said tls(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "simulate",
                                "--tls",
                                "--data",
                                folder.resolve("data").toString(),
                                "-p",
                                String.valueOf(lab.tlsPort()),
                                "--json"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void fiftyDevicesOverTlsLoseNothingThroughChurnAndAStorm() {
        Said said =
                tls(
                        "--devices",
                        "50",
                        "--for",
                        "5s",
                        "--every",
                        "100ms",
                        "--churn",
                        "5",
                        "--storm",
                        "2s",
                        "--commands",
                        "20");
        assertThat(said.exitCode).as(said.out + said.err).isZero();
        JsonNode report = said.json();
        assertThat(report.at("/connections/connected").asInt()).isEqualTo(50);
        assertThat(report.at("/connections/storms").asInt()).isPositive();
        assertThat(report.at("/connections/churned").asInt()).isPositive();
        assertThat(report.at("/connections/reconnected").asInt()).isGreaterThan(50);
        assertThat(report.at("/messages/acknowledged").asInt()).isGreaterThan(500);
        assertThat(report.at("/messages/received").asInt())
                .isGreaterThanOrEqualTo(report.at("/messages/acknowledged").asInt());
        assertThat(report.at("/messages/lost").asInt()).isZero();
        assertThat(report.at("/wills/seen").asInt())
                .isEqualTo(report.at("/wills/left").asInt())
                .isGreaterThanOrEqualTo(100);
        assertThat(report.at("/commands/answered").asInt()).isPositive();
        assertThat(report.at("/commands/unanswered").asInt()).isZero();
    }

    @Test
    void thePlainSideLetsTheFleetInAndNobodyElse() throws Exception {
        String port = String.valueOf(lab.plainPort());
        Said said =
                run("simulate", "--devices", "50", "--for", "1s", "--every", "100ms", "-p", port);
        assertThat(said.exitCode).as(said.out + said.err).isZero();
        assertThat(said.out).contains("50 devices in within", "0 lost, 0 twice");
        Peer stranger =
                Peer.run(
                        "mosquitto_pub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        port,
                        "-i",
                        "fleet-plain-000051",
                        "-t",
                        "plain/fleet/fleet-plain-000051/dht22",
                        "-m",
                        "x",
                        "-q",
                        "1");
        assertThat(stranger.exitCode()).as(stranger.output()).isNotZero();
    }

    @Test
    void moreDevicesThanTheLabKnowsAreToldWhatToDo() {
        Said said = tls("--devices", "51", "--for", "1s");
        assertThat(said.exitCode).isEqualTo(Exit.REFUSED);
        assertThat(said.err).contains("fleet-000051 does not get in", "twinport up --fleet 51");
    }

    @Test
    void numbersOutOfBoundsAreWrongArguments() {
        assertThat(run("simulate", "--devices", "20001").exitCode).isEqualTo(Exit.USAGE);
        assertThat(run("simulate", "--devices", "1", "--qos", "0").exitCode).isEqualTo(Exit.USAGE);
        assertThat(run("simulate", "--devices", "1", "--every", "1ms").err).contains("10ms");
        assertThat(run("up", "--fleet", "20001").err).contains("0 to 20000");
        Said none = run("simulate", "--devices", "1", "--tls", "--data", "/nonexistent");
        assertThat(none.exitCode).isEqualTo(Exit.USAGE);
        assertThat(none.err).contains("there is no CA", "up --fleet");
    }

    @Test
    void nobodyAtThePortIsExitCodeThree() {
        Said said = run("simulate", "--devices", "1", "-p", "1");
        assertThat(said.exitCode).isEqualTo(Exit.CONNECT);
        assertThat(said.err).contains("localhost:1 does not answer");
    }

    @Test
    void aLabThatIsKilledIsSeenByEveryDevice(@TempDir Path other) throws Exception {
        try (RunningLab victim = RunningLab.start(other, file(other))) {
            var killed =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    victim.kill();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
            Said said =
                    run(
                            "simulate",
                            "--devices",
                            "40",
                            "--for",
                            "5s",
                            "--every",
                            "100ms",
                            "--json",
                            "-p",
                            String.valueOf(victim.plainPort()));
            killed.join();
            assertThat(said.exitCode).isEqualTo(Exit.NOT_GOOD);
            assertThat(said.json().at("/connections/unexpectedEnds").asInt()).isEqualTo(40);
        }
    }
}
