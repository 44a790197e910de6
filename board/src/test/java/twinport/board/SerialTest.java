// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SerialTest {
    private final Serial serial = new Serial();

    @Test
    void aCharacterCutInTwoIsShownWhenItsRestArrives() {
        List<String> heard = new ArrayList<>();
        serial.listen(heard::add);
        byte[] bytes = "a°€😀".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            serial.write(bytes, i, 1);
        }
        assertThat(serial.text()).isEqualTo("a°€😀");
        assertThat(heard).containsExactly("a", "°", "€", "😀");
    }

    @Test
    void brokenBytesAreShownAsSuch() {
        serial.write(new byte[] {'x', (byte) 0xFF, 'y'}, 0, 3);
        assertThat(serial.text()).isEqualTo("x\uFFFDy");
    }

    @Test
    void theHistoryKeepsTheLatest() {
        for (int i = 0; i < 20_000; i++) {
            serial.write("line %d%n".formatted(i));
        }
        assertThat(serial.text()).hasSize(Serial.HISTORY_CHARS).endsWith("line 19999\n");
    }

    @Test
    void keysAreReadInOrderAndTheBufferHasAnEnd() {
        serial.type("ab");
        assertThat(serial.peek()).isEqualTo('a');
        assertThat(serial.read()).isEqualTo('a');
        serial.type("c".repeat(2 * Serial.INPUT_BYTES));
        assertThat(serial.available()).isEqualTo(Serial.INPUT_BYTES);
        assertThat(serial.read()).isEqualTo('b');
        for (int i = 1; i < Serial.INPUT_BYTES; i++) {
            assertThat(serial.read()).isEqualTo('c');
        }
        assertThat(serial.read()).isEqualTo(-1);
    }

    @Test
    void aClosedRegistrationHearsNothing() {
        List<String> heard = new ArrayList<>();
        Registration registration = serial.listen(heard::add);
        registration.close();
        serial.write("x");
        assertThat(heard).isEmpty();
    }
}
