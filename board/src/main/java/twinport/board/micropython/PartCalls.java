// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.HexFormat;
import twinport.board.Chip;

/// The parts on the bench, as our Python modules reach them.
final class PartCalls {
    private final Chip chip;

    PartCalls(Chip chip) {
        this.chip = chip;
    }

    void into(HostCalls calls) {
        calls.text("dht_frame", a -> dhtFrame(a.number(0)));
        calls.number("chip_celsius", _ -> (int) Math.round(chip.sensor().celsius()));
    }

    /// The sensor's five bytes, or nothing when it does not answer.
    private String dhtFrame(int pin) {
        return pin == chip.settings().sensorPin() && chip.sensor().answers()
                ? HexFormat.of().formatHex(chip.sensor().frame())
                : "";
    }
}
