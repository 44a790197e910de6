// SPDX-License-Identifier: MIT
package twinport.cli.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.capture.CaptureQueue;
import twinport.capture.CaptureSettings;
import twinport.capture.RelayTap;
import twinport.capture.Route;
import twinport.capture.TapSettings;
import twinport.wire.pcap.CaptureFile;

/// Every PUBLISH that a real Mosquitto and its clients count is found, and none besides. The system
/// property `truth.messages` makes it more of them (benchmarks/truth.sh), `truth.capture` keeps the
/// capture.
class BrokerTruthTest {
    private static final long MESSAGES = Long.getLong("truth.messages", 20_000);
    private static final int INSIDE_PORT = 1883;
    private static final long END_WITHIN_SECONDS = 60;

    @TempDir private Path folder;

    @Test
    void everyMessageOnTheWireIsCountedAsTheBrokerCountsIt() throws Exception {
        assumeInstalled(
                "mosquitto", "mosquitto_pub", "mosquitto_sub", "tcpdump", "unshare", "stdbuf");
        try (Namespace namespace = Namespace.open()) {
            assumeTrue(namespace != null, "no network namespace for us: run as root");
            broker(mosquitto(INSIDE_PORT), namespace);
            PublishCount ours = new PublishCount();
            Process tcpdump = namespace.start(tcpdump());
            Namespace.await(tcpdump.errorReader(UTF_8), "listening on");
            Thread reading = Thread.ofPlatform().start(() -> read(tcpdump.getInputStream(), ours));
            String told = output(namespace.command(load(INSIDE_PORT)));
            assertThat(ours.ended().await(END_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
            tcpdump.destroy();
            reading.join();
            compare(told, ours);
        }
    }

    @Test
    void everyMessageThroughTheRelayTapIsCountedAsTheBrokerCountsIt() throws Exception {
        assumeInstalled("mosquitto", "mosquitto_pub", "mosquitto_sub", "stdbuf");
        int port = freePort();
        Process broker = broker(mosquitto(port), null);
        PublishCount ours = new PublishCount();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Route route =
                new Route(
                        new InetSocketAddress(loopback, freePort()),
                        new InetSocketAddress(loopback, port));
        try (CaptureQueue queue =
                        new CaptureQueue(
                                CaptureSettings.to(folder.resolve("run.pcapng")), ours::accept);
                RelayTap tap =
                        new RelayTap(
                                TapSettings.of(List.of(route)), queue, InstantSource.system())) {
            tap.open();
            int listening = tap.listening().getFirst().getPort();
            String told = output(new ProcessBuilder(load(listening)));
            assertThat(ours.ended().await(END_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
            compare(told, ours);
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    private static void compare(String told, PublishCount ours) throws IOException {
        Properties truth = new Properties();
        truth.load(new StringReader(told));
        StringBuilder found = new StringBuilder();
        long fromClients = 0;
        long fromBroker = 0;
        for (int qos = 0; qos <= 2; qos++) {
            found.append("published.").append(qos).append('=').append(ours.fromClients(qos));
            found.append("\ndelivered.").append(qos).append('=').append(ours.fromBroker(qos));
            found.append('\n');
            fromClients += ours.fromClients(qos);
            fromBroker += ours.fromBroker(qos);
        }
        found.append("broker.received.0.1=")
                .append(ours.fromClients(0) + ours.fromClients(1))
                .append('\n');
        found.append("broker.sent=").append(fromBroker).append('\n');
        Properties counted = new Properties();
        counted.load(new StringReader(found.toString()));
        System.out.println("counted on the wire:\n" + found);
        assertThat(ours.faults()).isEmpty();
        assertThat(counted).isEqualTo(truth);
        assertThat(fromClients + fromBroker).isBetween(MESSAGES - 32, MESSAGES);
    }

    // ---- the players

    private List<String> mosquitto(int port) throws IOException {
        Path file = folder.resolve("mosquitto-" + port + ".conf");
        Files.write(
                file,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "user " + System.getProperty("user.name"),
                        "sys_interval 1",
                        "set_tcp_nodelay true",
                        "max_queued_messages 0",
                        "max_inflight_messages 500",
                        "log_dest stderr"));
        return List.of("mosquitto", "-c", file.toString());
    }

    private static Process broker(List<String> command, @Nullable Namespace namespace)
            throws IOException {
        Process broker =
                namespace == null ? new ProcessBuilder(command).start() : namespace.start(command);
        Namespace.await(broker.errorReader(UTF_8), "running");
        return broker;
    }

    private static List<String> tcpdump() {
        return List.of(
                "tcpdump",
                "-i",
                "lo",
                "-Z",
                "root",
                "-U",
                "-s",
                "0",
                "-B",
                "131072",
                "-w",
                "-",
                "tcp port " + INSIDE_PORT);
    }

    private static List<String> load(int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                port + "",
                MESSAGES + "");
    }

    /// Reads what is captured while it is captured, and keeps it where that is wanted.
    private static void read(InputStream captured, PublishCount ours) {
        String kept = System.getProperty("truth.capture", "/dev/null");
        try (var copy = Files.newOutputStream(Path.of(kept));
                CaptureFile capture = CaptureFile.open(new Copied(captured, copy))) {
            capture.forEach(ours::accept);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String output(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    private static void assumeInstalled(String... programs) {
        for (String program : programs) {
            boolean found = false;
            String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
            for (String place : path.split(":", -1)) {
                found |= Files.isExecutable(Path.of(place, program));
            }
            assumeTrue(found, program + " is not installed: no truth to compare with");
        }
    }

    private static int freePort() throws IOException {
        for (int port = 21_000; port < 32_000; port += 7) {
            try (var probe = new java.net.ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IOException("no free port below 32768");
    }
}
