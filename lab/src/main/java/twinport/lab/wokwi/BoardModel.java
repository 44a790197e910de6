// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.board.part.PinNames;
import twinport.board.part.Terminal;

/// The ESP32 boards of Wokwi, with what their pins are called.
enum BoardModel {
    DEVKIT_V1("wokwi-esp32-devkit-v1", Names.GPIO, false),
    DEVKIT_C_V4("board-esp32-devkit-c-v4", Names.NUMBERS, false),
    C3_DEVKITM_1("board-esp32-c3-devkitm-1", Names.NUMBERS, true),
    S2_DEVKITM_1("board-esp32-s2-devkitm-1", Names.NUMBERS, true),
    S3_DEVKITC_1("board-esp32-s3-devkitc-1", Names.NUMBERS, true),
    C6_DEVKITC_1("board-esp32-c6-devkitc-1", Names.NUMBERS, true);

    private enum Names {
        /// As printed on the DevKit V1: `D15`, `TX0`, `VP`.
        GPIO,
        /// A GPIO is its number; `D0` to `D3`, `CMD` and `CLK` are the flash's.
        NUMBERS
    }

    private static final Set<String> SUPPLY = Set.of("3V3", "5V", "VIN", "VCC");

    /// Inputs only on the ESP32, and not so on its successors.
    private static final int FIRST_INPUT_ONLY = 34;

    private final String type;
    private final Names names;
    private final boolean successor;

    BoardModel(String type, Names names, boolean successor) {
        this.type = type;
        this.names = names;
        this.successor = successor;
    }

    static Optional<BoardModel> of(String type) {
        return Stream.of(values()).filter(model -> model.type.equals(type)).findFirst();
    }

    /// Whether the type is that of a board with a chip of its own, known or not.
    static boolean isBoard(String type) {
        return of(type).isPresent()
                || type.matches(
                        "wokwi-(arduino|attiny|pi-pico|esp|nano|franzininho).*"
                                + "|board-(esp32|esp8266|xiao|pi-pico|st-|stm|nano|franzininho"
                                + "|m5stack|cyd|ttgo|heltec|lolin).*");
    }

    static String types() {
        return Stream.of(values()).map(model -> model.type).collect(Collectors.joining(", "));
    }

    /// Whether it has another chip than the ESP32, which then stands in for it.
    boolean isSuccessor() {
        return successor;
    }

    /// What a pin is: a GPIO or a rail.
    Optional<Terminal> terminal(String pin) {
        String label = pin.toUpperCase(Locale.ROOT);
        if (label.equals("GND")) {
            return Optional.of(new Terminal.Low());
        }
        if (SUPPLY.contains(label)) {
            return Optional.of(new Terminal.High());
        }
        boolean flash = names == Names.NUMBERS && label.matches("D\\d+");
        boolean serial = successor && label.matches("TX|RX");
        if (flash || serial) {
            return Optional.empty();
        }
        var gpio = PinNames.gpio(label);
        return gpio.isEmpty() || (successor && gpio.getAsInt() >= FIRST_INPUT_ONLY)
                ? Optional.empty()
                : Optional.of(new Terminal.Gpio(gpio.getAsInt()));
    }
}
