// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;
import twinport.lab.Transport;
import twinport.lab.history.Chart;
import twinport.lab.history.Gap;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.Point;
import twinport.lab.history.RunInfo;
import twinport.lab.history.StoredMessage;
import twinport.lab.history.TopicInfo;

/// What was kept, over HTTP: runs, topics, messages, and numbers for charts.
final class HistoryApi {
    /// Messages of one answer, and what their payloads may come to; the oldest are left out.
    static final int MESSAGES_MAX = 10_000;

    static final long PAYLOADS_MAX = 8L << 20;

    static final int MESSAGES_USUAL = 200;
    static final int TOPICS_MAX = 10_000;
    static final int GAPS_MAX = 1_000;

    /// Points a topic, and topics of one answer.
    static final int PIXELS_MAX = 4_000;

    static final int PIXELS_USUAL = 600;
    static final int SERIES_MAX = 1_000;
    static final int POINTS_MAX = 500_000;

    /// Questions answered at once; a further one is told to come again.
    private static final int READERS_MAX = 4;

    private static final long NANOS = 1_000_000_000L;
    private static final double MILLI_NANOS = 1e6;
    private static final long MINUTE_NANOS = 60 * NANOS;

    record Run(
            String name,
            String lab,
            Instant started,
            @Nullable Instant ended,
            long messages,
            long lost) {}

    record Topic(
            String topic,
            long messages,
            long bytes,
            Instant firstMinute,
            Instant lastMinute,
            List<String> numbers) {}

    /// @param encoding of the payload: `text`, or `base64` for bytes that are none
    record Kept(
            Instant at,
            String run,
            String device,
            String clientId,
            String transport,
            String topic,
            int qos,
            boolean retained,
            boolean fromLab,
            String encoding,
            String payload) {}

    /// @param points each: milliseconds since 1970, count, min, max, mean, last
    record Series(String topic, List<double[]> points) {}

    record Missing(Instant from, Instant to, long lost) {}

    record Runs(List<Run> runs) {}

    /// @param leftOut how many there are beside these
    record Topics(List<Topic> topics, int leftOut) {}

    /// @param leftOut how many were asked for and found, and were too much
    record Messages(List<Kept> messages, long leftOut) {}

    record Drawn(List<Series> series, List<Missing> gaps) {}

    private final LabControl lab;
    private final Semaphore readers = new Semaphore(READERS_MAX);

    HistoryApi(LabControl lab) {
        this.lab = lab;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/history/runs", call -> answer(call, this::runs));
        routes.add("GET", "/api/history/topics", call -> answer(call, this::topics));
        routes.add("GET", "/api/history/messages", call -> answer(call, this::messages));
        routes.add("GET", "/api/history/series", call -> answer(call, this::series));
    }

    private interface Question {
        Object answer(History history, Call call) throws SQLException, BadRequest;
    }

    private void answer(Call call, Question question) throws IOException, BadRequest {
        if (!readers.tryAcquire()) {
            throw new BadRequest(503, "the history is being read by others; ask again");
        }
        Object found;
        try (History history = lab.history()) {
            found = question.answer(history, call);
        } catch (HistoryException e) {
            throw new BadRequest(404, e.getMessage() + ": " + e.hint());
        } catch (SQLException e) {
            throw new BadRequest(503, "the history can't be read just now: " + e.getMessage());
        } finally {
            readers.release();
        }
        call.answer(200, found);
    }

    private Object runs(History history, Call call) throws SQLException {
        return new Runs(history.runs().stream().map(HistoryApi::run).toList());
    }

    private static Run run(RunInfo run) {
        return new Run(
                run.name(),
                run.lab(),
                instant(run.started()),
                run.ended().isPresent() ? instant(run.ended().getAsLong()) : null,
                run.messages(),
                run.lost());
    }

    private Object topics(History history, Call call) throws SQLException, BadRequest {
        List<TopicInfo> all = history.topics(query(call));
        List<Topic> told =
                all.stream()
                        .limit(TOPICS_MAX)
                        .map(topic ->
                                new Topic(
                                        topic.topic(),
                                        topic.messages(),
                                        topic.bytes(),
                                        instant(topic.firstMinute() * MINUTE_NANOS),
                                        instant(topic.lastMinute() * MINUTE_NANOS),
                                        topic.paths()))
                        .toList();
        return new Topics(told, all.size() - told.size());
    }

