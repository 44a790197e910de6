// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.board.BoardSettings;
import twinport.board.Mosquitto;
import twinport.board.fault.FaultKind;
import twinport.board.fault.Faults;

/// What firmware sees of each fault, and that it is over when mended. Keys typed at the prompt say
/// when to look.
@Timeout(60)
final class FaultsTest {
    private static final String HELPERS =
            """
            import dht, errno, machine, network, ntptime, os, socket, ssl, time
            from umqtt.simple import MQTTClient
            w = network.WLAN(network.STA_IF); w.active(True); w.connect('Home', 'secret')
            while not w.isconnected(): time.sleep_ms(10)
            d = dht.DHT22(machine.Pin(15))
            def attempt(what, f):
                try: print(what, 'gives', f())
                except Exception as e: print(what, 'raises', type(e).__name__, e)
            def read():
                time.sleep(2); d.measure(); return '%.1f %.1f' % (d.temperature(), d.humidity())
            print('cause', machine.reset_cause())
            print('ready')
            """;

    private static Bench bench(int... ports) {
        Bench bench =
                Bench.with(
                        BoardSettings.of("bench").withBootTime(Duration.ZERO),
                        Map.of("/main.py", HELPERS),
                        ports);
        bench.board().start();
        return bench.says("ready").says(">>>");
    }

    private static Faults faults(Bench bench) {
        return bench.board().faults();
    }

    /// Types a line and waits for what it prints.
    private static void ask(Bench bench, String line, String answer) {
        bench.board().serial().type(line + "\r");
        bench.says(answer);
    }

    @Test
    void aSensorGetsWorseInEveryWayAndIsMended() {
        try (Bench bench = bench()) {
            bench.board().sensor().set(21.5, 48);
            faults(bench).apply("dht22 checksum");
            ask(bench, "attempt('checksum', read)", "checksum raises Exception checksum error");
            faults(bench).apply("dht22 no-answer");
            ask(
                    bench,
                    "attempt('no answer', read)",
                    "no answer raises OSError [Errno 116] ETIMEDOUT");
            faults(bench).mend("dht22");
            faults(bench).apply("dht22 stuck");
            bench.board().sensor().set(30, 10);
            ask(bench, "attempt('stuck', read)", "stuck gives 21.5 48.0");
            faults(bench).apply("dht22 ramp 10 20 1ms");
            ask(bench, "attempt('ramp', read)", "ramp gives 20.0 10.0");
            faults(bench).apply("dht22 replay 0,1,2;0.5,3.5,4");
            ask(bench, "attempt('replay', read)", "replay gives 3.5 4.0");
            faults(bench).apply("dht22 sine 5 5 1m");
            ask(bench, "attempt('sine', read)", "sine gives 5.0 10.0");
            faults(bench).apply("bench noise 3");
            ask(bench, "attempt('noise', read)", "noise gives");
            assertThat(bench.serial()).doesNotContain("noise gives 30.0 10.0");
            assertThat(faults(bench).active())
                    .containsExactly("dht22 sine 5 5 1m", "bench noise 3");
            faults(bench).mend("all");
            ask(bench, "attempt('mended', read)", "mended gives 30.0 10.0");
            assertThat(faults(bench).active()).isEmpty();
        }
    }

    @Test
    void theNetworkGetsWorseInEveryWayAndIsMended(@TempDir Path folder) throws Exception {
        try (Mosquitto broker = new Mosquitto(folder);
                Bench bench = bench(broker.plain())) {
            ask(
                    bench,
                    "c = MQTTClient('c', 'localhost', "
                            + broker.plain()
                            + ", keepalive=30); attempt('first', c.connect)",
                    "first gives 0");
            faults(bench).apply("wifi down");
            ask(bench, "attempt('down', c.ping)", "down raises OSError [Errno 113] ECONNABORTED");
            ask(bench, "print('joined', w.isconnected())", "joined False");
            faults(bench).mend("wifi");
            ask(bench, "while not w.isconnected(): time.sleep_ms(50)\r", ">>>");
            ask(bench, "attempt('again', c.connect)", "again gives 0");
            faults(bench).apply("link cut");
            ask(bench, "attempt('cut', c.ping)", "cut raises OSError [Errno 104] ECONNRESET");
            faults(bench).apply("link latency 150ms 10ms");
            ask(
                    bench,
                    "t = time.ticks_ms(); attempt('slow', c.connect); print('took', time.ticks_diff(time.ticks_ms(), t) > 290)",
                    "took True");
            faults(bench).apply("link loss 100");
            ask(bench, "attempt('lost', c.connect)", "lost raises OSError [Errno 104] ECONNRESET");
            faults(bench).mend("link");
            faults(bench).apply("dns fail");
            ask(bench, "attempt('names', c.connect)", "names raises OSError -202");
            faults(bench).mend("dns");
            faults(bench).apply("net portal");
            ask(
                    bench,
                    "attempt('portal', c.connect)",
                    "portal raises OSError [Errno 104] ECONNRESET");
            ask(
                    bench,
                    "s = socket.socket(); s.connect(socket.getaddrinfo('example.com', 80)[0][-1]); s.write(b'GET / HTTP/1.0\\r\\n\\r\\n'); print('page', s.readline())",
                    "page b'HTTP/1.1 302 Found\\r\\n'");
            faults(bench).mend("all");
            ask(bench, "attempt('mended', c.connect)", "mended gives 0");
            faults(bench).apply("wifi wrong-password");
            ask(
                    bench,
                    "while w.status() != network.STAT_WRONG_PASSWORD: time.sleep_ms(50)\r",
                    ">>>");
        }
    }

