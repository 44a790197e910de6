// SPDX-License-Identifier: MIT
package twinport.board.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PinsTest {
    private final Pins pins = new Pins();

    @Test
    void anInputFollowsTheOutsideThenItsPullThenLow() {
        pins.mode(4, Pins.Mode.INPUT);
        assertThat(pins.read(4)).isFalse();
        pins.mode(4, Pins.Mode.INPUT_PULLUP);
        assertThat(pins.read(4)).isTrue();
        pins.drive(4, false);
        assertThat(pins.read(4)).isFalse();
        pins.release(4);
        assertThat(pins.read(4)).isTrue();
        pins.mode(4, Pins.Mode.INPUT_PULLDOWN);
        assertThat(pins.read(4)).isFalse();
    }

    @Test
    void anOutputIsWhatTheFirmwareWroteEvenBeforeTheModeWasSet() {
        pins.write(2, true);
        assertThat(pins.read(2)).isFalse();
        pins.mode(2, Pins.Mode.OUTPUT);
        assertThat(pins.read(2)).isTrue();
        pins.drive(2, false);
        assertThat(pins.read(2)).isTrue();
    }

    @Test
    void anOpenDrainOnlyPullsDown() {
        pins.mode(5, Pins.Mode.OUTPUT_OPEN_DRAIN);
        assertThat(pins.read(5)).isFalse();
        pins.write(5, true);
        assertThat(pins.read(5)).isTrue();
        pins.drive(5, false);
        assertThat(pins.read(5)).isFalse();
    }

    @Test
    void listenersHearChangesOfLevelOnly() {
        List<String> heard = new ArrayList<>();
        Runnable leave = pins.listen((pin, high) -> heard.add(pin + (high ? " high" : " low")));
        pins.mode(2, Pins.Mode.OUTPUT);
        pins.write(2, true);
        pins.write(2, true);
        pins.reset();
        leave.run();
        pins.mode(2, Pins.Mode.INPUT_PULLUP);
        assertThat(heard).containsExactly("2 high", "2 low");
    }

    @Test
    void aPinTheChipDoesNotHaveIsRefused() {
        assertThat(Pins.exists(39)).isTrue();
        assertThat(Pins.exists(40)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pins.read(40))
                .withMessageContaining("GPIO 40");
    }
}
