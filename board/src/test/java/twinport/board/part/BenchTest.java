// SPDX-License-Identifier: MIT
package twinport.board.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BenchTest {
    private final Pins pins = new Pins();

    private Bench bench(Placement... placements) {
        return new Bench(List.of(placements), pins, () -> 0);
    }

    private double light(Bench bench, String id) {
        return bench.part(id).orElseThrow().state() instanceof PartState.Light(double brightness)
                ? brightness
                : Double.NaN;
    }

    @Test
    void theUsualBenchHasASensorAndALed() {
        Bench bench = new Bench(Bench.usual(), pins, () -> 0);
        assertThat(bench.parts())
                .extracting(Part::type)
                .containsExactly(PartType.DHT22, PartType.LED);
        assertThat(bench.dht(15)).isPresent();
        assertThat(bench.dht(14)).isEmpty();
        assertThat(bench.oneWire(15)).isEmpty();
        assertThat(bench.i2c(21, 22).scan()).isEmpty();
        assertThat(bench.i2c(21, 22).write(0x3c, new byte[0])).isFalse();
        assertThat(bench.i2c(21, 22).read(0x3c, 1)).isEmpty();
    }

    @Test
    void anLedShinesAsMuchAsItsPinDrivesIt() {
        Bench bench = bench(Placement.of("a", PartType.LED, "anode", 2));
        List<Double> seen = new ArrayList<>();
        bench.listen(part -> seen.add(light(bench, part.id())));
        pins.mode(2, Pins.Mode.INPUT_PULLUP);
        pins.mode(2, Pins.Mode.OUTPUT);
        pins.write(2, true);
        pins.pwm(2, 5000, 0.25);
        pins.pwmOff(2);
        pins.reset();
        assertThat(seen).containsExactly(0.0, 1.0, 0.25, 1.0, 0.0);
    }

    @Test
    void anLedBetweenSupplyAndPinShinesWhenThePinIsLow() {
        Bench bench =
                bench(
                        new Placement(
                                "a",
                                PartType.LED,
                                Map.of(
                                        "anode",
                                        new Terminal.High(),
                                        "cathode",
                                        new Terminal.Gpio(5)),
                                Map.of()));
        assertThat(light(bench, "a")).isZero();
        pins.mode(5, Pins.Mode.OUTPUT);
        assertThat(light(bench, "a")).isOne();
        pins.pwm(5, 1000, 0.9);
        assertThat(light(bench, "a")).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void severalSensorsHaveTheirOwnPinsAndClimates() {
        Bench bench =
                bench(
                        Placement.of("in", PartType.DHT22, "data", 4),
                        Placement.of("out", PartType.DHT11, "data", 16));
        bench.part("out").orElseThrow().set("temperature", -3.5);
        bench.part("out").orElseThrow().set("humidity", 61);
        assertThat(HexFormat.of().formatHex(bench.dht(16).orElseThrow().frame()))
                .isEqualTo("3d000385c5");
        assertThat(bench.dht(4).orElseThrow().celsius()).isEqualTo(23.5);
        assertThat(bench.dht()).contains(bench.dht(4).orElseThrow());
    }

    @Test
    void aControlSaysWhatItTakes() {
        Bench bench = bench(Placement.of("in", PartType.DHT22, "data", 4));
        Part part = bench.part("in").orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.set("temperature", 99))
                .withMessage("temperature is a number from -40 to 80 °C, not 99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.set("presure", 99))
                .withMessage("a dht22 has no presure; it has temperature, humidity");
    }

    @Test
    void aPlacementSaysWhatItMisses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Placement("x", PartType.DHT22, Map.of(), Map.of()))
                .withMessage("the dht22 \"x\" needs its pin data wired to a GPIO");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.of("x", PartType.DHT22, "dta", 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.of("x", PartType.LED, "anode", 2).with("color", "pink"))
                .withMessageContaining("one of red, green");
    }
}
