// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The HD44780U controller of character displays (Hitachi HD44780U data sheet: table 6 for the
/// instructions, figure 24 for the start with four wires), with its lines of 40 characters. It is
/// never busy: instructions take no time here. Not safe for several threads.
final class Hd44780 {
    private static final int LINE_CHARS = 40;
    private static final int SECOND_LINE = 0x40;
    private static final int GLYPH_BYTES = 64;
    private static final int BLANK = ' ';

    private final int columns;
    private final int rows;
    private final byte[] ddram = new byte[2 * LINE_CHARS];
    private final byte[] cgram = new byte[GLYPH_BYTES];
    private boolean fourWires;
    private boolean highNibbleHere;
    private int highNibble;
    private boolean twoLines;
    private boolean on;
    private boolean cursor;
    private boolean blink;
    private boolean backwards;
    private boolean shiftOnWrite;
    private boolean addressInCgram;
    private int address;
    private int shift;

    Hd44780(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        clear();
    }

    /// The enable line fell while D7 to D4 were so.
    void take(int nibble, boolean data) {
        if (!fourWires) {
            whole(nibble << 4, data);
        } else if (!highNibbleHere) {
            highNibble = nibble;
            highNibbleHere = true;
        } else {
            highNibbleHere = false;
            whole(highNibble << 4 | nibble, data);
        }
    }

    /// What the controller drives on D7 to D4 in a read: never busy, then the address.
    int nibbleToRead(boolean data) {
        int b = data ? cell() & 0xFF : address & 0x7F;
        return highNibbleHere || !fourWires ? b & 0x0F : b >> 4 & 0x0F;
    }

    /// The enable line fell in a read.
    void readNibble(boolean data) {
        highNibbleHere = !highNibbleHere;
        if (!highNibbleHere && data) {
            step();
        }
    }

    PartState.Text state(boolean backlight) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append((char) (ddram[at(row, column)] & 0xFF));
            }
            lines.add(line.toString());
        }
        return new PartState.Text(
                lines,
                HexFormat.of().formatHex(cgram),
                on,
                backlight,
                cursor || blink ? cursorCell() : -1,
                blink);
    }

    private int cursorCell() {
        if (!addressInCgram) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    if (at(row, column) == index(address)) {
                        return row * columns + column;
                    }
                }
            }
        }
        return -1;
    }

    /// The place in memory that is seen there. The third line goes on where the first one ends, the
    /// fourth where the second one does.
    private int at(int row, int column) {
        int inLine = Math.floorMod((row / 2) * columns + column + shift, LINE_CHARS);
        return (row % 2) * LINE_CHARS + inLine;
    }

    private int index(int at) {
        if (!twoLines) {
            return at % ddram.length;
        }
        return at >= SECOND_LINE ? LINE_CHARS + (at - SECOND_LINE) % LINE_CHARS : at % LINE_CHARS;
    }

    private void whole(int b, boolean data) {
        if (data) {
            store((byte) b);
        } else {
            instruction(b);
        }
    }

    private byte cell() {
        return addressInCgram ? cgram[address % GLYPH_BYTES] : ddram[index(address)];
    }

    private void store(byte b) {
        if (addressInCgram) {
            cgram[address % GLYPH_BYTES] = b;
        } else {
            ddram[index(address)] = b;
            if (shiftOnWrite) {
                shift += backwards ? -1 : 1;
            }
        }
        step();
    }

    private void step() {
        move(backwards ? -1 : 1);
    }

    /// The address counter skips what is not there: after 27h comes 40h, after 67h 00h.
    private void move(int by) {
        if (addressInCgram) {
            address = Math.floorMod(address + by, GLYPH_BYTES);
        } else {
            int next = Math.floorMod(index(address) + by, ddram.length);
            address = twoLines && next >= LINE_CHARS ? SECOND_LINE + next - LINE_CHARS : next;
        }
    }

    private void instruction(int b) {
        if ((b & 0x80) != 0) {
            addressInCgram = false;
            address = b & 0x7F;
        } else if ((b & 0x40) != 0) {
            addressInCgram = true;
            address = b & 0x3F;
        } else if ((b & 0x20) != 0) {
            fourWires = (b & 0x10) == 0;
            highNibbleHere = false;
            twoLines = (b & 0x08) != 0;
        } else if ((b & 0x10) != 0) {
            int by = (b & 0x04) != 0 ? 1 : -1;
            if ((b & 0x08) != 0) {
                shift -= by;
            } else {
                move(by);
            }
        } else if ((b & 0x08) != 0) {
            on = (b & 0x04) != 0;
            cursor = (b & 0x02) != 0;
            blink = (b & 0x01) != 0;
        } else if ((b & 0x04) != 0) {
            backwards = (b & 0x02) == 0;
            shiftOnWrite = (b & 0x01) != 0;
        } else if ((b & 0x02) != 0) {
            home();
        } else if (b == 1) {
            clear();
        }
    }

    private void home() {
        addressInCgram = false;
        address = 0;
        shift = 0;
    }

    private void clear() {
        Arrays.fill(ddram, (byte) BLANK);
        backwards = false;
        home();
    }
}
