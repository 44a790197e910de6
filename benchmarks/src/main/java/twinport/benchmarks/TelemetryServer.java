// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import twinport.pki.CertificateAuthority;
import twinport.pki.StoreFiles;
import twinport.pki.SubjectNames;

/// A TLS server in a process of its own that notes when each line comes: what boards send their
/// telemetry to, without a broker's cost on their side.
final class TelemetryServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final Process process;
    private final BufferedReader from;
    private final PrintWriter to;
    private final String ca;
    private final int port;

    private TelemetryServer(Process process, String ca) throws IOException {
        this.process = process;
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.to = new PrintWriter(process.outputWriter(UTF_8), true);
        this.ca = ca;
        this.port = Integer.parseInt(from.readLine());
    }

    static TelemetryServer start(Path folder) throws IOException {
        SecureRandom random = new SecureRandom();
        Path pki = Files.createDirectories(folder.resolve("pki"));
        var authority = CertificateAuthority.open(pki, InstantSource.system(), random);
        var stores = StoreFiles.in(pki, random);
        var names = new SubjectNames(Set.of("localhost"), Set.<InetAddress>of());
        stores.write(authority.server(names), List.of(authority.certificate()));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TelemetryServer.class.getName(),
                                stores.keyStore().toString(),
                                stores.password())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new TelemetryServer(process, authority.certificatePem());
    }

    int port() {
        return port;
    }

    String ca() {
        return ca;
    }

    /// Notes from now on.
    void begin() {
        to.println("begin");
    }

    /// Seconds between two lines of the same board, of all boards since [#begin].
    double[] gaps() throws IOException {
        to.println("gaps");
        String line = from.readLine();
        return line == null || line.isEmpty()
                ? new double[0]
                : Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// The server's process: key store and password; then orders by lines.
    public static void main(String[] arguments) throws Exception {
        char[] password = arguments[1].toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(Path.of(arguments[0]))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
        Arrivals arrivals = new Arrivals();
        Thread.ofPlatform().daemon().start(() -> accept(server, arrivals));
        System.out.println(server.getLocalPort());
        var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("begin")) {
                arrivals.clear();
            } else {
                System.out.println(arrivals.gaps());
            }
        }
        System.exit(0);
    }

    private static void accept(SSLServerSocket server, Arrivals arrivals) {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> hear(socket, arrivals));
            } catch (IOException e) {
                System.err.println("telemetry server: " + e.getMessage());
            }
        }
    }

    private static void hear(SSLSocket socket, Arrivals arrivals) {
        try (socket;
                var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            long before = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                if (before != 0) {
                    arrivals.add((now - before) / 1e9);
                }
                before = now;
            }
        } catch (IOException gone) {
            arrivals.lost();
        }
    }

    private static final class Arrivals {
        private final List<Double> gaps = new ArrayList<>();
        private int lost;

        synchronized void add(double seconds) {
            gaps.add(seconds);
        }

        synchronized void lost() {
            lost++;
            System.err.println("telemetry server: " + lost + " connections were lost");
        }

        synchronized void clear() {
            gaps.clear();
        }

        synchronized String gaps() {
            return gaps.stream().map(each -> "%.4f".formatted(each)).collect(Collectors.joining(" "));
        }
    }
}
