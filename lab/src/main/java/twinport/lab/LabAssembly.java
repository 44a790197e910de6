// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.Firmware;
import twinport.capture.CaptureQueue;
import twinport.capture.CaptureSettings;
import twinport.capture.ListenException;
import twinport.capture.RelayTap;
import twinport.capture.Route;
import twinport.capture.TapSettings;
import twinport.capture.keylog.KeyLog;
import twinport.capture.keylog.KeyLogException;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFile.BoardEntry;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryWriter;
import twinport.pki.CertificateAuthority;

/// Puts a lab together and starts it: everything or nothing.
///
/// Order: the data folder's lock, free ports, certificates and passwords; then broker and firmware
/// at the same time, since both take seconds; then capture and tap; boards last.
public final class LabAssembly {
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final LabSettings settings;
    private final BoardClock clock;
    private final SecureRandom random;
    private final OptionalLong seed;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private LabAssembly(
            LabSettings settings, BoardClock clock, SecureRandom random, OptionalLong seed) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.seed = seed;
    }

    /// Starts a lab; returns when its boards are switched on.
    ///
    /// @throws LabException it can't start as asked; then nothing of it is left running
    public static Lab start(LabSettings settings, BoardClock clock, SecureRandom random)
            throws LabException {
        Lab lab = prepare(settings, clock, random, OptionalLong.empty());
        lab.startBoards();
        return lab;
    }

    /// Starts all of a lab but its boards, for somebody who wants to see them from their first word
    /// on and then calls [Lab#startBoards].
    ///
    /// @param seed of what the boards take for chance, so that a run can be repeated; keys and
    ///   passwords never come from it
    /// @throws LabException it can't start as asked; then nothing of it is left running
    public static Lab prepare(
            LabSettings settings, BoardClock clock, SecureRandom random, OptionalLong seed)
            throws LabException {
        var assembly = new LabAssembly(settings, clock, random, seed);
        try {
            return assembly.assemble();
        } catch (LabException e) {
            assembly.undo();
            throw e;
        } catch (IOException e) {
            assembly.undo();
            throw new LabException(
                    String.valueOf(e.getMessage()), "see the log folder in " + settings.data(), e);
        } catch (RuntimeException e) {
            assembly.undo();
            throw e;
        }
    }

    private Lab assemble() throws LabException, IOException {
        LabFile file = settings.file();
        refuseOpenOnNetwork(file);
        FleetRoom.require(file.fleet(), settings.tapped());
        DataFolder data = opening(DataFolder.open(settings.data()));
        var ports = PublicPorts.of(settings, random);
        var ca = CertificateAuthority.open(data.pki(), clock, random, settings.caPassphrase());
        var identities = Identities.open(data.identities(), users(file), random);
        for (var identity : file.identities()) {
            ca.device(identity.name());
        }
        var provisioning = new Provisioning(data, ca, identities, ports);
        var origins = new AtomicReference<RelayTap>();
        var names = boardNames(file);
        var events = opening(new EventHub());
        var wire = new Recent<WireView>();
        var eavesdropper = eavesdropper(names, ports, events, wire);
        String run = RUN.format(clock.instant());
        byte[] tag = new byte[3];
        random.nextBytes(tag);
        var history = history(data, run + "-" + HexFormat.of().formatHex(tag));
        Optional<CaptureQueue> capture = Optional.empty();
        if (settings.tapped()) {
            capture = Optional.of(opening(capture(data, names, run, eavesdropper)));
        }
        var keyLog = keyLog(capture); // before the broker makes its TLS context
        var broker =
                BrokerAssembly.of(settings, ports, data, ca, identities, origins, clock, random);
        var firmware = CompletableFuture.supplyAsync(() -> firmware(provisioning), this::onThread);
        broker.start();
        opening(broker.broker());
        Optional<RelayTap> tap = Optional.empty();
        if (capture.isPresent()) {
            tap = Optional.of(tap(broker.routes(), capture.get(), origins));
        }
        var audit = new AuditTrail(data.root(), clock);
        var desk =
                new CertificateDesk(
                        ca,
                        Optional.of(new CertificateDesk.Live(broker.broker(), broker.stores())),
                        audit,
                        clock);
        var experiments =
                new BrokerExperiments(
                        new BrokerExperiments.Means(
                                file,
                                broker.broker(),
                                desk,
                                ports,
                                listener(file),
                                identities.words().getOrDefault(Experiments.LISTENER, ""),
                                events,
                                audit,
                                clock));
        var parts =
                new Lab.Parts(
                        file.name(),
                        data,
                        clock,
                        events,
                        broker.broker(),
                        tap,
                        capture,
                        keyLog,
                        eavesdropper,
                        wire,
                        new Memory(history, clock.instant()),
                        HexFormat.of().formatHex(tag),
                        ports,
                        identities,
                        ca,
                        desk,
                        RightsTable.views(file),
                        experiments,
                        audit);
        return new Lab(parts, boards(await(firmware), ports, ca));
    }

    private <T extends AutoCloseable> T opening(T resource) {
        opened.push(resource);
        return resource;
    }

    private void undo() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.getLogger(LabAssembly.class.getName())
                        .log(System.Logger.Level.WARNING, "undoing a start that failed", e);
            }
        }
    }

    private void onThread(Runnable task) {
        Thread.ofPlatform().name("firmware").daemon().start(task);
    }

    private void refuseOpenOnNetwork(LabFile file) throws LabException {
        boolean open = file.plain().map(plain -> plain.open() || file.fleet() > 0).orElse(false);
        if (open && !settings.bind().isLoopbackAddress()) {
            throw new LabException(
                    "--bind "
                            + settings.bind().getHostAddress()
                            + " would offer a plain port without passwords to other machines",
                    "set open: false under plain: in "
                            + file.source()
                            + " and ask for no fleet, or leave out --bind");
        }
    }

    /// Every board has a user name, the TLS ones too: a broker without client certificates asks it.
    private static Set<String> users(LabFile file) {
        Set<String> users = new LinkedHashSet<>();
        file.boards().forEach(board -> users.add(board.id()));
        file.identities().forEach(identity -> users.add(identity.name()));
        users.add(Experiments.LISTENER);
        return users;
    }

    private Map<InetAddress, String> boardNames(LabFile file) {
        Map<InetAddress, String> names = new LinkedHashMap<>();
        for (int i = 0; i < file.boards().size(); i++) {
            names.put(Provisioning.address(i), file.boards().get(i).id());
        }
        names.put(listener(file), Experiments.LISTENER);
        return names;
    }

    /// The address after those of the boards.
    private static InetAddress listener(LabFile file) {
        return Provisioning.address(file.boards().size());
    }

    private static Eavesdropper eavesdropper(
            Map<InetAddress, String> names,
            PublicPorts ports,
            EventHub events,
            Recent<WireView> wire) {
        Map<Integer, Transport> transports = new LinkedHashMap<>();
        if (ports.hasPlain()) {
            transports.put(ports.plain(), Transport.PLAIN);
        }
        if (ports.hasTls()) {
            transports.put(ports.tls(), Transport.TLS);
        }
        return new Eavesdropper(
                names,
                transports,
                view -> {
                    wire.add(view);
                    events.publish(new LabEvent.WireSeen(view));
                });
    }

    private CaptureQueue capture(
            DataFolder data, Map<InetAddress, String> names, String run, Eavesdropper eavesdropper)
            throws IOException {
        return new CaptureQueue(
                new CaptureSettings(
                        data.captures().resolve(run + ".pcapng"),
                        settings.captureLimit().orElse(settings.file().tap().limitBytes()),
                        CaptureSettings.RING_FILES,
                        "Twinport",
                        names,
                        settings.file().tap().link(),
                        settings.keyLogging() instanceof LabSettings.KeyLogging.InFile(Path log)
                                ? log
                                : null),
                eavesdropper::accept);
    }

    private Optional<HistoryWriter> history(DataFolder data, String run) throws LabException {
        Optional<String> address =
                switch (settings.keeping()) {
                    case LabSettings.Keeping.Nowhere _ -> Optional.empty();
                    case LabSettings.Keeping.InDataFolder _ ->
                            Optional.of(data.history().toString());
                    case LabSettings.Keeping.At(String at) -> Optional.of(at);
                };
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            Database database = Database.of(address.get());
            String lab = settings.file().name();
            return Optional.of(opening(HistoryWriter.begin(database, run, lab, clock)));
        } catch (HistoryException e) {
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        }
    }

    private Optional<AutoCloseable> keyLog(Optional<CaptureQueue> capture) throws LabException {
        if (settings.keyLogging() instanceof LabSettings.KeyLogging.Off || capture.isEmpty()) {
            return Optional.empty();
        }
        try {
            var keyLog = opening(KeyLog.install(capture.get().secrets()));
            keyLog.selfCheck();
            return Optional.of(keyLog);
        } catch (KeyLogException e) {
            throw new LabException(
                    "TLS secrets can't be logged: " + e.getMessage(),
                    "leave out --keylog; it is known to work with JDK 25",
                    e);
        }
    }

    private TapSettings tapSettings(List<Route> routes) {
        return TapSettings.of(routes)
                .withConnections(TapSettings.MAX_CONNECTIONS + settings.file().fleet());
    }

    private RelayTap tap(
            List<Route> routes, CaptureQueue capture, AtomicReference<RelayTap> origins)
            throws LabException, IOException {
        var tap = opening(new RelayTap(tapSettings(routes), capture, clock));
        origins.set(tap);
        try {
            tap.open();
        } catch (ListenException e) {
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        }
        return tap;
    }

    private Map<String, Firmware> firmware(Provisioning provisioning) {
        Map<String, Firmware> loaded = new LinkedHashMap<>();
        try {
            var shelf = new FirmwareShelf(settings.cache(), settings.searchPath());
            for (BoardEntry board : settings.file().boards()) {
                byte[] config = provisioning.configuration(board);
                loaded.put(
                        board.id(), shelf.load(board.firmware(), Map.of("/config.json", config)));
            }
        } catch (LabException | IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
        return loaded;
    }

    private static <T> T await(CompletableFuture<T> future) throws LabException, IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case LabException cause -> throw cause;
                case IOException cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private List<BoardPost> boards(
            Map<String, Firmware> firmware, PublicPorts ports, CertificateAuthority ca)
            throws LabException {
        var networks = new BoardNetworks(settings.file().net(), ports, ca.certificate());
        List<BoardPost> posts = new ArrayList<>();
        List<BoardEntry> entries = settings.file().boards();
        for (int i = 0; i < entries.size(); i++) {
            BoardEntry entry = entries.get(i);
            var board =
                    new Board(
                            BoardSettings.of(entry.id()).withParts(entry.parts()),
                            firmware.get(entry.id()),
                            networks.of(Provisioning.address(i)),
                            clock,
                            chance(entry.id()));
            breakParts(entry, board);
            posts.add(new BoardPost(entry, board));
        }
        return posts;
    }

    private void breakParts(BoardEntry entry, Board board) throws LabException {
        for (String fault : entry.faults()) {
            try {
                board.faults().apply(fault);
            } catch (IllegalArgumentException e) {
                throw new LabException(
                        "a fault of " + entry.id() + ": " + e.getMessage(),
                        "docs/reference/faults.md lists them; it stands in "
                                + settings.file().source(),
                        e);
            }
        }
    }

    /// What a board takes for chance: its own, whatever boards stand beside it.
    private RandomGenerator chance(String board) {
        return seed.isPresent() ? new Random(seed.getAsLong() + board.hashCode()) : random;
    }
}
