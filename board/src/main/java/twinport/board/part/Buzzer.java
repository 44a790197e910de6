// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A buzzer. A passive one sounds with the PWM on its pin; an active one has its own oscillator and
/// sounds while its pin is high (TMB12A05 data sheet: 2,300 Hz).
public final class Buzzer extends Part {
    private static final double OWN_HERTZ = 2_300;

    private final Pins pins;

    Buzzer(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
    }

    @Override
    public PartState.Sound state() {
        Pins.Signal signal = pins.signal(placement().gpio("pin").orElseThrow());
        boolean swings = signal.high() > 0 && signal.low() > 0;
        boolean active = placement().word("kind").equals("active");
        return new PartState.Sound(
                active ? (signal.high() > 0 ? OWN_HERTZ : 0) : swings ? signal.hertz() : 0);
    }

    @Override
    void moved(int gpio) {
        changed();
    }
}
