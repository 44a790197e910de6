// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.cli.Peers.twinport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.broker.BrokerSettings;

/// A lab that is killed (SIGKILL) while messages go through it, and started again. What was on its
/// way at that moment may come twice: HiveMQ sends PUBREL before it has stored that PUBREC came,
/// and keeps in memory whose PUBLISH it has taken. In one run of four, 2 of 100,000 acknowledged
/// messages did not come at all; why is not known.
///
/// The size is set by `-Dtwinport.ledger.messages=N -Dtwinport.ledger.kills=N
/// -Dtwinport.ledger.seed=N`; docs/explanation/nothing-lost.md has the results.
class KilledLabTest {
    private static final int MESSAGES = Integer.getInteger("twinport.ledger.messages", 100_000);
    private static final int KILLS = Integer.getInteger("twinport.ledger.kills", 10);
    private static final long SEED = Long.getLong("twinport.ledger.seed", 1);

    /// Messages that the broker takes from the writer without having acknowledged them, and as many
    /// that it has given to the reader.
    private static final int ON_THEIR_WAY = 2 * BrokerSettings.Limits.DEFAULT.receiveMaximum();

    private static final String LAB =
            """
            plain: {port: 0}
            tls: {port: 0}
            boards:
              - {id: thermo, firmware: FIRMWARE, transport: tls}
            identities:
              - {name: writer, publish: [plain/ledger/#]}
              - {name: reader, subscribe: [plain/ledger/#]}
            """;

    @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
    private Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void onlyWhatWasOnItsWayAtAKillIsLostOrComesTwice() throws Exception {
        int port = Daemon.freePort();
        Path firmware = Path.of("../firmware/arduino/thermo").toAbsolutePath().normalize();
        String file =
                Files.writeString(
                                folder.resolve("lab.yaml"),
                                LAB.replace("FIRMWARE", firmware.toString()))
                        .toString();
        Random random = new Random(SEED);
        RunningLab lab = RunningLab.startAt(folder, port, file);
        byte[] authority = Files.readAllBytes(lab.pki().resolve("ca.pem"));
        try (MessageLedger ledger =
                new MessageLedger(
                        MESSAGES,
                        port,
                        new MessageLedger.Passwords(
                                lab.password("writer"), lab.password("reader")))) {
            ledger.open();
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> {
                        try {
                            ledger.write();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            for (int kill = 1; kill <= KILLS; kill++) {
                int part = MESSAGES / (KILLS + 1);
                ledger.awaitAcknowledged(part * (kill - 1) + 1 + random.nextInt(part));
                lab.kill();
                lab = RunningLab.startAt(folder, port, file);
            }
            writing.get(3, TimeUnit.HOURS);
            ledger.awaitReceived(30);
            MessageLedger.Sum sum = ledger.sum();
            System.out.println("ledger: " + KILLS + " kills, " + sum);
            assertThat(sum.lost() + sum.doubledQos1() + sum.doubledQos2())
                    .as("%s", sum)
                    .isLessThanOrEqualTo(KILLS * ON_THEIR_WAY);
            assertThat(sum.unacknowledged()).as("%s", sum).isZero();
        } finally {
            lab.close();
        }
        assertThat(Files.readAllBytes(lab.pki().resolve("ca.pem"))).isEqualTo(authority);
        everyCaptureIsReadable(folder.resolve("data/captures"));
    }

    /// To its last whole packet, though the writing of it was cut off.
    private static void everyCaptureIsReadable(Path captures) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(captures)) {
            files = all.filter(each -> each.toString().endsWith(".pcapng")).toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(KILLS + 1);
        for (Path each : files) {
            Peers.Said said = twinport("analyze", each);
            assertThat(said.exitCode()).as(each + "\n" + said.err()).isZero();
        }
    }
}
