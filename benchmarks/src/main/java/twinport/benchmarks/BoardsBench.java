// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardEvent;
import twinport.board.BoardSettings;
import twinport.board.Firmware;
import twinport.board.arduino.Clang;
import twinport.board.arduino.Sketch;
import twinport.board.arduino.SketchCode;
import twinport.board.arduino.SketchCompiler;
import twinport.board.micropython.MicroPythonProgram;
import twinport.board.net.LoopbackNetwork;

/// What virtual boards take: `boards.sh`.
///
/// `start` says how many boards a second are started until each has said its first word, and how
/// long one warm board takes to that. `telemetry KIND BOARDS SECONDS` has that many boards keep a
/// period of 2 s over TLS to one server in another process, and says what became of the period and of
/// the memory. `compile` says how long a sketch takes to WebAssembly, cold and from the cache.
final class BoardsBench {
    private static final int STARTED = 200;
    private static final int ROUNDS = 20;
    private static final long MEGA = 1 << 20;

    private static final String HELLO_PYTHON = "print('up')\n";
    private static final String HELLO_SKETCH =
            "void setup() { Serial.begin(115200); Serial.println(\"up\"); }\n"
                    + "void loop() { delay(1000); }\n";

    private BoardsBench() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("twinport-boards-bench");
        try {
            switch (arguments[1]) {
                case "start" -> start(folder);
                case "telemetry" -> {
                    int boards = Integer.parseInt(arguments[3]);
                    int seconds = Integer.parseInt(arguments[4]);
                    telemetry(arguments[2].equals("arduino"), boards, seconds, folder);
                }
                case "compile" -> compile(home, folder);
                default -> throw new IllegalArgumentException("start, telemetry or compile");
            }
        } finally {
            delete(folder);
        }
        System.exit(0); // boards' threads are daemons, those of the server's process are not ours
    }

    private static void start(Path folder) throws Exception {
        Firmware python = new MicroPythonProgram(Map.of("/main.py", HELLO_PYTHON.getBytes(UTF_8)));
        say("MicroPython", python);
        say("C++", sketch(folder, "hello", HELLO_SKETCH, Map.of()));
    }

    private static void say(String kind, Firmware firmware) throws Exception {
        List<Double> millis = new ArrayList<>();
        double cold = firstWord(firmware);
        for (int i = 0; i < ROUNDS; i++) {
            millis.add(firstWord(firmware));
        }
        millis.sort(Comparator.naturalOrder());
        long before = used();
        CountDownLatch up = new CountDownLatch(STARTED);
        List<Board> boards = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < STARTED; i++) {
            boards.add(board("b" + i, firmware, 0, up));
            boards.getLast().start();
        }
        up.await();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double each = (used() - before) / (double) STARTED / 1024;
        boards.forEach(Board::close);
        System.out.printf(
                Locale.ROOT,
                "%s: first word cold %.0f ms, warm %.1f ms (median of %d); %.0f boards started a"
                        + " second; %.0f KB of heap each, idle%n",
                kind,
                cold,
                millis.get(ROUNDS / 2),
                ROUNDS,
                STARTED / seconds,
                each);
    }

    private static double firstWord(Firmware firmware) throws InterruptedException {
        CountDownLatch up = new CountDownLatch(1);
        try (Board board = board("one", firmware, 0, up)) {
            long begun = System.nanoTime();
            board.start();
            up.await();
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static void telemetry(boolean arduino, int count, int seconds, Path folder)
            throws Exception {
        try (TelemetryServer server = TelemetryServer.start(folder)) {
            Firmware firmware =
                    arduino
                            ? sketch(
                                    folder,
                                    "telemetry",
                                    text("telemetry.ino"),
                                    Map.of(
                                            "/ca.pem", server.ca().getBytes(UTF_8),
                                            "/port", String.valueOf(server.port()).getBytes(UTF_8)))
                            : new MicroPythonProgram(
                                    Map.of(
                                            "/main.py", text("telemetry.py").getBytes(UTF_8),
                                            "/ca.pem", server.ca().getBytes(UTF_8),
                                            "/port",
                                                    String.valueOf(server.port()).getBytes(UTF_8)));
            CountDownLatch up = new CountDownLatch(count);
            long before = used();
            List<Board> boards = new ArrayList<>();
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                boards.add(board("b" + i, firmware, server.port(), up));
                boards.getLast().start();
            }
            boolean all = up.await(10, TimeUnit.MINUTES);
            double starting = (System.nanoTime() - begun) / 1e9;
            server.begin();
            Thread.sleep(Duration.ofSeconds(seconds));
            double[] gaps = server.gaps();
            long heap = used() - before;
            boards.forEach(Board::close);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d boards over TLS, all connected: %b, after %.1f s; gaps of a 2 s period:"
                            + " median %.2f, 99 %% below %.2f, longest %.2f s, %d messages in %d s;"
                            + " %.0f KB of heap each, %d MB resident%n",
                    arduino ? "C++" : "MicroPython",
                    count,
                    all,
                    starting,
                    at(gaps, 0.5),
                    at(gaps, 0.99),
                    at(gaps, 1),
                    gaps.length,
                    seconds,
                    heap / 1024.0 / count,
                    resident());
        }
    }

    private static void compile(Path home, Path folder) throws Exception {
        Path thermo = home.resolve("firmware/arduino/thermo");
        SketchCompiler compiler = compiler(folder.resolve("cache"));
        double first = millis(() -> compiler.compile(thermo));
        Path copy = Files.createDirectories(folder.resolve("other"));
        String source = Files.readString(thermo.resolve("thermo.ino"));
        Files.writeString(copy.resolve("other.ino"), source + "\n// other\n");
        double cold = millis(() -> compiler.compile(copy));
        double cached = millis(() -> compiler.compile(copy));
        byte[] wasm = compiler.compile(copy);
        double translated =
                millis(() -> SketchCode.translated(wasm, folder.resolve("classes")));
        double again = millis(() -> SketchCode.translated(wasm, folder.resolve("classes")));
        System.out.printf(
                Locale.ROOT,
                "compile: the first sketch of a cache %.0f ms (with the board's own code), another"
                        + " sketch cold %.0f ms, from the cache %.0f ms; to class files %.0f ms, from"
                        + " the cache %.0f ms%n",
                first,
                cold,
                cached,
                translated,
                again);
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static double millis(Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static SketchCompiler compiler(Path cache) throws InterruptedException {
        return new SketchCompiler(Clang.on(System.getenv("PATH")), cache, List.of());
    }

    private static Firmware sketch(
            Path folder, String name, String source, Map<String, byte[]> files) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name));
        Files.writeString(place.resolve(name + ".ino"), source);
        byte[] wasm = compiler(folder.resolve("cache")).compile(place);
        return new Sketch(SketchCode.translated(wasm, folder.resolve("classes")), files);
    }

    /// Counts `up` down when the board has said "up".
    private static Board board(String id, Firmware firmware, int port, CountDownLatch up) {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        Board board =
                new Board(
                        BoardSettings.of(id),
                        firmware,
                        new LoopbackNetwork(
                                InetAddress.ofLiteral("127.0.10.1"),
                                Map.of(),
                                Set.of(new InetSocketAddress(local, port))),
                        BoardClock.system(),
                        new Random(id.hashCode()));
        board.listen(event -> {
            if (event instanceof BoardEvent.SerialText text && text.text().contains("up")) {
                up.countDown();
            }
        });
        return board;
    }

    private static String text(String name) throws IOException {
        try (var in = BoardsBench.class.getResourceAsStream("boards/" + name)) {
            if (in == null) {
                throw new IOException("the benchmarks lack boards/" + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static double at(double[] gaps, double part) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long resident() throws IOException {
        Optional<String> line =
                Files.readString(Path.of("/proc/self/status"))
                        .lines()
                        .filter(each -> each.startsWith("VmRSS"))
                        .findFirst();
        return line.map(each -> Long.parseLong(each.replaceAll("\\D", "")) * 1024 / MEGA)
                .orElse(-1L);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
