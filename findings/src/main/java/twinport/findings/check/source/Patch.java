// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.source.Source.Code;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Language;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// A change of one line that is sure to be right: nothing but the source is needed to know it.
///
/// @param line from 1
/// @param replacement of the whole line; none where it goes
public record Patch(String check, Source source, int line, Optional<String> replacement) {
    private static final Map<Kind, List<Setting>> SETTINGS =
            Map.of(
                    Kind.MOSQUITTO,
                    List.of(
                            new Setting("IDN-01", "allow_anonymous", "true", "false"),
                            new Setting("TLS-01", "tls_version", "tlsv1", "tlsv1.2"),
                            new Setting("TLS-01", "tls_version", "tlsv1.1", "tlsv1.2"),
                            new Setting("AUT-07", "bridge_insecure", "true", "false")),
                    Kind.LAB,
                    List.of(new Setting("PLN-06", "sites", "mixed", "apart")),
                    Kind.SDKCONFIG,
                    List.of(
                            new Setting(
                                    "AUT-07", "CONFIG_ESP_TLS_SKIP_SERVER_CERT_VERIFY", "y", "n")));

    private record Setting(String check, String name, String bad, String good) {}

    /// All that are sure, in the order of the files and lines.
    public static List<Patch> of(SourceFacts facts) {
        List<Patch> patches = new ArrayList<>();
        for (Source source : facts.sources()) {
            if (source instanceof Settings settings) {
                settings.statements().forEach(each -> of(settings, each).ifPresent(patches::add));
            }
        }
        for (Program program : Program.of(facts.sources())) {
            program.files().forEach(file -> of(program, file, patches));
        }
        return List.copyOf(patches);
    }

    private static Optional<Patch> of(Settings file, Statement statement) {
        return SETTINGS.getOrDefault(file.kind(), List.of()).stream()
                .filter(each ->
                        each.name().equals(statement.name())
                                && each.bad().equals(statement.value()))
                .findFirst()
                .map(each -> {
                    String line = file.lines().get(statement.line() - 1);
                    int at = line.lastIndexOf(each.bad());
                    String changed =
                            line.substring(0, at)
                                    + each.good()
                                    + line.substring(at + each.bad().length());
                    return new Patch(each.check(), file, statement.line(), Optional.of(changed));
                });
    }

    private static void of(Program program, Code file, List<Patch> patches) {
        boolean cpp = program.language() == Language.CPP;
        boolean hasCa =
                cpp
                        ? program.has("setCACert", "setCACertBundle", "loadCACert")
                        : program.mentions("load_verify_locations", "cadata");
        if (!hasCa) {
            return; // what to verify against the source does not say
        }
        String word = cpp ? "setInsecure" : "CERT_NONE";
        file.tokens().stream()
                .filter(token -> token.isWord(word))
                .map(Token::line)
                .distinct()
                .forEach(line -> {
                    String text = file.lines().get(line - 1);
                    if (!cpp) {
                        String changed = text.replace("CERT_NONE", "CERT_REQUIRED");
                        patches.add(new Patch("AUT-07", file, line, Optional.of(changed)));
                    } else if (text.strip().matches("\\w+(\\.|->)setInsecure\\(\\);(\\s*//.*)?")) {
                        patches.add(new Patch("AUT-07", file, line, Optional.empty()));
                    }
                });
    }
}
