// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.Telemetry;
import twinport.board.net.Ports;

/// Sketches that are broken or hostile do not harm the Java process nor the board beside them: its
/// telemetry keeps its period within two times.
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class HostileSketchTest {
    private SketchCode code;
    private Telemetry telemetry;
    private SketchBench neighbour;

    @BeforeAll
    void startTheNeighbour() throws Exception {
        code = SketchBench.sketch("hostile");
        telemetry = new Telemetry();
        neighbour =
                running(
                        "neighbour",
                        "telemetry",
                        Map.of(
                                "/port", String.valueOf(telemetry.port()),
                                "/period", String.valueOf(Telemetry.PERIOD.toMillis())),
                        telemetry.port());
        telemetry.begins();
    }

    @AfterAll
    void end() throws Exception {
        if (neighbour != null) { // null when the tests were skipped
            neighbour.close();
            telemetry.close();
        }
    }

    private SketchBench running(String id, String mode, Map<String, String> files, int... ports) {
        Map<String, String> all = new java.util.HashMap<>(files);
        all.put("/mode.txt", mode);
        return SketchBench.running(
                BoardSettings.of(id).withMemoryBytes(1 << 20),
                code,
                BoardClock.system(),
                all,
                ports);
    }

    private SketchBench hostile(String mode) {
        return running("hostile", mode, Map.of());
    }

    private void theNeighbourGoesOn() throws InterruptedException {
        telemetry.keepsItsPeriod();
        assertThat(neighbour.board().state()).isEqualTo(new BoardState.Running());
    }

    private void crashesAlone(String mode, String reason) throws InterruptedException {
        try (SketchBench bench = hostile(mode)) {
            bench.crashes(reason);
            theNeighbourGoesOn();
        }
    }

    @Test
    void anEndlessLoop() throws Exception {
        try (SketchBench bench = hostile("loop")) {
            bench.says("mode loop");
            theNeighbourGoesOn();
        }
    }

    @Test
    void anEndlessAllocation() throws Exception {
        crashesAlone("allocate", "out of memory");
    }

    @Test
    void anEndlessRecursion() throws Exception {
        crashesAlone("recurse", "");
    }

    @Test
    void aWildPointer() throws Exception {
        crashesAlone("pointer", "out of bounds");
    }

    @Test
    void aTrap() throws Exception {
        crashesAlone("trap", "unreachable");
    }

    @Test
    void writingOutside() throws Exception {
        try (SketchBench bench = hostile("outside")) {
            bench.says("done");
            assertThat(Path.of("/tmp/twinport-escape")).doesNotExist();
            assertThat(Path.of("/etc/passwd")).content().doesNotContain("escaped");
            theNeighbourGoesOn();
        }
    }

    @Test
    void openingOtherHosts() throws Exception {
        try (ServerSocket secret =
                new ServerSocket(Ports.free(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = String.valueOf(secret.getLocalPort());
            try (SketchBench bench = running("hostile", "hosts", Map.of("/port", port))) {
                bench.says("done");
                assertThat(bench.serial()).contains("refused").doesNotContain("reached");
                theNeighbourGoesOn();
            }
        }
    }
}
