// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/// Somebody else on the broker: mosquitto_sub, and mosquitto_pub.
public final class MqttWatch implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final int port;
    private final Process subscriber;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
    private final List<String> seen = new ArrayList<>();

    /// On `t/#`.
    MqttWatch(int port) throws IOException, InterruptedException {
        this(port, "t/#");
    }

    public MqttWatch(int port, String filter) throws IOException, InterruptedException {
        this.port = port;
        subscriber =
                new ProcessBuilder(
                                "mosquitto_sub",
                                "-d",
                                "-v",
                                "-p",
                                String.valueOf(port),
                                "-t",
                                filter)
                        .redirectErrorStream(true)
                        .start();
        Thread.ofVirtual().start(this::read);
        awaitSubscribed();
    }

    /// A retained message is delivered whenever the subscription stands.
    private void awaitSubscribed() throws IOException, InterruptedException {
        Process marker =
                new ProcessBuilder(
                                "mosquitto_pub",
                                "-p",
                                String.valueOf(port),
                                "-t",
                                "t/marker",
                                "-r",
                                "-m",
                                "subscribed")
                        .inheritIO()
                        .start();
        Assertions.assertThat(marker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        sees("t/marker subscribed");
    }

    private void read() {
        try (BufferedReader in = subscriber.inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.put(line);
            }
        } catch (IOException e) {
            lines.add("ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a line that begins like this; each line counts once.
    public MqttWatch sees(String start) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (seen.stream().noneMatch(line -> line.startsWith(start))) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                Assertions.fail("no line beginning with \"%s\" in %s", start, seen);
            } else {
                seen.add(line);
            }
        }
        return this;
    }

    public void publish(String topic, String text, int qos)
            throws IOException, InterruptedException {
        Process publisher =
                new ProcessBuilder(
                                "mosquitto_pub",
                                "-p",
                                String.valueOf(port),
                                "-t",
                                topic,
                                "-q",
                                String.valueOf(qos),
                                "-m",
                                text)
                        .inheritIO()
                        .start();
        Assertions.assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        subscriber.destroy();
    }
}
