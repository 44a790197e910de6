// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import twinport.board.Flash.Outcome;

final class FlashTest {
    private final Flash flash = new Flash(100, Map.of("/lib/a.py", new byte[40]));

    @Test
    void provisioningMakesTheDirectoriesOnTheWay() {
        assertThat(flash.isDirectory("lib")).isTrue();
        assertThat(flash.list("/")).containsExactly("lib");
        assertThat(flash.list("/lib")).containsExactly("a.py");
        assertThat(flash.read("/lib/../lib/./a.py"))
                .hasValueSatisfying(f -> assertThat(f).hasSize(40));
    }

    @Test
    void itTakesNoMoreThanItsSizeAndCountsWhatIsReplaced() {
        assertThat(flash.write("/b", new byte[60])).isEqualTo(Outcome.DONE);
        assertThat(flash.write("/c", new byte[1])).isEqualTo(Outcome.FULL);
        assertThat(flash.write("/b", new byte[59])).isEqualTo(Outcome.DONE);
        assertThat(flash.write("/c", new byte[1])).isEqualTo(Outcome.DONE);
        assertThat(flash.usedBytes()).isEqualTo(100);
        assertThat(flash.remove("/b")).isEqualTo(Outcome.DONE);
        assertThat(flash.usedBytes()).isEqualTo(41);
    }

    @Test
    void theNumberOfFilesIsBounded() {
        int made = 0;
        while (flash.write("/f" + made, new byte[0]) == Outcome.DONE) {
            made++;
        }
        assertThat(made).isBetween(Flash.MAX_ENTRIES - 5, Flash.MAX_ENTRIES);
    }

    @Test
    void directoriesAreNotFiles() {
        assertThat(flash.write("/lib", new byte[0])).isEqualTo(Outcome.IS_DIRECTORY);
        assertThat(flash.write("/none/x", new byte[0])).isEqualTo(Outcome.ABSENT);
        assertThat(flash.write("/lib/a.py/x", new byte[0])).isEqualTo(Outcome.NOT_DIRECTORY);
        assertThat(flash.remove("/lib")).isEqualTo(Outcome.IS_DIRECTORY);
        assertThat(flash.removeDirectory("/lib")).isEqualTo(Outcome.NOT_EMPTY);
        assertThat(flash.removeDirectory("/lib/a.py")).isEqualTo(Outcome.NOT_DIRECTORY);
        assertThat(flash.makeDirectory("/lib")).isEqualTo(Outcome.EXISTS);
        assertThat(flash.makeDirectory("/x/y")).isEqualTo(Outcome.ABSENT);
        assertThat(flash.rename("/lib", "/l")).isEqualTo(Outcome.IS_DIRECTORY);
    }

    @Test
    void aFileKeepsItsContentUnderAnotherNameAndIsKeptIfThatFails() {
        flash.write("/b", new byte[] {7});
        assertThat(flash.rename("/b", "/lib/a.py")).isEqualTo(Outcome.DONE);
        assertThat(flash.read("/lib/a.py")).hasValue(new byte[] {7});
        assertThat(flash.rename("/lib/a.py", "/none/b")).isEqualTo(Outcome.ABSENT);
        assertThat(flash.isFile("/lib/a.py")).isTrue();
    }

    @Test
    void whatDoesNotFitCannotBeProvisioned() {
        assertThatThrownBy(() -> flash.provision("/big", new byte[61]))
                .hasMessage("/big (61 bytes) does not go onto a flash of 100 bytes: FULL");
    }
}
