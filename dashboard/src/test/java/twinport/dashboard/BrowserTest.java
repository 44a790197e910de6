// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser, driven by the scripts in web/e2e. Screenshots go to
/// target/screenshots.
final class BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path WEB = Path.of("web").toAbsolutePath();
    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static boolean isThereABrowser() {
        String named = System.getenv("TWINPORT_CHROMIUM");
        return Stream.concat(Stream.ofNullable(named), CHROMIUM.stream())
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    @Test
    void thePageWorksInARealBrowser(@TempDir Path folder) throws Exception {
        assumeThat(isThereABrowser())
                .as("chromium is not installed; set TWINPORT_CHROMIUM to one")
                .isTrue();
        int port = FreePort.take();
        try (var lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), true);
                var page = new Dashboard(lab, DashboardSettings.onLoopback(port))) {
            lab.keepIn(folder.resolve("history.db"));
            sayMoreThanAPageIsTold(lab);
            page.start();
            HostileStrings.publishAll(lab);
            lab.every(Duration.ofSeconds(1), lab::step);
            lab.every(Duration.ofSeconds(1), () -> HostileStrings.turnAllAway(lab));

            assertThat(run("bench.mjs", page.address().toString())).isEmpty();
        }
    }

    /// The coldest reading is older than the messages that a page is given when it opens.
    private static void sayMoreThanAPageIsTold(BenchLab lab) {
        lab.publish(
                "thermo-plain",
                "plain/thermo-plain/dht22",
                "{\"temperature\":-31.5,\"humidity\":1}");
        for (int i = 0; i < 250; i++) {
            lab.publish("thermo-tls", "secure/thermo-tls/note", "note " + i);
        }
    }

    /// @return the complaints, empty if all went well
    private static String run(String script, String url) throws IOException, InterruptedException {
        Path out = Path.of("target", "screenshots").toAbsolutePath();
        Path log = Files.createDirectories(out).resolve(script + ".log");
        var command = new ArrayList<>(List.of("node", "e2e/" + script, url, out.toString()));
        Process process =
                new ProcessBuilder(command)
                        .directory(WEB.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return "not done after " + PATIENCE + ":\n" + Files.readString(log);
        }
        return process.exitValue() == 0 ? "" : Files.readString(log);
    }
}
