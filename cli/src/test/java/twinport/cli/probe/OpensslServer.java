// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.VersionSupport;
import twinport.lab.probe.audit.Audit;
import twinport.lab.probe.audit.AuditSettings;

/// `openssl s_server` with a self-signed certificate, for our audit and a scanner to look at.
record OpensslServer(Process process, int port) implements AutoCloseable {

    /// @param key `rsa:BITS` or `ec:CURVE`
    /// @param certificate options of `openssl req` about the certificate, lifetime and extensions
    /// @param options of `openssl s_server`
    static OpensslServer start(
            Path folder, String key, List<String> certificate, List<String> options)
            throws Exception {
        int port = FreePorts.next();
        certificate(folder, key, certificate);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_server",
                                "-accept",
                                "127.0.0.1:" + port,
                                "-cert",
                                "server.pem",
                                "-key",
                                "server.key",
                                "-quiet"));
        command.addAll(options);
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("server.log").toFile())
                        .start();
        OpensslServer server = new OpensslServer(process, port);
        server.awaitPort(folder);
        return server;
    }

    private static void certificate(Path folder, String key, List<String> certificate)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-nodes",
                                "-subj",
                                "/CN=localhost",
                                "-keyout",
                                folder.resolve("server.key").toString(),
                                "-out",
                                folder.resolve("server.pem").toString()));
        command.addAll(certificate);
        if (key.startsWith("rsa:")) {
            command.addAll(List.of("-newkey", key));
        } else {
            command.addAll(
                    List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + key.substring(3)));
        }
        output(command);
        assertThat(Files.size(folder.resolve("server.pem"))).isPositive();
    }

    /// There is no event to wait for when another process opens a port: it is asked until it
    /// answers.
    private void awaitPort(Path folder) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new IllegalStateException(
                "openssl did not start: " + Files.readString(folder.resolve("server.log")));
    }

    /// What our audit finds.
    BrokerProbeFacts.TlsPort audited() throws Exception {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        AuditSettings settings =
                new AuditSettings(
                        "127.0.0.1",
                        local,
                        OptionalInt.empty(),
                        OptionalInt.of(port),
                        List.of("localhost"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        "twinport/audit",
                        Duration.ofMillis(500),
                        400);
        Audit.Result result =
                new Audit(settings, InstantSource.system(), new SecureRandom(), _ -> {}).run();
        assertThat(result.unreached()).isEmpty();
        return result.facts().tls().orElseThrow();
    }

    /// For example `TLS 1.2`.
    static Set<String> protocols(BrokerProbeFacts.TlsPort found) {
        TreeSet<String> names = new TreeSet<>();
        found.versions().stream()
                .filter(VersionSupport::supported)
                .forEach(each -> names.add(each.version().toString()));
        return names;
    }

    /// For example `TLS 1.2 C02F`.
    static Set<String> suites(BrokerProbeFacts.TlsPort found) {
        TreeSet<String> names = new TreeSet<>();
        for (VersionSupport version : found.versions()) {
            assertThat(version.supported() && !version.allSuites())
                    .as("%s: all suites were asked for", version.version())
                    .isFalse();
            version.suites()
                    .forEach(suite ->
                            names.add(String.format("%s %04X", version.version(), suite.number())));
        }
        return names;
    }

    static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
