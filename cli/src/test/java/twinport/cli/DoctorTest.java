// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.cli.Peers.twinport;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a machine lacks, and what a shell can complete.
class DoctorTest {
    @TempDir private Path folder;

    /// In a process of its own, since a process cannot change its PATH.
    private JsonNode doctor(String path) throws Exception {
        List<String> command = RunningLab.program();
        command.addAll(List.of("doctor", "--json", "--data", folder.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().put("PATH", path);
        builder.command().set(0, "/usr/bin/env");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        JsonNode said = JsonMapper.shared().readTree(process.getInputStream());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.get("findings");
    }

    private static JsonNode of(JsonNode findings, String what) {
        return findings.valueStream()
                .filter(one -> one.get("what").asString().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPathWithoutProgramsIsToldWithWhatDoesNotWorkAndHowToGetIt() throws Exception {
        JsonNode found = doctor(folder.toString());
        JsonNode clang = of(found, "clang");
        assertThat(clang.get("state").asString()).isEqualTo("MISSING");
        assertThat(clang.get("effect").asString()).contains("sketches are not compiled");
        assertThat(clang.get("remedy").asString()).contains("apt install clang");
        assertThat(of(found, "tshark").get("remedy").asString()).isEqualTo("apt install tshark");
        assertThat(of(found, "Java").get("state").asString()).isEqualTo("OK");
    }

    @Test
    void clangWithoutItsWebAssemblyPartsIsNotTakenForWell() throws Exception {
        Path clang = Files.writeString(folder.resolve("clang++"), "#!/bin/sh\nexit 1\n");
        assertThat(clang.toFile().setExecutable(true)).isTrue();
        JsonNode found = of(doctor(folder.toString()), "clang");
        assertThat(found.get("state").asString()).isEqualTo("MISSING");
        assertThat(found.get("found").asString()).contains("without its WebAssembly parts");
    }

    @Test
    void aPortThatIsTakenIsInTheWayOfTheDefaultLab() throws Exception {
        try (var taken = new ServerSocket()) {
            boolean ours = bind(taken, 8080); // or somebody has it already
            Peers.Said said = twinport("doctor", "--data", folder);
            assertThat(said.exitCode()).isEqualTo(Exit.NOT_GOOD);
            assertThat(said.out())
                    .contains("port 8080: somebody listens on it")
                    .contains("--http-port");
            assertThat(ours || !said.out().contains("port 8080: free")).isTrue();
        }
    }

    private static boolean bind(ServerSocket socket, int port) {
        try {
            socket.bind(new java.net.InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), twinport("completion").out());
        assertThat(completed(script, "twinport", "an")).contains("analyze");
        assertThat(completed(script, "twinport", "analyze", "--fi")).contains("--filter");
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        String line =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_twinport; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(script, String.join(" ", words), words.length - 1);
        Peer said = Peer.run("bash", "-c", line);
        assertThat(said.exitCode()).as(said.output()).isZero();
        return said.output().lines().map(String::strip).toList();
    }
}
