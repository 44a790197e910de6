// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.file.Section;
import twinport.lab.file.YamlFile;

/// The default lab judged by our own commands, with the baseline that says what is known of it.
///
/// @param beyond FAIL and WARN findings that the baseline does not accept
/// @param used its reasons that were needed
record KnownFindings(List<String> beyond, Set<String> used) {
    private static final Path BASELINE = Path.of("..", "examples", "four-boards.baseline.yaml");

    /// The baseline for a lab that has other ports than the usual ones.
    private static Path baseline(Path folder, RunningLab lab) throws IOException {
        Path file = folder.resolve("baseline.yaml");
        Files.writeString(
                file,
                Files.readString(BASELINE)
                        .replace(":1883\n", ":" + lab.plainPort() + "\n")
                        .replace(":8883\n", ":" + lab.tlsPort() + "\n"));
        return file;
    }

    /// All reasons of the baseline.
    static Set<String> reasons() throws IOException {
        Set<String> reasons = new TreeSet<>();
        YamlFile.read(BASELINE, "the baseline", new ArrayList<>())
                .ifPresent(root -> {
                    for (Section each : root.sections("accepted", 100)) {
                        reasons.add(each.text("reason").orElseThrow());
                    }
                });
        return reasons;
    }

    static KnownFindings ofCapture(Path folder, RunningLab lab) throws IOException {
        return judged(folder, lab, "analyze", lab.capture(), "--findings");
    }

    /// As a board would be tried that somebody took over: with its certificate.
    static KnownFindings ofBroker(Path folder, RunningLab lab) throws IOException {
        Path devices = lab.pki().resolve("devices");
        return judged(
                folder,
                lab,
                "audit",
                "localhost",
                "--plain-port",
                lab.plainPort(),
                "--tls-port",
                lab.tlsPort(),
                "--ca",
                lab.pki().resolve("ca.pem"),
                "--cert",
                devices.resolve("thermo-tls.pem"),
                "--key",
                devices.resolve("thermo-tls.key"),
                "-i",
                "audit",
                "--topic",
                "secure/thermo-tls/audit",
                "--other-cert",
                devices.resolve("viewer-tls.pem"),
                "--other-key",
                devices.resolve("viewer-tls.key"),
                "--other-topic",
                "secure/viewer-tls/status");
    }

    private static KnownFindings judged(Path folder, RunningLab lab, Object... command)
            throws IOException {
        Path report = folder.resolve(command[0] + ".json");
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--baseline", baseline(folder, lab), "--report", report));
        arguments.addAll(List.of("--fail-on", "low"));
        Peers.Said said = Peers.twinport(arguments.toArray());
        assertThat(Files.exists(report)).as(said.out() + said.err()).isTrue();
        List<String> beyond = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        for (JsonNode each : findings(report)) {
            JsonNode reason = each.path("accepted");
            if (reason.isString()) {
                used.add(reason.asString());
            } else if (Set.of("FAIL", "WARN").contains(each.path("verdict").asString())) {
                beyond.add(
                        each.path("id").asString()
                                + " "
                                + each.path("subject").asString()
                                + ": "
                                + each.path("said").asString());
            }
        }
        assertThat(said.exitCode()).as(said.out()).isEqualTo(beyond.isEmpty() ? 0 : 1);
        return new KnownFindings(beyond, used);
    }

    static JsonNode findings(Path report) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(report)).path("findings");
    }
}
