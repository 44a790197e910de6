// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.Board;
import twinport.board.BoardSettings;
import twinport.board.Resets;
import twinport.board.arduino.JumpingClock;
import twinport.board.net.LoopbackNetwork;

/// A MicroPython board leaves nothing behind when it is reset.
@Timeout(240)
final class ResetsTest {
    @Test
    void aThousandResetsLeakNothing() throws Exception {
        try (Resets resets = new Resets()) {
            String main =
                    """
                    import machine, network, socket, time
                    w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
                    while not w.isconnected(): time.sleep_ms(10)
                    s = socket.socket(); s.connect(('127.0.0.1', %d)); s.send(b'x')
                    f = open('/kept', 'w'); f.write('x')
                    machine.reset()
                    """
                            .formatted(resets.port());
            InetAddress local = InetAddress.ofLiteral("127.0.0.1");
            Board board =
                    new Board(
                            BoardSettings.of("again").withBootTime(Duration.ZERO),
                            new MicroPythonProgram(
                                    Map.of("/main.py", main.getBytes(StandardCharsets.UTF_8))),
                            new LoopbackNetwork(
                                    InetAddress.ofLiteral("127.0.10.1"),
                                    Map.of(),
                                    Set.of(new InetSocketAddress(local, resets.port()))),
                            JumpingClock.overPausesUpTo(Duration.ofMillis(10)),
                            new Random(1));
            resets.leaveNothingBehind(board, 1_000);
        }
    }
}
