// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A relay module: it pulls while its input is high, or, when it is `active: low`, while the
/// firmware drives it low (Songle SRD data sheet, "Contact Arrangement": form C). Its contacts
/// switch nothing here; the state says where they are.
public final class Relay extends Part {
    private final Pins pins;

    Relay(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
    }

    @Override
    public PartState.Contact state() {
        Pins.Signal signal = pins.signal(placement().gpio("in").orElseThrow());
        boolean low = placement().word("active").equals("low");
        return new PartState.Contact((low ? signal.low() : signal.high()) >= 0.5);
    }

    @Override
    void moved(int gpio) {
        changed();
    }
}