    private Object messages(History history, Call call) throws SQLException, BadRequest {
        int limit = number(call, "limit", MESSAGES_USUAL, MESSAGES_MAX);
        Latest latest = new Latest();
        history.messages(query(call).atMost(limit), latest::add);
        return new Messages(latest.found.stream().map(HistoryApi::kept).toList(), latest.leftOut);
    }

    /// The latest messages whose payloads are not too much.
    private static final class Latest {
        final Deque<StoredMessage> found = new ArrayDeque<>();
        long bytes;
        long leftOut;

        void add(StoredMessage message) {
            found.add(message);
            bytes += message.message().payload().length;
            while (bytes > PAYLOADS_MAX) {
                bytes -= found.remove().message().payload().length;
                leftOut++;
            }
        }
    }

    private static Kept kept(StoredMessage stored) {
        HistoryMessage message = stored.message();
        Optional<String> text = text(message.payload());
        return new Kept(
                instant(message.epochNanos()),
                stored.run(),
                message.identity(),
                message.clientId(),
                message.transport().name(),
                message.topic(),
                message.qos(),
                message.retained(),
                message.fromLab(),
                text.isPresent() ? "text" : "base64",
                text.orElseGet(() -> Base64.getEncoder().encodeToString(message.payload())));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private Object series(History history, Call call) throws SQLException, BadRequest {
        long from = time(call, "from").orElseThrow(() -> new BadRequest(400, "from is missing"));
        long to = time(call, "to").orElseThrow(() -> new BadRequest(400, "to is missing"));
        int pixels = number(call, "pixels", PIXELS_USUAL, PIXELS_MAX);
        Chart chart;
        try {
            chart = new Chart(null, call.query("path").orElse(null), from, to, pixels);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
        int most = Math.min(SERIES_MAX, POINTS_MAX / pixels);
        List<Series> drawn = new ArrayList<>();
        try {
            for (var topic : chart.drawEach(history, query(call), most).entrySet()) {
                drawn.add(
                        new Series(
                                topic.getKey(),
                                topic.getValue().stream().map(HistoryApi::numbers).toList()));
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, e.getMessage() + ", narrow topic or take fewer pixels");
        }
        List<Missing> gaps = new ArrayList<>();
        for (Gap gap : history.gaps(from, to, GAPS_MAX)) {
            gaps.add(new Missing(instant(gap.fromNanos()), instant(gap.toNanos()), gap.lost()));
        }
        return new Drawn(drawn, gaps);
    }

    private static double[] numbers(Point point) {
        return new double[] {
            point.fromNanos() / MILLI_NANOS,
            point.count(),
            point.min(),
            point.max(),
            point.mean(),
            point.last()
        };
    }

    private static HistoryQuery query(Call call) throws BadRequest {
        long from = time(call, "from").orElse(Long.MIN_VALUE);
        long to = time(call, "to").orElse(Long.MAX_VALUE);
        HistoryQuery query = HistoryQuery.ALL.between(from, to);
        Optional<String> run = call.query("run");
        query = run.isPresent() ? query.ofRun(run.get()) : query;
        Optional<String> device = call.query("device");
        query = device.isPresent() ? query.from(device.get()) : query;
        Optional<String> transport = call.query("transport");
        if (transport.isPresent()) {
            query =
                    switch (transport.get().toLowerCase(Locale.ROOT)) {
                        case "plain" -> query.over(Transport.PLAIN);
                        case "tls" -> query.over(Transport.TLS);
                        default -> throw new BadRequest(400, "transport is plain or tls");
                    };
        }
        Optional<String> topic = call.query("topic");
        try {
            return topic.isPresent() ? query.ofTopics(topic.get()) : query;
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
    }

    private static int number(Call call, String name, int usual, int most) throws BadRequest {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.get().matches("\\d{1,6}") || Integer.parseInt(text.get()) < 1) {
            throw new BadRequest(400, name + " is a number from 1 to " + most);
        }
        int number = Integer.parseInt(text.get());
        if (number > most) {
            throw new BadRequest(400, name + " is at most " + most);
        }
        return number;
    }

    /// A time of RFC 3339, in nanoseconds since 1970.
    private static Optional<Long> time(Call call, String name) throws BadRequest {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.parse(text.get());
            return Optional.of(
                    Math.addExact(
                            Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequest(400, name + " is a time like 2026-01-31T12:00:00.5Z");
        }
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }
}
