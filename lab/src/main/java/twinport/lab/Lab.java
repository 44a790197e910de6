// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardEvent;
import twinport.broker.Broker;
import twinport.broker.Message;
import twinport.broker.Registration;
import twinport.capture.CaptureQueue;
import twinport.capture.RelayTap;
import twinport.lab.commands.CommandLedger;
import twinport.lab.commands.CommandRecord;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryStatus;
import twinport.pki.CertificateAuthority;

/// A running lab: broker, tap, capture and boards, wired together. Made by [LabAssembly].
public final class Lab implements LabControl, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Lab.class.getName());

    /// What a lab is made of.
    ///
    /// @param tap absent with `--no-tap`, as is the capture
    record Parts(
            String name,
            DataFolder data,
            BoardClock clock,
            EventHub events,
            Broker broker,
            Optional<RelayTap> tap,
            Optional<CaptureQueue> capture,
            Optional<AutoCloseable> keyLog,
            Eavesdropper eavesdropper,
            Recent<WireView> wire,
            Memory memory,
            String run,
            PublicPorts ports,
            Identities identities,
            CertificateAuthority ca,
            CertificateDesk desk,
            List<IdentityView> rights,
            BrokerExperiments experiments,
            AuditTrail audit) {}

    private final Parts parts;
    private final Map<String, BoardPost> posts = new LinkedHashMap<>();
    private final CommandLedger commands;
    private final Recent<OwnerMessage> messages = new Recent<>();
    private final Instant startedAt;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch spoken = new CountDownLatch(1);
    private final Pulse pulse;
    private final BrokerWatch watch;
    private boolean frontClosed;
    private boolean closed;

    Lab(Parts parts, List<BoardPost> boards) {
        this.parts = parts;
        this.startedAt = parts.clock().instant();
        boards.forEach(post -> posts.put(post.entry().id(), post));
        boards.stream()
                .filter(post -> post.entry().start())
                .forEach(post -> silent.add(post.entry().id()));
        if (silent.isEmpty()) {
            spoken.countDown();
        }
        this.commands =
                new CommandLedger(
                        parts.broker(),
                        parts.clock(),
                        parts.run(),
                        parts.identities().words().keySet(),
                        new CommandLedger.Told(
                                outcome ->
                                        parts.events()
                                                .publish(new LabEvent.CommandAnswered(outcome)),
                                record ->
                                        parts.events().publish(new LabEvent.CommandNoted(record))));
        Registration everything = parts.broker().subscribe("#", this::heard);
        this.watch = new BrokerWatch(parts, everything.name());
        parts.broker().listen(watch::happened);
        this.pulse =
                new Pulse(
                        List.copyOf(posts.values()),
                        post -> post.status(commands),
                        () ->
                                new LabEvent.Counted(
                                        captureStatus(),
                                        parts.eavesdropper().ports(),
                                        historyStatus(),
                                        counts().dropped()),
                        parts.events());
        for (BoardPost post : posts.values()) {
            post.board().listen(this::happened);
        }
    }

    /// Switches on every board that starts with the lab.
    public void startBoards() {
        posts.values().stream()
                .filter(post -> post.entry().start())
                .forEach(post -> post.board().start());
    }

    /// Waits until every board that starts with the lab has published something, which both default
    /// firmwares do once they hear commands.
    ///
    /// @return false when one did not within this time
    public boolean awaitReady(Duration howLong) throws InterruptedException {
        return spoken.await(howLong.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Path caFile() {
        return parts.ca().certificateFile();
    }

    /// The public port; empty if this lab has no plain side.
    public Optional<Integer> plainPort() {
        return parts.ports().hasPlain() ? Optional.of(parts.ports().plain()) : Optional.empty();
    }

    /// The public port; empty if this lab has no TLS side.
    public Optional<Integer> tlsPort() {
        return parts.ports().hasTls() ? Optional.of(parts.ports().tls()) : Optional.empty();
    }

    /// The password of a user of the plain side, if there is one.
    public Optional<String> password(String user) {
        return Optional.ofNullable(parts.identities().words().get(user));
    }

    /// The certificate with which this identity comes to the TLS port.
    public Path certificateFile(String identity) {
        return parts.ca().deviceCertificateFile(identity);
    }

    /// The key to [#certificateFile].
    public Path keyFile(String identity) {
        return parts.ca().deviceKeyFile(identity);
    }

    public DataFolder data() {
        return parts.data();
    }

    /// The files of this run's capture, oldest first; empty without a tap.
    public List<Path> captureFiles() {
        return parts.capture().map(capture -> capture.status().files()).orElse(List.of());
    }

    /// Why the capture is not whole, if it is not (a full disk).
    public Optional<String> captureFailure() {
        return CaptureStatus.failureOf(parts.capture());
    }

    public List<BoardStatus> boards() {
        return posts.values().stream().map(post -> post.status(commands)).toList();
    }

    @Override
    public LabSnapshot snapshot() {
        return new LabSnapshot(
                parts.name(),
                startedAt,
                boards(),
                parts.eavesdropper().ports(),
                captureStatus(),
                historyStatus(),
                counts().dropped(),
                parts.experiments().state(),
                messages.list(),
                parts.wire().list());
    }

    @Override
    public AutoCloseable listen(Consumer<? super LabEvent> sink) {
        return parts.events().listen(sink);
    }

    @Override
    public void sensor(String board, double celsius, double humidityPercent) {
        board(board).sensor().set(celsius, humidityPercent);
    }

    @Override
    public void control(String board, String part, String control, double value) {
        board(board).bench().named(part).set(control, value);
    }

    @Override
    public BoardFaults faults(String board) {
        return new FaultsOfBoard(board(board).faults());
    }

    @Override
    public CompletableFuture<CommandOutcome> command(
            String board, String name, String value, Duration timeout) {
        return commands.send(post(board).entry().site(), board, name, value, timeout);
    }

    @Override
    public List<CommandRecord> commands() {
        return commands.records();
    }

    @Override
    public List<LabEvent.Denied> denials() {
        return watch.denials();
    }

    @Override
    public void startBoard(String board) {
        board(board).start();
    }

    @Override
    public void stopBoard(String board) {
        board(board).stop();
    }

    @Override
    public void restartBoard(String board) {
        board(board).reset();
    }

    @Override
    public String serial(String board) {
        return board(board).serial().text();
    }

    @Override
    public CertificateDesk certificates() {
        return parts.desk();
    }

    @Override
    public List<IdentityView> identities() {
        return parts.rights();
    }

    @Override
    public Experiments experiments() {
        return parts.experiments();
    }

    @Override
    public void publish(Outgoing message) {
        parts.broker().publish(message.message(parts.clock().instant()));
    }

    @Override
    public BrokerCounts counts() {
        return BrokerCounts.of(parts.broker().statistics());
    }

    @Override
    public Optional<WireFacts> wireFacts() {
        return parts.capture().map(_ -> parts.eavesdropper().facts());
    }

    @Override
    public History history() throws HistoryException {
        return parts.memory().open();
    }

    @Override
    public void capture(OutputStream out, boolean withSecrets) throws IOException {
        parts.capture()
                .orElseThrow(() -> new IllegalStateException("this lab runs without a tap"))
                .snapshot(out, withSecrets);
    }

    /// Ends boards, tap and capture, in this order, so that the capture holds all that the boards
    /// sent. Broker and data folder stay until [#close].
    public synchronized void closeFront() {
        if (frontClosed) {
            return;
        }
        frontClosed = true;
        pulse.close();
        stopAll();
        parts.experiments().close();
        commands.close();
        parts.tap().ifPresent(RelayTap::close);
        parts.keyLog().ifPresent(Lab::quietly);
        parts.capture().ifPresent(CaptureQueue::close);
    }

    private void stopAll() {
        var stopping =
                posts.values().stream()
                        .map(post -> Thread.ofVirtual().start(() -> post.board().stop()))
                        .toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeFront();
        parts.broker().close();
        parts.memory().close();
        parts.events().close();
        quietly(parts.data());
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "closing " + resource + " failed", e);
        }
    }

    /// How the messages of this run are kept; after [#close], what became of them.
    public HistoryStatus historyStatus() {
        return parts.memory().status();
    }

    private BoardPost post(String id) {
        BoardPost post = posts.get(id);
        if (post == null) {
            throw new UnknownBoardException(id, posts.keySet());
        }
        return post;
    }

    /// @throws UnknownBoardException no such board
    public Board board(String id) {
        return post(id).board();
    }

    public Broker broker() {
        return parts.broker();
    }

    public Optional<RelayTap> tap() {
        return parts.tap();
    }

    private CaptureStatus captureStatus() {
        return CaptureStatus.of(parts.capture(), parts.keyLog().isPresent());
    }

    private void heard(Message message) {
        parts.memory().heard(message);
        silent.removeIf(id -> board(id).counters().published() > 0); // whatever it calls itself
        if (silent.isEmpty()) {
            spoken.countDown();
        }
        var seen = OwnerMessage.of(message);
        messages.add(seen);
        parts.events().publish(new LabEvent.MessageSeen(seen));
    }

    private void happened(BoardEvent event) {
        switch (event) {
            case BoardEvent.SerialText text ->
                    parts.events()
                            .publish(new LabEvent.SerialText(text.at(), text.board(), text.text()));
            case BoardEvent.StateChanged changed -> changed(changed.board());
            case BoardEvent.SensorChanged changed -> changed(changed.board());
            case BoardEvent.PinChanged changed when BoardPost.isLed(changed.pin()) ->
                    changed(changed.board());
            case BoardEvent.PartChanged changed -> pulse.touched(changed.board());
            case BoardEvent.PinChanged _ -> {} // the sensor's wire: 84 edges a reading
        }
    }

    private void changed(String board) {
        parts.events().publish(new LabEvent.BoardChanged(post(board).status(commands)));
    }
}
