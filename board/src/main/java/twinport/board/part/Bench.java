// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts around one board, and the buses that firmware reaches them by. What is on plain pins
/// is reached through [Pins]. Safe for use by the board's thread and by observers at once.
///
/// A reset of the board does not switch the parts off: a screen keeps its picture.
public final class Bench {
    /// Where the examples of the ESP32 world wire a DHT22.
    public static final int USUAL_SENSOR_PIN = 15;

    /// The LED on the development boards.
    public static final int USUAL_LED_PIN = 2;

    /// More would not fit on the pins of a board.
    public static final int MAX_PARTS = 64;

    /// What a part needs to know of its board.
    ///
    /// @param nanos the board's time, in nanoseconds since some fixed moment
    record Site(Pins pins, LongSupplier nanos) {}

    private final List<Part> parts;
    private final List<Consumer<? super Part>> listeners = new CopyOnWriteArrayList<>();

    /// @param nanos the board's time, in nanoseconds since some fixed moment
    public Bench(List<Placement> placements, Pins pins, LongSupplier nanos) {
        check(placements);
        Site site = new Site(pins, nanos);
        List<Part> made = new ArrayList<>();
        for (Placement placement : placements) {
            Part part = placement.type().make(placement, site);
            part.listen(() -> listeners.forEach(each -> each.accept(part)));
            made.add(part);
        }
        parts = List.copyOf(made);
        pins.listenSignals((pin, _) -> moved(pin));
    }

    /// What is on a bench when nothing is said: a DHT22 on GPIO 15 and an LED on GPIO 2.
    public static List<Placement> usual() {
        return List.of(
                Placement.of("dht22", PartType.DHT22, "data", USUAL_SENSOR_PIN),
                Placement.of("led", PartType.LED, "anode", USUAL_LED_PIN));
    }

    /// @throws IllegalArgumentException two parts of one name, or too many
    public static void check(List<Placement> placements) {
        if (placements.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "a bench has room for %d parts, not %d"
                            .formatted(MAX_PARTS, placements.size()));
        }
        Set<String> ids = new HashSet<>();
        for (Placement placement : placements) {
            if (!ids.add(placement.id())) {
                throw new IllegalArgumentException(
                        "two parts have the id \"" + placement.id() + '"');
            }
        }
    }

    /// All parts, as they were placed.
    public List<Part> parts() {
        return parts;
    }

    /// The part of this name.
    public Optional<Part> part(String id) {
        return parts.stream().filter(part -> part.id().equals(id)).findFirst();
    }

    /// The part of this name.
    ///
    /// @throws IllegalArgumentException there is none
    public Part named(String id) {
        return part(id).orElseThrow(() ->
                new IllegalArgumentException(
                        "there is no part \"%s\"; there are %s"
                                .formatted(
                                        id,
                                        parts.isEmpty()
                                                ? "none"
                                                : parts.stream()
                                                        .map(Part::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// The DHT11 or DHT22 whose data line is on this GPIO.
    public Optional<Dht> dht(int pin) {
        return on(Dht.class, pin).findFirst();
    }

    /// The first DHT11 or DHT22 of the bench.
    public Optional<Dht> dht() {
        return parts.stream().filter(Dht.class::isInstance).map(Dht.class::cast).findFirst();
    }

    /// The I2C bus on these two GPIOs; nobody answers on it when nothing is wired to both.
    public I2cBus i2c(int sda, int scl) {
        return new I2cBus(
                parts.stream()
                        .filter(part -> part instanceof I2cDevice)
                        .filter(part -> wired(part, "sda", sda) && wired(part, "scl", scl))
                        .map(I2cDevice.class::cast)
                        .toList());
    }

    /// The 1-Wire line on this GPIO, if a part is on it.
    public Optional<OneWireLine> oneWire(int pin) {
        List<OneWireDevice> devices =
                parts.stream()
                        .filter(part -> part instanceof OneWireDevice && part.placement().isOn(pin))
                        .map(OneWireDevice.class::cast)
                        .toList();
        return devices.isEmpty() ? Optional.empty() : Optional.of(new OneWireLine(devices));
    }

    /// A frame of a WS2812's protocol on this GPIO: three bytes a pixel, in the order green, red,
    /// blue. Goes nowhere when no such part is on it.
    public void pixels(int pin, byte[] grb) {
        parts.stream()
                .filter(part -> part instanceof PixelChain && part.placement().isOn(pin))
                .forEach(part -> ((PixelChain) part).frame(grb));
    }

    /// Tells `listener` of each part whose state changed, on the thread that changed it: it must be
    /// quick and must not throw. Running the result ends that.
    public Runnable listen(Consumer<? super Part> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private <T extends Part> Stream<T> on(Class<T> type, int pin) {
        return parts.stream()
                .filter(part -> type.isInstance(part) && part.placement().isOn(pin))
                .map(type::cast);
    }

    private static boolean wired(Part part, String pin, int gpio) {
        return part.placement().wire(pin).equals(new Terminal.Gpio(gpio));
    }

    private void moved(int gpio) {
        for (Part part : parts) {
            if (part.placement().isOn(gpio)) {
                part.moved(gpio);
            }
        }
    }
}
