// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.broker.Broker;
import twinport.broker.BrokerEvent;
import twinport.broker.BrokerException;
import twinport.broker.BrokerSettings;
import twinport.broker.BrokerSettings.Tls;
import twinport.broker.Message;
import twinport.broker.Registration;
import twinport.broker.Rights;
import twinport.broker.Statistics;
import twinport.broker.TopicFilter;
import twinport.broker.embedded.LabExtension.Grip;
import twinport.pki.PrivateFiles;

/// HiveMQ Community Edition in this process. Started once, closed once.
public final class EmbeddedBroker implements Broker {
    private static final System.Logger LOG = System.getLogger(EmbeddedBroker.class.getName());
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration GOODBYE_PATIENCE = Duration.ofMillis(500);

    /// HiveMQ looks at the key store every 10 s; twice that and it did not take it.
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(25);

    private static final long SECOND_LOOK_MILLIS = 500;

    private static final Duration RELOAD_LOOK = Duration.ofMillis(250);

    private enum State {
        NEW,
        RUNNING,
        CLOSED
    }

    /// What runs between start and close.
    private record Engine(EmbeddedHiveMQ hive, Grip grip) {}

    private final BrokerSettings settings;
    private final InstantSource clock;
    private final Observers observers;
    private final EventLogWatch watch;
    private final Sessions sessions = new Sessions();
    private final AtomicReference<Rights> rights;
    private final String probe = "probe-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();
    private State state = State.NEW;
    private volatile @Nullable Engine engine;

    public EmbeddedBroker(BrokerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.observers = new Observers(clock, settings.limits().sinkQueue());
        this.watch = new EventLogWatch(observers, clock);
        this.rights = new AtomicReference<>(settings.rights());
    }

    @Override
    public synchronized void start() throws BrokerException {
        if (state != State.NEW) {
            throw new IllegalStateException("this broker was started before");
        }
        if (settings.plain().isPresent()) {
            Listener.requireFree(settings.plain().get());
        }
        if (settings.tls().isPresent()) {
            Listener.requireFree(settings.tls().get().address());
        }
        if (settings.tls().isPresent()) {
            storedCertificate(settings.tls().get());
        }
        try {
            Owners owners = prepare();
            Engine started = launch(owners);
            verifyListeners();
            keepOwnersOfLivingSessions(started, owners);
            engine = started;
            state = State.RUNNING;
        } catch (BrokerException e) {
            tearDown();
            throw e;
        } catch (IOException | RuntimeException e) {
            tearDown();
            throw cannotRun(e);
        }
    }

    private Owners prepare() throws IOException {
        Path folder = settings.folder();
        PrivateFiles.folder(folder);
        for (String part : List.of("conf", "extensions", Tuning.FORMAT)) {
            PrivateFiles.folder(folder.resolve(part));
        }
        byte[] xml = HiveConfiguration.xml(settings).getBytes(StandardCharsets.UTF_8);
        PrivateFiles.write(folder.resolve("conf").resolve("config.xml"), xml);
        open.add(new BrokerLog(settings.logFile(), watch));
        return Owners.load(folder.resolve("session-owners"));
    }

    private Engine launch(Owners owners) throws BrokerException {
        ClientChannel channels;
        try {
            channels = new ClientChannel();
        } catch (ReflectiveOperationException e) {
            throw cannotRun(e);
        }
        Gatekeeper gatekeeper = new Gatekeeper(settings, rights::get, clock, probe);
        Parts parts = new Parts(gatekeeper, channels, sessions, owners, rights, observers, clock);
        LabExtension extension = new LabExtension(parts);
        Tuning.apply();
        EmbeddedHiveMQ hive =
                EmbeddedHiveMQ.builder()
                        .withConfigurationFolder(settings.folder().resolve("conf"))
                        .withDataFolder(settings.folder().resolve(Tuning.FORMAT))
                        .withExtensionsFolder(settings.folder().resolve("extensions"))
                        .withEmbeddedExtension(hooks(extension))
                        .withoutLoggingBootstrap()
                        .build();
        open.add(hive);
        Tuning.closeUnlessAsked();
        await(hive.start(), START_PATIENCE);
        Grip grip =
                extension
                        .grip()
                        .orElseThrow(() ->
                                cannotRun(
                                        new IllegalStateException(
                                                "its hooks were not put in place")));
        return new Engine(hive, grip);
    }

    private static EmbeddedExtension hooks(LabExtension extension) {
        return EmbeddedExtension.builder()
                .withId("twinport")
                .withName("Twinport")
                .withVersion("1")
                .withPriority(1000)
                .withStartPriority(1000)
                .withExtensionMain(extension)
                .build();
    }

    /// HiveMQ logs a port that it cannot have, and goes on: so every listener is asked.
    private void verifyListeners() throws BrokerException {
        if (settings.plain().isPresent() && !Listener.answersMqtt(settings.plain().get(), probe)) {
            throw Listener.inUse(settings.plain().get(), null);
        }
        if (settings.tls().isPresent()) {
            Tls tls = settings.tls().get();
            if (!servesCertificate(tls, storedCertificate(tls))) {
                throw Listener.inUse(tls.address(), null);
            }
        }
    }

