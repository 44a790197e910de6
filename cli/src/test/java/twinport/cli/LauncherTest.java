// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher on machines that lack something: one clear message, what to do, exit code 2.
class LauncherTest {
    private static final long LONGEST_S = 30;
    private static final List<String> SHELL_TOOLS =
            List.of(
                    "sh",
                    "sed",
                    "dirname",
                    "readlink",
                    "find",
                    "head",
                    "mkdir",
                    "cat",
                    "rm",
                    "tail");

    @TempDir private Path folder;
    private Path project = Path.of("");
    private Path tools = Path.of("");

    private record Said(int exitCode, String text) {}

    @BeforeEach
    void aProjectThatIsNotBuiltOnABareMachine() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        tools = Files.createDirectories(folder.resolve("bin"));
        Path root = Path.of("..").toAbsolutePath().normalize();
        Files.createDirectories(project.resolve(".mvn"));
        Files.copy(root.resolve("twinport"), project.resolve("twinport"));
        Files.copy(root.resolve(".mvn/jdk.sh"), project.resolve(".mvn/jdk.sh"));
        for (String tool : SHELL_TOOLS) {
            Path there = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    tools.resolve(tool), Files.exists(there) ? there : Path.of("/bin", tool));
        }
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        var said = launch(Map.of("TWINPORT_JAVA_HOME", System.getProperty("java.home")));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).contains("error: Maven was not found", "hint: install Maven 3.8.7");
    }

    @Test
    void withoutNodeItSaysSo() throws Exception {
        program("mvn", "exit 1");

        var said = launch(Map.of("TWINPORT_JAVA_HOME", System.getProperty("java.home")));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text())
                .contains("error: node and npm were not found", "hint: install node");
    }

    @Test
    void aNodeThatIsTooOldIsNamed() throws Exception {
        program("mvn", "exit 1");
        program("npm", "exit 1");
        program("node", "echo v18.1.0");

        var said = launch(Map.of("TWINPORT_JAVA_HOME", System.getProperty("java.home")));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).contains("node v18.1.0 is too old");
    }

    @Test
    void aBuildThatFailsShowsTheEndOfItsLog() throws Exception {
        program("mvn", "echo the registry does not answer; exit 1");
        program("npm", "exit 0");
        program("node", "echo v20.0.0");

        var said = launch(Map.of("TWINPORT_JAVA_HOME", System.getProperty("java.home")));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).contains("the registry does not answer", "the build failed");
        assertThat(project.resolve(".build.lock")).doesNotExist();
    }

    @Test
    void anOlderJavaIsPassedOver() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-17/bin"));
        Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Files.createSymbolicLink(
                old.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        // no newer one is named: what is found then stands in the usual places, or nowhere
        var said = launch(Map.of("TWINPORT_JAVA_HOME", old.resolveSibling("").toString()));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).containsAnyOf("Maven was not found", "no JDK 25 was found");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Said launch(Map<String, String> environment) throws Exception {
        var builder =
                new ProcessBuilder("/bin/sh", project.resolve("twinport").toString(), "--version")
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
