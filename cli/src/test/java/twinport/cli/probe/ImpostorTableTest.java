// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.Firmware;
import twinport.board.arduino.Clang;
import twinport.board.arduino.Sketch;
import twinport.board.arduino.SketchCode;
import twinport.board.arduino.SketchCompiler;
import twinport.board.micropython.MicroPythonProgram;
import twinport.board.net.LoopbackNetwork;
import twinport.findings.check.DeviceProbeFacts;
import twinport.findings.check.DeviceProbeFacts.Encounter;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.findings.check.device.Conclusion;
import twinport.lab.probe.impostor.Callers;
import twinport.lab.probe.impostor.CommandCallers;
import twinport.lab.probe.impostor.Impostor;
import twinport.lab.probe.impostor.ImpostorSettings;
import twinport.lab.probe.impostor.Wardrobe;
import twinport.pki.CertificateAuthority;
import twinport.pki.KeyStores;
import twinport.pki.SubjectNames;

/// What TLS libraries do in each row: the table of docs/reference/impostor.md, column by column,
/// and our own firmware with and without verification.
@Timeout(180)
final class ImpostorTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
    private static final SubjectNames NAMES = new SubjectNames(Set.of("localhost"), Set.of(LOCAL));

    @TempDir private Path folder;
    private CertificateAuthority ca;

    @BeforeEach
    void theLabHasACa() throws Exception {
        ca = CertificateAuthority.open(folder, InstantSource.system(), new SecureRandom());
    }

    private interface Device {
        Callers against(int port) throws Exception;
    }

    private DeviceProbeFacts meet(List<Row> rows, Device device) throws Exception {
        var random = new SecureRandom();
        Wardrobe wardrobe = new Wardrobe(ca.badCertificates(NAMES), true, Optional.empty());
        ImpostorSettings settings =
                new ImpostorSettings(
                        LOCAL,
                        0,
                        rows,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(3),
                        Optional.empty(),
                        Duration.ofSeconds(1));
        try (Impostor impostor = new Impostor(settings, wardrobe, random, _ -> {})) {
            return impostor.run(device.against(impostor.port()));
        }
    }

    private static void isAsInTheDocument(String column, DeviceProbeFacts facts) throws Exception {
        Map<Row, String> found = new EnumMap<>(Row.class);
        for (Encounter each : facts.encounters()) {
            found.put(each.row(), words(each));
        }
        assertThat(found).as(column).isEqualTo(column(column));
    }

    private static String words(Encounter each) {
        return switch (each.reaction()) {
            case WENT_ON -> "**goes on**";
            case REFUSED ->
                    each.refusal().map(refusal -> "refuses, " + refusal.alert()).orElse("refuses");
            case LEFT -> "leaves";
            case CLEAR -> "**in clear**";
            case UNKNOWN -> "?";
        };
    }

    private static Map<Row, String> column(String name) throws IOException {
        List<List<String>> table =
                Files.readAllLines(ROOT.resolve("docs/reference/impostor.md")).stream()
                        .dropWhile(line -> !line.startsWith("| row | Arduino"))
                        .takeWhile(line -> line.startsWith("|"))
                        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                        .toList();
        int column = table.getFirst().indexOf(name);
        return table.stream()
                .skip(2)
                .collect(
                        Collectors.toMap(
                                cells ->
                                        Row.valueOf(
                                                cells.get(1)
                                                        .replace("`", "")
                                                        .toUpperCase(Locale.ROOT)),
                                cells -> cells.get(column)));
    }

    @Test
    void theSketchOfTheLabVerifiesAllButTheDates() throws Exception {
        SketchCode code =
                SketchCode.interpreted(compiler().wasm(ROOT.resolve("firmware/arduino/thermo")));
        DeviceProbeFacts facts =
                meet(List.of(Row.values()), port -> board(port, new Sketch(code, config(port))));
        isAsInTheDocument("Arduino", facts);
        assertThat(Conclusion.of(facts)).contains("checks the CA and the name, not the dates");
    }

    @Test
    void theSameSketchWithSetInsecureVerifiesNothing() throws Exception {
        Optional<Clang> clang = Clang.on(System.getenv("PATH"));
        assumeTrue(clang.isPresent(), "skipped, no clang: " + Clang.HOW_TO_INSTALL);
        Path sketch = Files.createDirectories(folder.resolve("thermo"));
        String source = Files.readString(ROOT.resolve("firmware/arduino/thermo/thermo.ino"));
        String verified = "secureSocket.setCACert(config.ca.c_str());";
        assertThat(source).contains(verified);
        Files.writeString(
                sketch.resolve("thermo.ino"),
                source.replace(verified, "secureSocket.setInsecure();"));
        SketchCode code = SketchCode.interpreted(compiler().compile(sketch));
        doesNotVerify(port -> board(port, new Sketch(code, config(port))));
    }

    @Test
    void theProgramOfTheLabVerifiesAll() throws Exception {
        DeviceProbeFacts facts =
                meet(List.of(Row.values()), port -> board(port, viewer(port, source -> source)));
        isAsInTheDocument("MicroPython", facts);
        assertThat(Conclusion.of(facts)).contains("verifies: the CA, the name and the dates");
    }

    @Test
    void theSameProgramWithCertNoneVerifiesNothing() throws Exception {
        doesNotVerify(port ->
                board(
                        port,
                        viewer(
                                port,
                                source -> source.replace("ssl.CERT_REQUIRED", "ssl.CERT_NONE"))));
    }

    private void doesNotVerify(Device device) throws Exception {
        DeviceProbeFacts facts = meet(ImpostorSettings.quick(), device);
        assertThat(facts.encounters()).allMatch(each -> each.is(Reaction.WENT_ON));
        assertThat(facts.encounters())
                .allSatisfy(each ->
                        assertThat(each.greeting().orElseThrow().passwordBytes()).contains(13));
        assertThat(Conclusion.of(facts))
                .containsExactly("does not verify: anybody can be its broker");
        assertThat(facts.toString()).doesNotContain("NotToBeSeen42");
    }

    @Test
    void javaVerifiesAll() throws Exception {
        DeviceProbeFacts facts = meet(List.of(Row.values()), this::java);
        isAsInTheDocument("Java 25", facts);
    }

    @Test
    void openSslAndMosquitto() throws Exception {
        assumeTrue(
                says("OpenSSL 3.0", "python3", "-c", "import ssl; print(ssl.OPENSSL_VERSION)"),
                "skipped: the column is of OpenSSL 3.0");
        Path client = folder.resolve("client.py");
        Files.writeString(
                client,
                """
                import os, socket, ssl
                context = ssl.create_default_context(cafile=os.environ["TWINPORT_CA"])
                plain = socket.create_connection(("127.0.0.1", int(os.environ["TWINPORT_PORT"])))
                secure = context.wrap_socket(plain, server_hostname="localhost")
                secure.sendall(b"\\x10\\x10\\0\\4MQTT\\4\\2\\0\\x3c" + b"\\0\\4boar")
                secure.recv(4)
                """);
        isAsInTheDocument(
                "OpenSSL 3.0 (Python)",
                meet(List.of(Row.values()), port -> command(port, "python3", client.toString())));
        assumeTrue(
                says("2.0.11", "mosquitto_sub", "--help"),
                "skipped: the column is of Mosquitto 2.0.11");
        String mosquitto =
                "exec mosquitto_sub -h localhost -p $TWINPORT_PORT --cafile $TWINPORT_CA -t x";
        isAsInTheDocument(
                "mosquitto_sub 2.0.11",
                meet(List.of(Row.values()), port -> command(port, "sh", "-c", mosquitto)));
        isAsInTheDocument(
                "with --insecure",
                meet(
                        List.of(Row.values()),
                        port -> command(port, "sh", "-c", mosquitto + " --insecure")));
    }

    private static boolean says(String text, String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .contains(text);
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private Callers command(int port, String... command) {
        return new CommandCallers(
                List.of(command),
                Map.of(
                        "TWINPORT_PORT",
                        String.valueOf(port),
                        "TWINPORT_CA",
                        ca.certificateFile().toString()));
    }

    /// A Java client as most are: the default trust manager over one CA, and the name checked.
    private Callers java(int port) throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStores.trustStore(List.of(ca.certificate())));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return _ -> {
            Thread thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (SSLSocket socket =
                                        (SSLSocket)
                                                context.getSocketFactory()
                                                        .createSocket("localhost", port)) {
                                    SSLParameters parameters = socket.getSSLParameters();
                                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                                    socket.setSSLParameters(parameters);
                                    byte[] connect = {
                                        0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 2, 'j',
                                        'v'
                                    };
                                    socket.getOutputStream().write(connect);
                                    socket.getInputStream().readNBytes(4);
                                } catch (IOException refused) {
                                    // which the impostor sees
                                }
                            });
            return new Running(() -> !thread.isAlive(), thread::interrupt);
        };
    }

    private record Running(java.util.function.BooleanSupplier over, Runnable end)
            implements Callers.Caller {
        @Override
        public boolean ended() {
            return over.getAsBoolean();
        }

        @Override
        public String excuse() {
            return "it did not come";
        }

        @Override
        public void close() {
            end.run();
        }
    }

    /// A board that is switched on for each row.
    private Callers board(int port, Firmware firmware) {
        LoopbackNetwork network =
                new LoopbackNetwork(
                        InetAddress.ofLiteral("127.0.10.1"),
                        Map.of(),
                        Set.of(new InetSocketAddress(LOCAL, port)));
        return _ -> {
            Board board =
                    new Board(
                            BoardSettings.of("dut"),
                            firmware,
                            network,
                            BoardClock.system(),
                            new Random(1));
            board.start();
            return new Running(() -> false, board::close);
        };
    }

    private static SketchCompiler compiler() throws InterruptedException {
        return new SketchCompiler(
                Clang.on(System.getenv("PATH")), Path.of("target", "sketches"), List.of());
    }

    private interface Change {
        String of(String source);
    }

    private Firmware viewer(int port, Change change) throws IOException {
        Path program = ROOT.resolve("firmware/micropython/viewer/main.py");
        String source = change.of(Files.readString(program));
        Map<String, byte[]> files = new java.util.HashMap<>(config(port));
        files.put("/main.py", source.getBytes(StandardCharsets.UTF_8));
        return new MicroPythonProgram(files);
    }

    /// As the lab provisions a board.
    private Map<String, byte[]> config(int port) {
        var config =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", "dut")
                        .put("site", "secure")
                        .put("watch", "other")
                        .put("wifi_ssid", "Wokwi-GUEST")
                        .put("wifi_password", "")
                        .put("host", "localhost")
                        .put("port", port)
                        .put("tls", true)
                        .put("user", "dut")
                        .put("password", "NotToBeSeen42")
                        .put("ca", ca.certificatePem())
                        .put("cert", "")
                        .put("key", "");
        return Map.of(
                "/config.json",
                JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(config)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
