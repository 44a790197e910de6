// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import twinport.lab.BoardFaults;
import twinport.lab.BoardStatus;
import twinport.lab.BrokerCounts;
import twinport.lab.CaptureStatus;
import twinport.lab.CommandOutcome;
import twinport.lab.IdentityView;
import twinport.lab.LabControl;
import twinport.lab.LabEvent;
import twinport.lab.LabSnapshot;
import twinport.lab.Outgoing;
import twinport.lab.OwnerMessage;
import twinport.lab.PortView;
import twinport.lab.Transport;
import twinport.lab.UnknownBoardException;
import twinport.lab.WireFacts;
import twinport.lab.WireView;
import twinport.lab.commands.CommandRecord;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryStatus;
import twinport.lab.history.HistoryWriter;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;

/// A small lab for tests of the page: four boards with state of their own, messages, wire bytes and
/// answers to commands, without radio, broker and firmware. Its plain wire bytes are real MQTT
/// packets, its sealed ones TLS records of random bytes in the right lengths.
final class BenchLab implements LabControl, AutoCloseable {
    private static final int KEPT_MAX = 200;
    private static final byte[] SECRETS =
            ("CLIENT_RANDOM " + "00".repeat(32) + " " + "11".repeat(48) + "\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final InstantSource clock;
    private final BenchWire wire;
    private final boolean keyLog;
    private final Instant startedAt;
    private final Map<String, BenchBoard> boards = new LinkedHashMap<>();
    private final Deque<OwnerMessage> messages = new ArrayDeque<>();
    private final Deque<WireView> views = new ArrayDeque<>();
    private final List<Consumer<? super LabEvent>> sinks = new CopyOnWriteArrayList<>();
    private final ExecutorService voice = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService radio = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Outgoing> sent = new ArrayList<>();
    private final BenchExperiments experiments;
    private final WireFacts facts = new WireFacts(Map.of());
    private Optional<HistoryWriter> kept = Optional.empty();
    private final List<LabEvent.Denied> denied = new ArrayList<>();
    private long commands;
    private long wireFrames;
    private boolean tapped = true;

    BenchLab(InstantSource clock, RandomGenerator random, boolean keyLog) {
        this.clock = clock;
        this.wire = new BenchWire(random);
        this.keyLog = keyLog;
        this.startedAt = clock.instant();
        this.experiments =
                new BenchExperiments(clock, state -> emit(new LabEvent.ExperimentsChanged(state)));
        for (Transport transport : Transport.values()) {
            String end = transport == Transport.PLAIN ? "-plain" : "-tls";
            add(new BenchBoard("thermo" + end, "C++", transport, "thermo" + end));
            add(new BenchBoard("viewer" + end, "MicroPython", transport, "thermo" + end));
        }
        boards.values().forEach(this::hello);
    }

    private void add(BenchBoard board) {
        boards.put(board.id, board);
    }

    /// Does something so often, from now on.
    void every(Duration time, Runnable what) {
        var _ =
                heart.scheduleAtFixedRate(
                        what, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Every thermometer publishes once.
    synchronized void step() {
        for (BenchBoard board : boards.values()) {
            if (board.measures() && board.runs()) {
                board.print(text("published %.1f °C, %.1f %%%n", board));
                emit(new LabEvent.SerialText(clock.instant(), board.id, lastLine(board)));
                publish(
                        board.id,
                        board.site() + "/" + board.id + "/dht22",
                        text("{\"temperature\":%.1f,\"humidity\":%.1f}", board));
            }
        }
        count();
    }

    /// From now on these bytes are part of what crossed the wire; frames are counted on.
    void wire(Path capture) throws IOException {
        try (var file = CaptureFile.open(capture)) {
            file.forEach((CaptureBlock block) ->
                    facts.accept(
                            block instanceof Frame(_, long at, var link, var bytes, int length)
                                    ? new Frame(++wireFrames, at, link, bytes, length)
                                    : block));
        }
    }

    /// A without-a-tap lab has no capture.
    synchronized void removeTap() {
        tapped = false;
    }

    /// The board sends a message; its viewer receives it if it watches this board.
    synchronized void publish(String identity, String topic, String payload) {
        BenchBoard board = board(identity);
        board.published++;
        Instant now = clock.instant();
        see(wire.publish(now, board, true, topic, payload));
        tell(board.transport, identity, topic, payload);
        if (board.transport == Transport.TLS && experiments.trapped()) {
            see(wire.trapped(clock.instant(), topic, payload));
        }
        for (BenchBoard other : boards.values()) {
            if (!other.measures() && other.watch.equals(identity) && other.runs()) {
                other.received++;
                see(wire.publish(clock.instant(), other, false, topic, payload));
                String text = text("temperature:%.1f humidity:%.1f%n", board);
                other.print(text);
                emit(new LabEvent.SerialText(clock.instant(), other.id, text));
                emit(new LabEvent.BoardChanged(other.status()));
            }
        }
        emit(new LabEvent.BoardChanged(board.status()));
    }

    private void tell(Transport transport, String publisher, String topic, String payload) {
        tell(transport, publisher, topic, payload, topic.endsWith("/status"));
    }

    private void tell(
            Transport transport, String publisher, String topic, String payload, boolean retained) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        String shown = payload.length() > 1_024 ? payload.substring(0, 1_024) : payload;
        var message =
                new OwnerMessage(
                        clock.instant(),
                        transport,
                        publisher,
                        topic,
                        shown,
                        bytes.length,
                        0,
                        retained,
                        null);
        keep(messages, message);
        keep(message);
        emit(new LabEvent.MessageSeen(message));
    }

    private void see(WireView view) {
        keep(views, view);
        emit(new LabEvent.WireSeen(view));
    }

    private void hello(BenchBoard board) {
        wire.hello(clock.instant(), board).forEach(this::see);
        publish(board.id, board.site() + "/" + board.id + "/status", "online");
    }

    synchronized void deny(String identity, String topic) {
        var event =
                new LabEvent.Denied(
                        clock.instant(),
                        identity,
                        identity,
                        "PLAIN",
                        "publish",
                        topic,
                        identity + " may publish to its own topics only");
        denied.add(event);
        emit(event);
    }

    synchronized void refuse(String client, String reason) {
        emit(new LabEvent.Refused(clock.instant(), client, reason));
    }

    synchronized void count() {
        emit(new LabEvent.Counted(captureStatus(), ports(), historyStatus(), 0));
    }

    private static <T> void keep(Deque<T> kept, T one) {
        if (kept.size() == KEPT_MAX) {
            kept.removeFirst();
        }
        kept.addLast(one);
    }

    private static String text(String form, BenchBoard board) {
        return String.format(Locale.ROOT, form, board.celsius, board.percent);
    }

    private static String lastLine(BenchBoard board) {
        String text = board.serial();
        return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    private void emit(LabEvent event) {
        voice.execute(() -> sinks.forEach(sink -> sink.accept(event)));
    }

    private CaptureStatus captureStatus() {
        String path = tapped ? "captures/bench.pcapng" : "";
        return new CaptureStatus(path, wire.frames(), wire.bytes(), keyLog);
    }

    private List<PortView> ports() {
        return List.of(
                new PortView(1883, Transport.PLAIN, wire.readable(), 0),
                new PortView(8883, Transport.TLS, 0, wire.sealed()));
    }

    private BenchBoard board(String id) {
        BenchBoard board = boards.get(id);
        if (board == null) {
            throw new UnknownBoardException(id, boards.keySet());
        }
        return board;
    }

    synchronized BoardStatus status(String id) {
        return board(id).status();
    }

    @Override
    public synchronized LabSnapshot snapshot() {
        return new LabSnapshot(
                "four-boards",
                startedAt,
                boards.values().stream().map(BenchBoard::status).toList(),
                ports(),
                captureStatus(),
                historyStatus(),
                0,
                experiments.state(),
                new ArrayList<>(messages),
                new ArrayList<>(views));
    }

    /// From now on messages are kept in this file.
    synchronized void keepIn(Path file) throws HistoryException {
        var history =
                HistoryWriter.begin(Database.of(file.toString()), "bench", "four-boards", clock);
        kept = Optional.of(history);
    }

    private HistoryStatus historyStatus() {
        return kept.map(HistoryWriter::status).orElse(HistoryStatus.NONE);
    }

    @Override
    public twinport.lab.CertificateDesk certificates() {
        throw new UnsupportedOperationException("the bench has no certificates");
    }

    @Override
    public List<IdentityView> identities() {
        return boards.values().stream()
                .map(board -> {
                    String own = board.site() + "/" + board.id;
                    return new IdentityView(
                            board.id, "board", List.of(own + "/dht22"), List.of(own + "/cmd/+"));
                })
                .toList();
    }

    @Override
    public BenchExperiments experiments() {
        return experiments;
    }

    @Override
    public synchronized void publish(Outgoing message) {
        if (message.topic().isEmpty() || message.topic().contains("#")) {
            throw new IllegalArgumentException("no topic to publish to: " + message.topic());
        }
        sent.add(message);
        Transport side = message.topic().startsWith("secure/") ? Transport.TLS : Transport.PLAIN;
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        tell(side, "lab", message.topic(), text, message.retain());
    }

    /// What was published as the lab itself.
    synchronized List<Outgoing> sent() {
        return List.copyOf(sent);
    }

    /// Returns when every listener has heard all that happened so far.
    void heardAll() throws Exception {
        voice.submit(() -> {}).get();
    }

    @Override
    public BrokerCounts counts() {
        return new BrokerCounts(4, 10, 20, 3, 2, 1, 0);
    }

    @Override
    public Optional<WireFacts> wireFacts() {
        return tapped ? Optional.of(facts) : Optional.empty();
    }

    @Override
    public History history() throws HistoryException {
        if (kept.isEmpty()) {
            throw new HistoryException("this lab keeps no history", "call keepIn");
        }
        return History.open(kept.get().database());
    }

    private void keep(OwnerMessage message) {
        Instant at = message.at();
        kept.ifPresent(history ->
                history.offer(
                        new HistoryMessage(
                                at.getEpochSecond() * 1_000_000_000L + at.getNano(),
                                false,
                                message.publisher(),
                                message.publisher(),
                                message.transport(),
                                message.topic(),
                                message.qos(),
                                message.retained(),
                                "",
                                message.payload().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public AutoCloseable listen(Consumer<? super LabEvent> sink) {
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }

    @Override
    public synchronized void control(String id, String part, String control, double value) {
        BenchBoard board = board(id);
        if (!part.equals("dht22") || !board.measures()) {
            throw new IllegalArgumentException("there is no part \"" + part + '"');
        }
        switch (control) {
            case "temperature" -> sensor(id, value, board.percent);
            case "humidity" -> sensor(id, board.celsius, value);
            default -> throw new IllegalArgumentException("a dht22 has no " + control);
        }
    }

    @Override
    public synchronized BoardFaults faults(String id) {
        return board(id).faults;
    }

    @Override
    public synchronized void sensor(String id, double celsius, double humidityPercent) {
        BenchBoard board = board(id);
        if (!(celsius >= -40 && celsius <= 80)) {
            throw new IllegalArgumentException("temperature is -40 to 80 °C: " + celsius);
        }
        if (!(humidityPercent >= 0 && humidityPercent <= 100)) {
            throw new IllegalArgumentException("humidity is 0 to 100 %: " + humidityPercent);
        }
        board.celsius = celsius;
        board.percent = humidityPercent;
        emit(new LabEvent.BoardChanged(board.status()));
    }

    @Override
    public synchronized CompletableFuture<CommandOutcome> command(
            String id, String name, String value, Duration timeout) {
        BenchBoard board = board(id);
        board.commandsSent++;
        String number = "c" + ++commands;
        Instant sentAt = clock.instant();
        String topic = board.site() + "/" + id + "/cmd/" + name;
        String payload = "{\"id\":\"" + number + "\",\"value\":\"" + value + "\"}";
        tell(board.transport, "lab", topic, payload);
        if (!board.runs()) {
            var silence =
                    new CommandOutcome(
                            number, sentAt, id, name, value, false, null, "no answer", null);
            emit(new LabEvent.CommandAnswered(silence));
            return CompletableFuture.completedFuture(silence);
        }
        see(wire.publish(clock.instant(), board, false, topic, payload));
        return CompletableFuture.supplyAsync(
                () -> answered(board, new Order(number, sentAt, name, value)),
                CompletableFuture.delayedExecutor(8, TimeUnit.MILLISECONDS, radio));
    }

    @Override
    public List<CommandRecord> commands() {
        return List.of(
                new CommandRecord(
                        "c0",
                        clock.instant(),
                        "plain/thermo-plain/cmd/led",
                        "thermo-plain",
                        "led",
                        "on",
                        "mallory",
                        "mallory-1",
                        "PLAIN",
                        CommandRecord.State.DONE,
                        "on",
                        8.5,
                        1,
                        List.of(
                                new CommandRecord.Note(
                                        clock.instant(),
                                        CommandRecord.Kind.REPEATED,
                                        "mallory",
                                        "the same id again"))));
    }

    @Override
    public synchronized List<LabEvent.Denied> denials() {
        return List.copyOf(denied);
    }

    private record Order(String number, Instant sentAt, String name, String value) {}

    private synchronized CommandOutcome answered(BenchBoard board, Order order) {
        String error = carryOut(board, order);
        boolean ok = error == null;
        if (ok) {
            board.commandsAnswered++;
        }
        String body =
                ok
                        ? "\"ok\":true,\"value\":\"" + order.value()
                        : "\"ok\":false,\"error\":\"" + error;
        publish(
                board.id,
                board.site() + "/" + board.id + "/cmd/" + order.name() + "/response",
                "{\"id\":\"" + order.number() + "\"," + body + "\"}");
        double millis = Duration.between(order.sentAt(), clock.instant()).toNanos() / 1e6;
        var outcome =
                new CommandOutcome(
                        order.number(),
                        order.sentAt(),
                        board.id,
                        order.name(),
                        order.value(),
                        ok,
                        ok ? order.value() : null,
                        error,
                        millis);
        emit(new LabEvent.CommandAnswered(outcome));
        return outcome;
    }

    private static @Nullable String carryOut(BenchBoard board, Order order) {
        switch (order.name()) {
            case "led" -> board.led = order.value().equals("on");
            case "interval" -> {
                if (!board.measures()) {
                    return "this board measures nothing";
                }
            }
            default -> {
                return "unknown command";
            }
        }
        return null;
    }

    @Override
    public void startBoard(String id) {
        state(id, "running", 0);
    }

    @Override
    public void stopBoard(String id) {
        state(id, "stopped", 0);
    }

    @Override
    public void restartBoard(String id) {
        state(id, "running", 1);
    }

    private synchronized void state(String id, String state, int restarts) {
        BenchBoard board = board(id);
        board.state = state;
        board.restarts += restarts;
        emit(new LabEvent.BoardChanged(board.status()));
        if (restarts > 0) {
            hello(board);
        }
    }

    @Override
    public synchronized String serial(String id) {
        return board(id).serial();
    }

    @Override
    public void capture(OutputStream out, boolean withSecrets) throws IOException {
        if (!tapped) {
            throw new IllegalStateException("this lab runs without a tap");
        }
        wire.write(out, withSecrets ? SECRETS : new byte[0]);
    }

    @Override
    public void close() {
        kept.ifPresent(HistoryWriter::close);
        for (ExecutorService threads : List.of(heart, radio, voice)) {
            List<Runnable> never = threads.shutdownNow();
            never.stream()
                    .filter(Future.class::isInstance)
                    .forEach(left -> ((Future<?>) left).cancel(true));
        }
    }
}
