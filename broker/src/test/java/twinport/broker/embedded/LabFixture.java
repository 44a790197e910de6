// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import twinport.broker.BrokerEvent;
import twinport.broker.BrokerEvent.Connected;
import twinport.broker.BrokerEvent.Denied;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.BrokerEvent.Dropped;
import twinport.broker.BrokerEvent.Overflowed;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Refused;
import twinport.broker.BrokerException;
import twinport.broker.BrokerSettings;
import twinport.broker.BrokerSettings.ClientCertificate;
import twinport.broker.BrokerSettings.Limits;
import twinport.broker.Message;
import twinport.broker.Passwords;
import twinport.broker.Rights;
import twinport.broker.Rights.Grant;
import twinport.broker.Side;
import twinport.pki.CertificateAuthority;
import twinport.pki.Credentials;
import twinport.pki.KeyStores;
import twinport.pki.StoreFiles;
import twinport.pki.SubjectNames;

/// A broker with the identities of the default lab, and clients for it.
final class LabFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.9");
    static final String PASSWORD = "look & see";

    static final Rights RIGHTS =
            new Rights(
                            Map.of(
                                    "thermo-tls",
                                    Grant.of(
                                            List.of("secure/thermo-tls/#"),
                                            List.of("secure/thermo-tls/cmd/#")),
                                    "viewer-tls",
                                    Grant.of(
                                            List.of("secure/viewer-tls/#"),
                                            List.of(
                                                    "secure/thermo-tls/dht22",
                                                    "secure/viewer-tls/#")),
                                    "explorer",
                                    Grant.of(
                                            List.of("plain/+/cmd/+", "secure/+/cmd/+"),
                                            List.of("plain/#", "secure/#"))))
                    .bounded(Side.PLAIN, List.of("plain/#"))
                    .bounded(Side.TLS, List.of("secure/#"));

    private final Path data;
    final CertificateAuthority ca;
    final StoreFiles stores;
    final InetSocketAddress plain;
    final InetSocketAddress tls;
    final EmbeddedBroker broker;

    /// Ids of those connected now, one entry a connection; also the lock under which events come
    /// in.
    private final List<String> clients = new ArrayList<>();

    final BlockingQueue<BrokerEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    LabFixture(Path data, Limits limits) throws IOException {
        this(data, limits, false);
    }

    /// @param samePort both listeners on one port, which cannot be had
    LabFixture(Path data, Limits limits, boolean samePort) throws IOException {
        this.data = data;
        SecureRandom random = new SecureRandom();
        ca = CertificateAuthority.open(data.resolve("pki"), InstantSource.system(), random);
        stores = StoreFiles.in(data.resolve("pki"), random);
        stores.write(ca.server(names()), List.of(ca.certificate()));
        plain = freeAddress();
        tls = samePort ? plain : freeAddress();
        BrokerSettings settings =
                new BrokerSettings(
                        data.resolve("broker <&> ${HOME}"),
                        data.resolve("log").resolve("broker.log"),
                        Optional.of(plain),
                        Optional.of(
                                new BrokerSettings.Tls(
                                        tls,
                                        stores.keyStore(),
                                        stores.trustStore(),
                                        stores.password(),
                                        ClientCertificate.REQUIRED)),
                        true,
                        RIGHTS,
                        Passwords.none().with("explorer", PASSWORD, random),
                        LabFixture::origin,
                        BrokerSettings.NONE_WITHDRAWN,
                        limits);
        broker = new EmbeddedBroker(settings, InstantSource.system());
        broker.listen(this::note);
        broker.subscribe("#", messages::add);
    }

    private void note(BrokerEvent event) {
        synchronized (clients) {
            switch (event) {
                case Connected in -> clients.add(in.clientId());
                case Disconnected out -> clients.remove(out.clientId());
                case Refused _, Denied _, Dropped _, Overflowed _ -> {}
            }
            events.add(event);
            clients.notifyAll();
        }
    }

    /// Returns when every client is gone and what it caused has been told, so that nothing of one
    /// test reaches the next.
    void settle() {
        awaitOwnMark();
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (clients) {
            try {
                while (!clients.isEmpty()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("still connected: " + clients);
                    }
                    clients.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            events.clear();
            messages.clear();
        }
    }

    /// Events are told one after the other, a while after they happened: when one that is made here
    /// was told, so were those before it.
    private void awaitOwnMark() {
        String mark = "mark/" + UUID.randomUUID(); // no name: it is refused
        try {
            plainClient(mark).buildBlocking().connect();
            throw new AssertionError(mark + " was let in");
        } catch (Mqtt5ConnAckException refused) {
            awaitRefused(mark);
        }
    }

    private void awaitRefused(String clientId) {
        try {
            awaitEvent(Refused.class, event -> event.clientId().equals(clientId));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// As a tap would say: connections from this one address did not come through it.
    private static Optional<InetSocketAddress> origin(InetSocketAddress source) {
        return source.getAddress().equals(STRANGER) ? Optional.empty() : Optional.of(source);
    }

    static LabFixture started(Path data) throws IOException {
        return started(data, Limits.DEFAULT);
    }

    static LabFixture started(Path data, Limits limits) throws IOException {
        LabFixture lab = new LabFixture(data, limits);
        lab.broker.start();
        return lab;
    }

    static SubjectNames names() {
        return new SubjectNames(Set.of("localhost"), Set.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    /// A port that nobody has, below those that the system gives to outgoing connections.
    static InetSocketAddress freeAddress() throws IOException {
        Random random = new Random();
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        for (int i = 0; i < 100; i++) {
            InetSocketAddress one =
                    new InetSocketAddress(loopback, 20_000 + random.nextInt(12_000));
            if (isFree(one)) {
                return one;
            }
        }
        throw new IOException("no free port between 20000 and 32000");
    }

    private static boolean isFree(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    <E extends BrokerEvent> E awaitEvent(Class<E> kind, Predicate<E> wanted)
            throws InterruptedException {
        List<BrokerEvent> others = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
            BrokerEvent event = events.poll(left, TimeUnit.NANOSECONDS);
            if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
                return kind.cast(event);
            }
            if (event != null) {
                others.add(event);
            }
        }
        throw new AssertionError("no such " + kind.getSimpleName() + "; there was " + others);
    }

    Refused awaitRefusal(Refusal rule) throws InterruptedException {
        return awaitEvent(Refused.class, event -> event.rule() == rule);
    }

    Message awaitMessage(String topic) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
            Message message = messages.poll(left, TimeUnit.NANOSECONDS);
            if (message != null && message.topic().equals(topic)) {
                return message;
            }
        }
        throw new AssertionError("no message on " + topic);
    }

    Mqtt5ClientBuilder plainClient(String clientId) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(plain.getPort());
    }

    Mqtt5BlockingClient explorer(String clientId) {
        return plainClient(clientId)
                .simpleAuth()
                .username("explorer")
                .password(PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
    }

    Mqtt5BlockingClient tlsClient(String identity, String clientId) throws IOException {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(tls.getPort())
                .sslConfig(sslConfig(ca.device(identity)))
                .buildBlocking();
    }

    private MqttClientSslConfig sslConfig(Credentials credentials) {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStores.keyStore(credentials, "x"), "x".toCharArray());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStores.trustStore(List.of(ca.certificate())));
            return MqttClientSslConfig.builder()
                    .keyManagerFactory(keys)
                    .trustManagerFactory(trust)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The options that mosquitto's clients need for the TLS side.
    List<String> mosquittoTls(String identity) throws IOException {
        ca.device(identity);
        return List.of(
                "-h",
                "localhost",
                "-p",
                String.valueOf(tls.getPort()),
                "--cafile",
                ca.certificateFile().toString(),
                "--cert",
                ca.deviceCertificateFile(identity).toString(),
                "--key",
                ca.deviceKeyFile(identity).toString());
    }

    List<String> mosquittoPlain() {
        return List.of("-h", "127.0.0.1", "-p", String.valueOf(plain.getPort()));
    }

    Path data() {
        return data;
    }

    Path log() {
        return data.resolve("log").resolve("broker.log");
    }

    void start() throws BrokerException {
        broker.start();
    }

    @Override
    public void close() {
        broker.close();
    }
}
