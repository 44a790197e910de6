// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import twinport.lab.Transport;
import twinport.lab.history.Chart;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.HistoryStatus;
import twinport.lab.history.HistoryWriter;
import twinport.lab.history.Point;

/// How fast the history is, on a SQLite file of its own: `history.sh`.
///
/// `write SECONDS` says how many messages a second were stored, and the heap after GC at start,
/// middle and end. `read MESSAGES` says how long it takes to open, and to draw the minutes of 1,000
/// devices.
///
/// Each message is a JSON object with two numbers, from one of 1,000 devices.
final class HistoryBench {
    private static final int DEVICES = 1_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_790_000_000L * SECOND;
    private static final long WAITING_MAX = 40_000;
    private static final long GLANCE_NANOS = 200_000;
    private static final int ROUNDS = 7;
    private static final HistoryMessage[] NAMES = names();

    private HistoryBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("twinport-history-bench");
        Path file = folder.resolve("history.db");
        try {
            long number = Long.parseLong(arguments[1]);
            switch (arguments[0]) {
                case "write" -> write(Database.of(file.toString()), number);
                case "read" -> read(Database.of(file.toString()), number);
                default -> throw new IllegalArgumentException("write SECONDS or read MESSAGES");
            }
            System.out.printf(Locale.ROOT, "file: %d MB%n", Files.size(file) >> 20);
        } finally {
            for (String ending : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(folder.resolve("history.db" + ending));
            }
            Files.delete(folder);
        }
    }

    private static HistoryMessage[] names() {
        HistoryMessage[] names = new HistoryMessage[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            String name = "dev-" + i;
            String topic = "plain/" + name + "/dht22";
            names[i] =
                    new HistoryMessage(
                            0,
                            false,
                            name,
                            name,
                            Transport.PLAIN,
                            topic,
                            0,
                            false,
                            "",
                            new byte[0]);
        }
        return names;
    }

    private static HistoryMessage message(long n, long epochNanos) {
        HistoryMessage name = NAMES[(int) (n % DEVICES)];
        long tenths = 200 + n * 7 % 100;
        String payload =
                "{\"temperature\":" + tenths / 10 + '.' + tenths % 10 + ",\"humidity\":45.8}";
        return new HistoryMessage(
                epochNanos,
                false,
                name.identity(),
                name.clientId(),
                Transport.PLAIN,
                name.topic(),
                0,
                false,
                "",
                payload.getBytes(UTF_8));
    }

    private static void write(Database database, long seconds) throws Exception {
        HistoryWriter writer = HistoryWriter.begin(database, "bench", "b", InstantSource.system());
        long begun = System.nanoTime();
        long clock = System.currentTimeMillis() * 1_000_000;
        List<String> heaps = new ArrayList<>(List.of(heap()));
        long end = begun + seconds * SECOND;
        long middle = begun + seconds * SECOND / 2;
        long sent = 0;
        for (long now = begun; now < end; now = System.nanoTime()) {
            for (int i = 0; i < 100; i++) {
                writer.offer(message(sent++, clock + now - begun));
            }
            while (writer.status().waiting() > WAITING_MAX) {
                LockSupport.parkNanos(GLANCE_NANOS);
            }
            if (heaps.size() == 1 && now > middle) {
                heaps.add(heap());
            }
        }
        HistoryStatus status = writer.status();
        double took = (System.nanoTime() - begun) / 1e9;
        heaps.add(heap());
        writer.close();
        System.out.printf(
                Locale.ROOT,
                "%d messages stored in %.1f s: %.0f a second, %d lost; heap after GC, MB: %s%n",
                status.stored(),
                took,
                status.stored() / took,
                writer.status().lost(),
                String.join(", ", heaps));
    }

    private static String heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return String.valueOf((runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static void read(Database database, long messages) throws Exception {
        HistoryWriter writer = HistoryWriter.begin(database, "bench", "b", InstantSource.system());
        for (long n = 0; n < messages; n++) {
            writer.offer(message(n, START + n / DEVICES * SECOND));
            while (n % 100 == 0 && writer.status().waiting() > WAITING_MAX) {
                LockSupport.parkNanos(GLANCE_NANOS);
            }
        }
        while (writer.status().waiting() > 0) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        writer.close();
        long minutes = Math.ceilDiv(messages / DEVICES, 60) + 1;
        Chart chart =
                new Chart(
                        null,
                        "temperature",
                        START,
                        START + minutes * 60 * SECOND,
                        (int) Math.min(minutes, Chart.PIXELS_MAX));
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            try (History history = History.open(database)) {
                history.runs();
                long opened = System.nanoTime();
                Map<String, List<Point>> drawn = chart.drawEach(history, HistoryQuery.ALL, DEVICES);
                long done = System.nanoTime();
                long points = drawn.values().stream().mapToLong(List::size).sum();
                System.out.printf(
                        Locale.ROOT,
                        "open %d ms; %d series, %d points: %d ms%n",
                        Duration.ofNanos(opened - begun).toMillis(),
                        drawn.size(),
                        points,
                        Duration.ofNanos(done - opened).toMillis());
            }
        }
    }
}
