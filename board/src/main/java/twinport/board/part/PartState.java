// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.HexFormat;
import java.util.List;

/// What can be seen of a part from outside.
public sealed interface PartState {
    /// What a sensor of temperature and humidity measures.
    record Climate(double celsius, double humidityPercent, Dht.Fault fault) implements PartState {}

    /// What a thermometer measures.
    record Temperature(double celsius) implements PartState {}

    /// @param brightness 0 to 1: the share of the time in which current flows
    record Light(double brightness) implements PartState {}

    /// Lamps of several colours.
    ///
    /// @param colours of each lamp, 0xRRGGBB
    record Colours(List<Integer> colours) implements PartState {
        public Colours {
            colours = List.copyOf(colours);
        }
    }

    /// A contact: a button held down, a relay that has pulled.
    record Contact(boolean closed) implements PartState {}

    /// Where a knob, a slide or an arm stands.
    ///
    /// @param unit what the value counts: empty for 0 to 1, `°`
    record Position(double value, String unit) implements PartState {}

    /// @param lux the light that falls on a sensor
    record Illumination(double lux) implements PartState {}

    /// @param hertz of the tone; 0 is silence
    record Sound(double hertz) implements PartState {}

    /// A graphic screen: eight rows to a byte, its lowest bit on top, column by column, then the
    /// next eight rows.
    ///
    /// @param bits `columns * rows / 8` bytes as hexadecimal digits
    record Screen(int columns, int rows, boolean on, String bits) implements PartState {
        /// Whether the dot is set.
        public boolean lit(int column, int row) {
            int at = 2 * (row / 8 * columns + column);
            return (HexFormat.fromHexDigits(bits, at, at + 2) >> (row % 8) & 1) == 1;
        }
    }

    /// A screen of characters.
    ///
    /// @param lines the codes of the characters, U+0000 to U+00FF, line by line
    /// @param glyphs the patterns of the characters 0 to 7 as hexadecimal digits: eight rows of
    ///   five dots each, a byte a row
    /// @param cursor the cell of the cursor, counted from the first of the first line; -1 for none
    record Text(
            List<String> lines,
            String glyphs,
            boolean on,
            boolean backlight,
            int cursor,
            boolean blink)
            implements PartState {
        public Text {
            lines = List.copyOf(lines);
        }
    }
}
