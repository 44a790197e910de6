// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The names that ESP32 boards print beside their pins.
public final class PinNames {
    private static final Pattern NUMBERED = Pattern.compile("(?:GPIO|IO|D|P|G)?(\\d{1,2})");

    private PinNames() {}

    /// The GPIO: `2`, `D2`, `GPIO2`, `IO2`, `TX`, `RX`, `VP`, `VN`; a dot and more is cut off.
    public static OptionalInt gpio(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replaceFirst("\\..*", "");
        int number =
                switch (plain) {
                    case "TX", "TX0" -> 1;
                    case "RX", "RX0" -> 3;
                    case "TX2" -> 17;
                    case "RX2" -> 16;
                    case "VP" -> 36;
                    case "VN" -> 39;
                    default -> {
                        var matcher = NUMBERED.matcher(plain);
                        yield matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
                    }
                };
        return Pins.exists(number) ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
