// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.Telemetry;
import twinport.board.net.Ports;

/// Programs that are broken or hostile do not harm the Java process nor the board beside them: its
/// telemetry keeps its period within two times.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class HostileProgramTest {
    private Telemetry telemetry;
    private Bench neighbour;

    @BeforeAll
    void startTheNeighbour() throws Exception {
        telemetry = new Telemetry();
        neighbour =
                Bench.running(
                        """
                        import network, socket, time
                        w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
                        while not w.isconnected(): time.sleep_ms(10)
                        s = socket.socket(); s.connect(('127.0.0.1', %d))
                        while True:
                            s.send(b'x'); time.sleep_ms(%d)
                        """
                                .formatted(telemetry.port(), Telemetry.PERIOD.toMillis()),
                        telemetry.port());
        telemetry.begins();
    }

    @AfterAll
    void end() throws Exception {
        neighbour.close();
        telemetry.close();
    }

    private Bench hostile(String program) {
        Bench bench = Bench.with(BoardSettings.of("hostile").withMemoryBytes(2 << 20), program);
        bench.board().start();
        return bench;
    }

    private void theNeighbourGoesOn() throws InterruptedException {
        telemetry.keepsItsPeriod();
        assertThat(neighbour.board().state()).isEqualTo(new BoardState.Running());
    }

    @Test
    void anEndlessLoop() throws Exception {
        try (Bench bench = hostile("print('busy')\nwhile True: pass\n")) {
            bench.says("busy");
            theNeighbourGoesOn();
        }
    }

    @Test
    void anEndlessAllocation() throws Exception {
        try (Bench bench = hostile("x = []\nwhile True: x.append(bytearray(1000))\n")) {
            theNeighbourGoesOn();
            bench.crashes();
        }
    }

    @Test
    void anEndlessRecursion() throws Exception {
        String program =
                """
                def f(n): return f(n + 1)
                print('recurses')
                while True:
                    try: f(0)
                    except RuntimeError: pass
                """;
        try (Bench bench = hostile(program)) {
            bench.says("recurses");
            theNeighbourGoesOn();
        }
    }

    @Test
    void aWildPointer() throws Exception {
        try (Bench bench =
                hostile("import uctypes\nprint(uctypes.bytearray_at(0x7ffffff0, 16)[0])\n")) {
            bench.crashes();
            theNeighbourGoesOn();
        }
    }

    @Test
    void aTrap() throws Exception {
        // a wild jump: the type of an object is overwritten, so that its call goes anywhere
        String program =
                """
                import uctypes
                class A: pass
                a = A()
                uctypes.bytearray_at(id(a), 4)[:] = b'\\xf0\\xff\\xff\\x7f'
                a()
                """;
        try (Bench bench = hostile(program)) {
            bench.crashes();
            theNeighbourGoesOn();
        }
    }

    @Test
    void writingOutside() throws Exception {
        String program =
                """
                for path in ('/../../../../tmp/twinport-escape', '../../escape', '/etc/passwd'):
                    try:
                        with open(path, 'w') as f: f.write('escaped')
                        print('wrote', path)
                    except OSError as e: print(path, e)
                print('done')
                """;
        try (Bench bench = hostile(program)) {
            bench.says("done");
            assertThat(java.nio.file.Path.of("/tmp/twinport-escape")).doesNotExist();
            assertThat(java.nio.file.Path.of("/etc/passwd")).content().doesNotContain("escaped");
            theNeighbourGoesOn();
        }
    }

    @Test
    void openingOtherHosts() throws Exception {
        try (ServerSocket secret =
                new ServerSocket(Ports.free(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String program =
                    """
                    import network, socket, time
                    w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
                    while not w.isconnected(): time.sleep_ms(10)
                    for host, port in (('127.0.0.1', %d), ('0.0.0.0', %d), ('192.0.2.1', 80)):
                        s = socket.socket()
                        try:
                            s.connect((host, port)); print('reached', host)
                        except OSError as e: print(host, e)
                        s.close()
                    print('done')
                    """
                            .formatted(secret.getLocalPort(), secret.getLocalPort());
            try (Bench bench = hostile(program)) {
                bench.says("done");
                assertThat(bench.serial()).contains("EHOSTUNREACH").doesNotContain("reached");
                secret.setSoTimeout(1);
                assertThat(org.assertj.core.api.Assertions.catchThrowable(secret::accept))
                        .isInstanceOf(java.net.SocketTimeoutException.class);
                theNeighbourGoesOn();
            }
        }
    }
}