    private boolean servesCertificate(Tls tls, X509Certificate expected) {
        watch.expectOwnLook();
        return expected.equals(Listener.certificate(tls.address()));
    }

    private static X509Certificate storedCertificate(Tls tls) throws BrokerException {
        try {
            KeyStore store =
                    KeyStore.getInstance(tls.keyStore().toFile(), tls.password().toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate found) {
                    return found;
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new BrokerException(
                    tls.keyStore() + " cannot be read: " + e.getMessage(),
                    "make the broker's certificate again",
                    e);
        }
        throw new BrokerException(
                tls.keyStore() + " has no key with a certificate",
                "make the broker's certificate again");
    }

    private void keepOwnersOfLivingSessions(Engine started, Owners owners) throws IOException {
        Set<String> living = ConcurrentHashMap.newKeySet();
        await(
                started.grip()
                        .clients()
                        .iterateAllClients((context, one) -> living.add(one.getClientIdentifier())),
                START_PATIENCE);
        owners.keepOnly(living);
    }

    @Override
    public void publish(Message message) {
        Engine running = running();
        try {
            await(running.grip().publishing().publish(Packets.publish(message)), CALL_PATIENCE);
        } catch (BrokerException e) {
            throw new IllegalStateException("'" + message.topic() + "' was not published", e);
        }
        observers.message(message);
    }

    @Override
    public Registration subscribe(String topicFilter, Consumer<Message> sink) {
        return observers.subscribe(TopicFilter.of(topicFilter), sink);
    }

    @Override
    public Registration listen(Consumer<BrokerEvent> sink) {
        return observers.listen(sink);
    }

    @Override
    public int disconnect(String identity) {
        Engine running = running();
        List<Session> found = sessions.ofIdentity(identity);
        List<CompletableFuture<Boolean>> goodbyes = new ArrayList<>();
        for (Session session : found) {
            goodbyes.add(
                    running.grip()
                            .clients()
                            .disconnectClient(
                                    session.clientId(),
                                    false,
                                    DisconnectReasonCode.ADMINISTRATIVE_ACTION,
                                    "disconnected by the lab"));
        }
        awaitQuietly(goodbyes, GOODBYE_PATIENCE);
        found.forEach(Session::cut);
        return found.size();
    }

    @Override
    public void reloadCertificates() throws BrokerException {
        running();
        if (settings.tls().isEmpty()) {
            return;
        }
        Tls tls = settings.tls().get();
        X509Certificate expected = storedCertificate(tls);
        long looks = RELOAD_PATIENCE.dividedBy(RELOAD_LOOK);
        try {
            for (long i = 0; i < looks; i++) {
                if (servesCertificate(tls, expected)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(RELOAD_LOOK.toMillis()); // the library has no event
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BrokerException(
                "the new certificate in "
                        + tls.keyStore()
                        + " is not served after "
                        + RELOAD_PATIENCE.toSeconds()
                        + " s",
                "the broker's log says why: " + settings.logFile());
    }

    @Override
    public void rights(Rights now) {
        rights.set(now);
        Engine running = engine;
        if (running != null) {
            Doorway doorway = running.grip().doorway();
            doorway.enforce(sessions.all());
            // a SUBSCRIBE that was let through just before is stored by then
            CompletableFuture.delayedExecutor(SECOND_LOOK_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> doorway.enforce(sessions.all()));
        }
    }

    @Override
    public Statistics statistics() {
        Engine running = engine;
        long published = 0;
        long delivered = 0;
        if (running != null) {
            MetricRegistry metrics = running.hive().getMetricRegistry();
            published = metrics.counter("com.hivemq.messages.incoming.publish.count").getCount();
            delivered = metrics.counter("com.hivemq.messages.outgoing.publish.count").getCount();
        }
        return new Statistics(
                sessions.count(),
                published,
                delivered,
                observers.refused(),
                observers.denied(),
                observers.dropped(),
                observers.overflowed());
    }

    @Override
    public synchronized void close() {
        if (state == State.RUNNING) {
            tearDown();
        }
        state = State.CLOSED;
    }

    private void tearDown() {
        engine = null;
        state = State.CLOSED;
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "while the broker stopped", e);
            }
        }
        open.clear();
        observers.finish();
    }

    private Engine running() {
        Engine running = engine;
        if (running == null) {
            throw new IllegalStateException("the broker is not running");
        }
        return running;
    }

    private <T> T await(CompletableFuture<T> future, Duration patience) throws BrokerException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw cannotRun(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotRun(e);
        }
    }

    private static void awaitQuietly(List<? extends CompletableFuture<?>> futures, Duration most) {
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client did not take its goodbye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BrokerException cannotRun(Exception e) {
        return new BrokerException(
                "the broker cannot run: " + e, "its log says more: " + settings.logFile(), e);
    }
}
