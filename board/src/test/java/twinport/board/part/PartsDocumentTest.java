// SPDX-License-Identifier: MIT
package twinport.board.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table in docs/reference/parts.md says what [PartType] says. Its last column, the data sheet,
/// is for people; that there is one is checked.
final class PartsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "parts.md");

    @Test
    void everyPartHasARowWithItsPinsSettingsAndControls() throws IOException {
        List<String> rows =
                Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(0, line.lastIndexOf(" | ")))
                        .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(PartType.values()).map(PartsDocumentTest::row).toList());
    }

    @Test
    void everyPartNamesItsDataSheet() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT))
                .filteredOn(line -> line.startsWith("| `"))
                .allSatisfy(line ->
                        assertThat(line.substring(line.lastIndexOf(" | ") + 3))
                                .hasSizeGreaterThan(10));
    }

    private static String row(PartType type) {
        return "| `%s` | %s | %s | %s"
                .formatted(
                        type.word(),
                        type.pins().stream()
                                .map(PartsDocumentTest::pin)
                                .collect(Collectors.joining("<br>")),
                        settings(type, false),
                        settings(type, true));
    }

    private static String pin(PartType.Pin pin) {
        String aliases =
                pin.aliases().isEmpty()
                        ? ""
                        : pin.aliases().stream()
                                .map(alias -> '`' + alias + '`')
                                .collect(Collectors.joining(", ", " (", ")"));
        String usual = pin.usual().map(wire -> "; usually " + wire).orElse("; needed");
        return '`' + pin.name() + '`' + aliases + ": " + pin.allowed() + usual;
    }

    private static String settings(PartType type, boolean control) {
        String all =
                type.settings().stream()
                        .filter(setting -> setting.control() == control)
                        .map(setting ->
                                "`%s`: %s; %s"
                                        .formatted(
                                                setting.name(),
                                                setting.allowed(),
                                                setting.initial().isEmpty()
                                                        ? "empty"
                                                        : setting.initial()))
                        .collect(Collectors.joining("<br>"));
        return all.isEmpty() ? "–" : all;
    }
}
