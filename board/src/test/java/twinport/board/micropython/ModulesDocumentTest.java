// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ModulesDocumentTest {
    private static final Path ROM = Path.of("src/main/resources/twinport/board/micropython/rom");

    @Test
    void theReferenceNamesEveryModule() throws IOException {
        String document = Files.readString(Path.of("../docs/reference/micropython.md"));
        try (Stream<Path> files = Files.list(ROM)) {
            List<String> modules =
                    files.map(file -> file.getFileName().toString().replace(".py", ""))
                            .filter(name -> !name.startsWith("_"))
                            .toList();
            assertThat(modules).isNotEmpty().allMatch(name -> document.contains("`" + name + "`"));
        }
    }
}
