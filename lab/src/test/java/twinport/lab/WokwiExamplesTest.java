// SPDX-License-Identifier: MIT
package twinport.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.lab.wokwi.Project;
import twinport.pki.CaPassphrase;

/// The projects in examples/wokwi, each opened as it lies there, all in one lab: they speak, and
/// obey what people do with their parts.
@Timeout(180)
final class WokwiExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "wokwi");

    private final SecureRandom random = new SecureRandom();
    private final Map<String, CompletableFuture<String>> heard = new ConcurrentHashMap<>();

    @TempDir Path folder;

    @Test
    void everyExampleRunsToItsFirstMessageAndTheDoorbellRings() throws Exception {
        int port = FreePort.find(PublicPorts.LOOPBACK, random);
        List<Path> places = new ArrayList<>();
        for (String name : List.of("porch", "doorbell", "greenhouse")) {
            places.add(copy(name, port));
        }
        Project project = Project.open(places);
        assertThat(project.notes())
                .anySatisfy(note -> assertThat(note).contains("logic1", "left out"))
                .anySatisfy(note -> assertThat(note).contains("wokwi.toml: firmware is ignored"))
                .anySatisfy(note -> assertThat(note).contains("a DHT22 on GPIO 23"));

        try (Lab lab = LabAssembly.start(settings(project, port), BoardClock.system(), random);
                var listening =
                        lab.listen(event -> {
                            if (event instanceof LabEvent.MessageSeen(OwnerMessage message)) {
                                first(message.topic()).complete(message.payload());
                            }
                        })) {
            assertThat(listening).isNotNull();
            assertThat(said("house/porch/climate"))
                    .isEqualTo("{\"temperature\":-3.5,\"humidity\":81.0}");
            assertThat(said("garden/greenhouse/climate"))
                    .contains("\"temperature\": 24.0", "\"humidity\": 40.0");
            lab.control("doorbell", "bell", "pressed", 1);
            assertThat(said("house/door/bell")).isEqualTo("1");
            assertThat(lab.boards()).extracting(BoardStatus::state).containsOnly("running");
        }
    }

    private CompletableFuture<String> first(String topic) {
        return heard.computeIfAbsent(topic, _ -> new CompletableFuture<>());
    }

    private String said(String topic) throws Exception {
        return first(topic).get(100, TimeUnit.SECONDS);
    }

    /// A copy that knows the port of this test's lab.
    private Path copy(String name, int port) throws IOException {
        Path to = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(name))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).replace("1883", Integer.toString(port));
                Files.writeString(to.resolve(file.getFileName()), text);
            }
        }
        return to;
    }

    private LabSettings settings(Project project, int port) {
        return new LabSettings(
                project.lab(),
                folder.resolve("data"),
                folder.resolve("cache"),
                System.getenv("PATH"),
                PublicPorts.LOOPBACK,
                List.of(),
                OptionalInt.of(port),
                OptionalInt.of(0),
                true,
                Optional.empty(),
                new LabSettings.KeyLogging.Off(),
                new LabSettings.Keeping.Nowhere(),
                CaPassphrase.madeBeside(DataFolder.pkiOf(folder.resolve("data"))));
    }
}
