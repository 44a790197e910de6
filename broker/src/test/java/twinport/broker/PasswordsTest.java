// SPDX-License-Identifier: MIT
package twinport.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    /// Few, so that the test is fast.
    private static final int ROUNDS = 100;

    private static final Passwords ONE =
            Passwords.none().with("explorer", "grüße 1", new SecureRandom(), ROUNDS);

    @TempDir private Path folder;

    @Test
    void onlyTheRightPasswordOfTheRightUserMatches() {
        assertThat(ONE.matches("explorer", "grüße 1".getBytes(UTF_8))).isTrue();
        assertThat(ONE.matches("explorer", "grüße 1".getBytes(UTF_8))).isTrue();
        assertThat(ONE.matches("explorer", "grüße 2".getBytes(UTF_8))).isFalse();
        assertThat(ONE.matches("explorer", new byte[0])).isFalse();
        assertThat(ONE.matches("explorer", new byte[] {(byte) 0xff})).isFalse();
        assertThat(ONE.matches("other", "grüße 1".getBytes(UTF_8))).isFalse();
    }

    @Test
    void theFileKeepsHashesOnlyAndOnlyForItsOwner() throws IOException {
        Path file = folder.resolve("passwords");
        ONE.save(file);
        assertThat(Files.readString(file)).startsWith("explorer:pbkdf2-sha512:100:");
        assertThat(Files.readString(file)).doesNotContain("grüße");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Passwords.load(file).matches("explorer", "grüße 1".getBytes(UTF_8))).isTrue();
    }

    @Test
    void theUsualHashTakesManyRounds() throws IOException {
        Path file = folder.resolve("passwords");
        Passwords.none().with("explorer", "x", new SecureRandom()).save(file);
        assertThat(Files.readString(file)).startsWith("explorer:pbkdf2-sha512:210000:");
    }

    @Test
    void aFileThatIsNotThereKnowsNobody() throws IOException {
        Passwords none = Passwords.load(folder.resolve("absent"));
        assertThat(none.users()).isEmpty();
        assertThat(none.matches("", new byte[] {'x'})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explorer",
                "explorer:",
                ":pbkdf2-sha512:1:AAAAAAAAAAAAAAAAAAAAAA==:AA==",
                "explorer:plain:1:a:b",
                "explorer:pbkdf2-sha512:0:AAAAAAAAAAAAAAAAAAAAAA==:AA==",
                "explorer:pbkdf2-sha512:999999999:AAAAAAAAAAAAAAAAAAAAAA==:AA==",
                "explorer:pbkdf2-sha512:1:!:AA==",
                "explorer:pbkdf2-sha512:1:AAAAAAAAAAAAAAAAAAAAAA==:AA=="
            })
    void aLineThatIsNotAsItShouldBeRefusesTheFile(String line) throws IOException {
        Path file = folder.resolve("passwords");
        ONE.save(file);
        Files.writeString(file, Files.readString(file) + line + "\n");
        assertThatThrownBy(() -> Passwords.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ":2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a\nb"})
    void aNameThatCannotStandInTheFileIsRefused(String name) {
        assertThatThrownBy(() -> Passwords.none().with(name, "x", new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
