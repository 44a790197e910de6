// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardEvent;
import twinport.board.BoardSettings;
import twinport.board.Registration;
import twinport.board.net.BoardNetwork;
import twinport.board.net.Errno;
import twinport.board.net.NetworkException;

/// A connection that nobody answers.
@Timeout(30)
final class ConnectTest {
    /// Every SYN is lost; the time that this takes is left out.
    private static final BoardNetwork DEAF =
            new BoardNetwork() {
                @Override
                public InetAddress address() {
                    return InetAddress.ofLiteral("127.0.10.1");
                }

                @Override
                public InetAddress resolve(String host) {
                    return InetAddress.ofLiteral("192.0.2.1");
                }

                @Override
                public Socket connect(String host, int port, Duration timeout)
                        throws NetworkException {
                    throw new NetworkException(Errno.ETIMEDOUT, "no answer");
                }
            };

    @Test
    void nobodyAnswers() throws Exception {
        String main =
                """
                import network, socket, time
                w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
                while not w.isconnected(): time.sleep_ms(10)
                for timeout in (1, None):
                    s = socket.socket(); s.settimeout(timeout)
                    try: s.connect(('192.0.2.1', 1883))
                    except OSError as e: print('[%s] %s' % (timeout, e))
                print('done')
                """;
        CountDownLatch done = new CountDownLatch(1);
        try (Board board =
                        new Board(
                                BoardSettings.of("deaf"),
                                new MicroPythonProgram(
                                        Map.of("/main.py", main.getBytes(StandardCharsets.UTF_8))),
                                DEAF,
                                BoardClock.system(),
                                new Random(1));
                Registration watching =
                        board.listen(event -> {
                            if (event instanceof BoardEvent.SerialText text
                                    && text.text().contains("done")) {
                                done.countDown();
                            }
                        })) {
            assertThat(watching).isNotNull();
            board.start();
            assertThat(done.await(20, TimeUnit.SECONDS)).as(board.serial()::text).isTrue();
            assertThat(board.serial().text())
                    .contains("[1] [Errno 116] ETIMEDOUT")
                    .contains("[None] [Errno 113] ECONNABORTED");
        }
    }
}
