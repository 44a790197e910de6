// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.Board;
import twinport.board.BoardSettings;
import twinport.board.micropython.MicroPythonProgram;
import twinport.board.net.LoopbackNetwork;

/// What virtual time is for: a run that repeats.
@Timeout(60)
final class RepeatedRunTest {
    private static final Path BEACON = Path.of("..", "examples", "scenarios", "beacon", "main.py");

    @Test
    void theSameSeedGivesTheSameWordsTwice() throws Exception {
        String once = twoDays(7);
        assertThat(once).contains("hour 12 after 43200").contains("hour 48 after 1728");
        assertThat(twoDays(7)).isEqualTo(once);
        assertThat(twoDays(8)).isNotEqualTo(once).contains("beacon ends");
    }

    private static String twoDays(long seed) throws IOException, InterruptedException {
        var said = new SerialLog("beacon");
        var over = new CountDownLatch(1);
        Map<String, byte[]> files = Map.of("/main.py", Files.readAllBytes(BEACON));
        try (var clock = new VirtualClock(Instant.parse("2026-03-01T12:00:00Z"), System::nanoTime);
                var board =
                        new Board(
                                BoardSettings.of("beacon"),
                                new MicroPythonProgram(files),
                                new LoopbackNetwork(
                                        InetAddress.ofLiteral("127.0.10.1"), Map.of(), Set.of()),
                                clock,
                                new Random(seed));
                var listening =
                        board.serial()
                                .listen(text -> {
                                    said.add(text);
                                    if (said.found("beacon ends")) {
                                        over.countDown();
                                    }
                                })) {
            assertThat(listening).isNotNull();
            clock.jumping(true);
            board.start();
            over.await();
            clock.jumping(false);
        }
        return said.text().replaceAll("(?s)beacon ends.*", "beacon ends");
    }
}
