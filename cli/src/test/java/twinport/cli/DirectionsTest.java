// SPDX-License-Identifier: MIT
package twinport.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The directions of ARCHITECTURE.md, and limits of the house that no compiler knows.
class DirectionsTest {
    /// Folder -> the folders of ours that it may import.
    private static final Map<String, Set<String>> MAY_IMPORT =
            Map.of(
                    "wire", Set.of(),
                    "findings", Set.of("wire"),
                    "pki", Set.of(),
                    "board", Set.of(),
                    "capture", Set.of("wire"),
                    "broker", Set.of("pki"),
                    "lab", Set.of("wire", "findings", "pki", "board", "broker", "capture"),
                    "dashboard", Set.of("lab", "findings", "wire", "pki"));

    private static final int LONGEST_FILE_LINES = 400;

    private static JavaClasses ours;

    @BeforeAll
    static void readClasses() {
        ours =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("twinport");
    }

    @TestFactory
    Stream<DynamicTest> aFolderImportsOnlyWhatTheArchitectureAllows() {
        return MAY_IMPORT.entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(
                                entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
    }

    private static void check(String folder, Set<String> allowed) {
        String[] forbidden =
                Stream.concat(MAY_IMPORT.keySet().stream(), Stream.of("cli"))
                        .filter(other -> !other.equals(folder) && !allowed.contains(other))
                        .map(other -> "twinport." + other + "..")
                        .toArray(String[]::new);
        noClasses()
                .that(resideInAPackage("twinport." + folder + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .check(ours);
    }

    @Test
    void wireNeedsNothingButTheJavaBaseModule() {
        classes()
                .that(resideInAPackage("twinport.wire.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "twinport.wire..",
                                "java.lang..",
                                "java.util..",
                                "java.io..",
                                "java.nio..",
                                "java.math..",
                                "java.net..",
                                "java.time..",
                                "java.security..",
                                "javax.crypto..",
                                "javax.security.auth.x500..",
                                "org.jspecify.."))
                .check(ours);
    }

    @Test
    void readingOpensNoSockets() {
        noClasses()
                .that(resideInAnyPackage("twinport.wire..", "twinport.findings.."))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.SocketChannel")
                .check(ours);
    }

    @Test
    void onlyTheCommandLineHasAMain() {
        methods()
                .that()
                .haveName("main")
                .and()
                .areStatic()
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage("twinport.cli")
                .check(ours);
    }

    @Test
    void thereIsNoStaticMutableState() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideInAPackage("twinport.."))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(ours);
    }

    @Test
    void noFileIsLongerThanAMindCanHold() throws IOException {
        try (var files = Files.walk(Path.of(".."))) {
            var tooLong =
                    files.filter(file -> file.toString().contains("src/main/java"))
                            .filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > LONGEST_FILE_LINES)
                            .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
