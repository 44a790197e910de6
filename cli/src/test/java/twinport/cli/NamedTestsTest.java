// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two pages say what is true of a virtual board and name a test for each row: the tests exist.
class NamedTestsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Folder and class, then the method: `net.BoardTlsTest#whatAConnectionTookIsMeasured`.
    private static final Pattern NAMED =
            Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)\\.([A-Z]\\w*)#(\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/explanation/fidelity.md", "docs/reference/board-errors.md"})
    void everyTestThatThePageNamesExists(String page) throws IOException {
        List<MatchResult> named =
                NAMED.matcher(Files.readString(ROOT.resolve(page))).results().toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (MatchResult each : named) {
            String end = each.group(1).replace('.', '/') + "/" + each.group(2) + ".java";
            Path source = source(end);
            assertThat(Files.readString(source))
                    .as(each.group())
                    .containsPattern("(?:void|Stream<DynamicTest>) " + each.group(3) + "\\(");
        }
    }

    @Test
    void everyRowOfTheFidelityPageNamesATest() throws IOException {
        List<String> rows =
                Files.readString(ROOT.resolve("docs/explanation/fidelity.md"))
                        .lines()
                        .filter(line -> line.startsWith("| "))
                        .filter(line -> !line.endsWith("| test |"))
                        .toList();
        assertThat(rows)
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(NAMED.matcher(row).find()).as(row).isTrue());
    }

    private static Path source(String end) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith("/" + end))
                    .filter(file -> file.toString().contains("/src/test/java/"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no test " + end));
        }
    }
}