    @Test
    void aSealedConnectionFindsNoMemory(@TempDir Path folder) throws Exception {
        try (Mosquitto broker = new Mosquitto(folder);
                Bench bench = bench(broker.plain())) {
            faults(bench).apply("memory low");
            ask(
                    bench,
                    "s = socket.socket(); s.connect(('127.0.0.1', "
                            + broker.plain()
                            + ")); attempt('tls', lambda: ssl.wrap_socket(s))",
                    "tls raises OSError (-32512, 'MBEDTLS_ERR_SSL_ALLOC_FAILED')");
        }
    }

    @Test
    void theClockGoesWrongAndTheFlashFillsUp() {
        try (Bench bench = bench()) {
            ask(bench, "ntptime.settime(); print('set', time.localtime()[0] > 2024)", "set True");
            faults(bench).apply("clock 1970");
            ask(bench, "print('year', time.gmtime()[0])", "year 1970");
            faults(bench).apply("clock jump +36h");
            ask(bench, "print('date', time.gmtime()[:3])", "date (1970, 1, 2)");
            faults(bench).apply("clock skew 1000000");
            ask(
                    bench,
                    "a = time.time(); time.sleep(2); print('twice', time.time() - a >= 4)",
                    "twice True");
            faults(bench).apply("flash full");
            ask(
                    bench,
                    "f = open('/x', 'w'); attempt('flash', lambda: f.write('x'))",
                    "flash raises OSError 28");
            faults(bench).mend("flash");
            ask(
                    bench,
                    "f = open('/y', 'w'); f.write('x'); f.close(); print('files', 'y' in os.listdir('/'))",
                    "files True");
        }
    }

    @Test
    void aBrownOutAndTheWatchdogStartTheChipAgainForTheirCauses() {
        try (Bench bench = bench()) {
            faults(bench).apply("power brown-out");
            bench.says("Brownout detector was triggered");
            bench.waits("a second start", () -> bench.serial().split("ready", -1).length > 2);
            faults(bench).apply("power watchdog");
            bench.says("Task watchdog got triggered");
            bench.waits("a third start", () -> bench.serial().split("ready", -1).length > 3);
            assertThat(bench.serial().lines().filter(line -> line.startsWith("cause ")).distinct())
                    .as("the causes")
                    .containsExactly(
                            "cause 1", "cause 3"); // MicroPython tells a brown-out as power-on
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dht22",
                "dht22 sad",
                "wifi sideways",
                "link latency",
                "link latency soon",
                "link loss 200",
                "dht22 replay 1,2",
                "clock skew fast",
                "wifi down now",
                "led checksum"
            })
    void wrongWordsAreToldWithWhatIsAllowed(String words) {
        try (Bench bench = Bench.with(BoardSettings.of("bench"), "pass")) {
            assertThatThrownBy(() -> faults(bench).apply(words))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(
                            "(?s).*(faults are|Faults are|: .*[A-Z]+|is from|a row is|it is written).*");
            assertThat(faults(bench).active()).isEmpty();
        }
    }

    @Test
    void theReferenceNamesEveryFault() throws Exception {
        String document = java.nio.file.Files.readString(Path.of("../docs/reference/faults.md"));
        for (FaultKind kind : FaultKind.values()) {
            assertThat(document).contains("| `" + kind.form() + "` | " + kind.what());
        }
        assertThat(List.of(FaultKind.values())).hasSizeGreaterThan(20);
    }
}
