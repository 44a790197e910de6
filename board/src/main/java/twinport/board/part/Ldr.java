// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A light-dependent resistor on a module with a fixed resistor of 2 kΩ to the supply and a
/// comparator (LM393): the voltage at `ao` rises as it gets dark, and `do` is high when it is above
/// the threshold. The resistance is `rl10` at 10 lux and falls by the power of `gamma` (GL5528 data
/// sheet: "gamma = log(R10 / R100)").
public final class Ldr extends Part {
    private static final double FIXED_OHMS = 2_000;
    private static final double REFERENCE_LUX = 10;

    private final Pins pins;
    private volatile double lux;

    Ldr(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
        turn("lux", placement.number("lux"));
    }

    @Override
    public PartState.Illumination state() {
        return new PartState.Illumination(lux);
    }

    @Override
    public double get(String control) {
        return control.equals("lux") ? lux : super.get(control);
    }

    @Override
    void turn(String control, double value) {
        lux = value;
        double ohms =
                placement().number("rl10")
                        * 1_000
                        * Math.pow(REFERENCE_LUX / value, placement().number("gamma"));
        double millivolts = Pins.SUPPLY_MILLIVOLTS * ohms / (ohms + FIXED_OHMS);
        placement().gpio("ao").ifPresent(pin -> pins.voltage(pin, (int) Math.round(millivolts)));
        boolean dark = millivolts > placement().number("threshold") * 1_000;
        placement().gpio("do").ifPresent(pin -> pins.drive(pin, dark));
        changed();
    }
}
