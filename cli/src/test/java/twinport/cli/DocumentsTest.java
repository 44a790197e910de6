// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// What the documents say must be so: their links lead somewhere, their commands are commands.
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#]+)(#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsToAFile() throws IOException {
        return documents().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                ROOT.relativize(file).toString(),
                                () -> {
                                    var matcher = LINK.matcher(Files.readString(file));
                                    while (matcher.find()) {
                                        String target = matcher.group(1);
                                        if (!target.startsWith("http")) {
                                            assertThat(file.resolveSibling(target)).exists();
                                        }
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandShownIsOne() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path file : documents()) {
            String text = Files.readString(file).replace("\\\n", " ");
            text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("./twinport "))
                    .forEach(commands::add);
        }
        assertThat(commands).hasSizeGreaterThan(8);
        return commands.stream()
                .distinct()
                .map(command -> DynamicTest.dynamicTest(command, () -> parse(command)));
    }

    private static void parse(String command) {
        List<String> words = new ArrayList<>();
        var matcher = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(command);
        while (matcher.find()) {
            if (matcher.group().equals("#")) {
                break; // a comment
            }
            words.add(matcher.group().replaceAll("^['\"]|['\"]$", ""));
        }
        words.removeFirst();
        assertThatCode(() -> line().parseArgs(words.toArray(String[]::new)))
                .describedAs(command)
                .doesNotThrowAnyException();
    }

    @Test
    void theReferenceNamesEveryCommandAndEveryOptionOfOurs() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference/commands.md"));
        for (var command : line().getSubcommands().entrySet()) {
            assertThat(reference).contains(command.getKey());
            if (List.of("pub", "sub", "rr").contains(command.getKey())) {
                continue; // mosquitto's flags; --help has them
            }
            for (var option : command.getValue().getCommandSpec().options()) {
                if (!option.usageHelp()) {
                    assertThat(reference).contains(option.longestName());
                }
            }
        }
    }

    private static CommandLine line() {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.commandLine(new Terminal(nowhere, nowhere, false, false));
    }

    private static List<Path> documents() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
