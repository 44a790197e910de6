// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;

/// Three light-emitting diodes in one case: with a common cathode, or, when its common pin is on
/// the supply, with a common anode (Kingbright WP154A4 data sheet, "Package Dimensions").
public final class RgbLed extends Part {
    private static final int FULL = 255;

    private final Pins pins;

    RgbLed(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
    }

    @Override
    public PartState.Colours state() {
        return new PartState.Colours(
                List.of(channel("red") << 16 | channel("green") << 8 | channel("blue")));
    }

    @Override
    void moved(int gpio) {
        changed();
    }

    private int channel(String pin) {
        Terminal common = placement().wire("common");
        Terminal own = placement().wire(pin);
        double current =
                common instanceof Terminal.High
                        ? Led.current(pins, common, own)
                        : Led.current(pins, own, common);
        return (int) Math.round(current * FULL);
    }
}
