// SPDX-License-Identifier: MIT
package twinport.cli.truth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Real clients that publish and subscribe, then ask the broker what it counted: `Load PORT
/// MESSAGES`. A process of its own, since it must live where the traffic is captured.
///
/// It prints `published.N=` and `delivered.N=` for each QoS as the clients counted, and
/// `broker.received.0.1=` and `broker.sent=`; last it publishes to [#END].
final class Load {
    static final String END = "twinport/end";

    /// Of one lane. QoS 0 has no flow control but this: clients drop what they can't queue. With
    /// 125,000 lines mosquitto_pub 2.0.11 never came to its end, with 60,000 it does.
    private static final long LINES_MAX = 60_000;

    private static final int ON_THE_WAY_MAX = 200;

    private static final int LARGE_EVERY = 400;
    private static final int LARGE_BYTES = 20_000;
    private static final long PATIENCE_MINUTES = 20;

    /// What the subscriber of one lane waits for, and what it got.
    private record Lane(
            boolean five,
            int qos,
            String topic,
            long messages,
            CountDownLatch missing,
            Semaphore free) {
        void arrived() {
            missing.countDown();
            free.release();
        }
    }

    private final int port;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> publishers = new ArrayList<>();

    private Load(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        int code = 1;
        try {
            new Load(Integer.parseInt(arguments[0])).run(Long.parseLong(arguments[1]));
            code = 0;
        } catch (Exception e) {
            System.err.println("the load failed: " + e);
        } finally {
            System.exit(code); // the clients' threads are no reason to stay
        }
    }

    /// Each message is a PUBLISH twice: to the broker and from it.
    private void run(long messages) throws Exception {
        BrokerCount broker = BrokerCount.watch(client5("observer"));
        long ofLines = Math.min(messages / 8, LINES_MAX);
        long each = (messages / 2 - ofLines) / 6;
        for (int qos = 0; qos <= 2; qos++) {
            lane(false, qos, each);
            lane(true, qos, each);
        }
        Lane lines = lines(ofLines);
        for (Thread publisher : publishers) {
            publisher.join();
        }
        for (Lane lane : lanes) {
            if (!lane.missing().await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(lane + " did not get all");
            }
        }
        long[] counts = new long[3];
        lanes.forEach(lane -> counts[lane.qos()] += lane.messages());
        counts[lines.qos()] += lines.messages();
        long all = counts[0] + counts[1] + counts[2];
        for (int qos = 0; qos <= 2; qos++) {
            System.out.println("published." + qos + "=" + counts[qos]);
            System.out.println("delivered." + qos + "=" + counts[qos]);
        }
        System.out.println(broker.await(counts[0] + counts[1], all));
        broker.client().publishWith().topic(END).send().join();
    }

    private Mqtt5AsyncClient client5(String name) {
        Mqtt5AsyncClient client =
                Mqtt5Client.builder()
                        .identifier(name)
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .buildAsync();
        client.connect().join();
        return client;
    }

    private Mqtt3AsyncClient client3(String name) {
        Mqtt3AsyncClient client =
                Mqtt3Client.builder()
                        .identifier(name)
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .buildAsync();
        client.connect().join();
        return client;
    }

    private void lane(boolean five, int qos, long messages) {
        String name = (five ? "five-" : "three-") + qos;
        Lane lane =
                new Lane(
                        five,
                        qos,
                        "truth/" + name,
                        messages,
                        new CountDownLatch((int) messages),
                        new Semaphore(ON_THE_WAY_MAX));
        lanes.add(lane);
        subscribe(lane, name);
        Sender sender = sender(lane, name);
        publishers.add(Thread.ofPlatform().start(() -> publish(lane, sender)));
    }

    private void subscribe(Lane lane, String name) {
        MqttQos qos = Objects.requireNonNull(MqttQos.fromCode(lane.qos()));
        if (lane.five()) {
            client5("to-" + name)
                    .subscribeWith()
                    .topicFilter(lane.topic())
                    .qos(qos)
                    .callback(_ -> lane.arrived())
                    .send()
                    .join();
        } else {
            client3("to-" + name)
                    .subscribeWith()
                    .topicFilter(lane.topic())
                    .qos(qos)
                    .callback(_ -> lane.arrived())
                    .send()
                    .join();
        }
    }

    private interface Sender {
        CompletableFuture<?> send(byte[] payload);
    }

    private Sender sender(Lane lane, String name) {
        MqttQos qos = Objects.requireNonNull(MqttQos.fromCode(lane.qos()));
        if (lane.five()) {
            Mqtt5AsyncClient client = client5("from-" + name);
            return payload ->
                    client.publishWith().topic(lane.topic()).qos(qos).payload(payload).send();
        }
        Mqtt3AsyncClient client = client3("from-" + name);
        return payload -> client.publishWith().topic(lane.topic()).qos(qos).payload(payload).send();
    }

    /// Bursts of messages whose bytes mean nothing, so that a reader that loses its place reads
    /// nonsense; now and then one of many segments.
    private static void publish(Lane lane, Sender sender) {
        SplittableRandom random = new SplittableRandom(lane.topic().hashCode());
        for (long i = 0; i < lane.messages(); i++) {
            byte[] payload = new byte[i % LARGE_EVERY == 7 ? LARGE_BYTES : random.nextInt(20, 400)];
            random.nextBytes(payload);
            lane.free().acquireUninterruptibly();
            var _ = sender.send(payload); // its arrival counts
        }
    }

    /// The same with Mosquitto's own clients, a line a message, QoS 1.
    private Lane lines(long messages) throws Exception {
        int qos = 1;
        Lane lane =
                new Lane(
                        false,
                        qos,
                        "truth/lines",
                        messages,
                        new CountDownLatch((int) messages),
                        new Semaphore(ON_THE_WAY_MAX));
        List<String> common =
                List.of("-p", port + "", "-t", lane.topic(), "-q", qos + "", "-V", "mqttv311");
        List<String> sub =
                new ArrayList<>(
                        List.of(
                                "stdbuf",
                                "-oL",
                                "mosquitto_sub",
                                "--nodelay",
                                "-d",
                                "-C",
                                messages + ""));
        sub.addAll(common);
        Process subscriber = new ProcessBuilder(sub).redirectErrorStream(true).start();
        var heard = subscriber.inputReader(UTF_8);
        String line = heard.readLine();
        while (line != null && !line.contains("SUBACK")) {
            line = heard.readLine();
        }
        List<String> pub =
                new ArrayList<>(List.of("mosquitto_pub", "-l", "--nodelay", "-M", "500"));
        pub.addAll(common);
        Process publisher = new ProcessBuilder(pub).redirectErrorStream(true).start();
        Thread drain = Thread.ofVirtual().start(() -> heard.lines().forEach(_ -> {}));
        SplittableRandom random = new SplittableRandom(1);
        try (var out = publisher.outputWriter(UTF_8)) {
            for (long i = 0; i < messages; i++) {
                out.write("0p".repeat(random.nextInt(10, 150)) + "\n");
            }
        }
        publisher.waitFor();
        subscriber.waitFor();
        drain.join();
        if (publisher.exitValue() != 0 || subscriber.exitValue() != 0) {
            throw new IllegalStateException("Mosquitto's clients failed");
        }
        return lane;
    }
}
