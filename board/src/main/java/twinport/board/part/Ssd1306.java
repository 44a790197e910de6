// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Arrays;
import java.util.HexFormat;

/// An SSD1306 OLED controller on I2C, on a module of 128 by 64 or 32 dots (Solomon Systech SSD1306
/// data sheet, rev. 1.1: section 8.1.5 for the bus, 9 and 10 for the commands). All commands are
/// understood; scrolling is accepted and does not move the picture. As on the modules, the picture
/// is upright with segments remapped (A1h) and rows scanned backwards (C8h), and dark until the
/// charge pump is on (8Dh, 14h).
public final class Ssd1306 extends Part implements I2cDevice {
    static final int COLUMNS = 128;
    private static final int RAM_ROWS = 64;
    private static final int PAGES = RAM_ROWS / 8;
    private static final int MODE_HORIZONTAL = 0;
    private static final int MODE_VERTICAL = 1;
    private static final int MODE_PAGE = 2;
    private static final int CHARGE_PUMP_BIT = 0x04;

    private final int address;
    private final int rows;

    /// By segment and page, as the controller's RAM is.
    private final byte[] ram = new byte[COLUMNS * PAGES];

    private final int[] arguments = new int[6];
    private int command;
    private int argumentsWanted;
    private int argumentsHere;

    private int mode = MODE_PAGE;
    private int column;
    private int page;
    private int firstColumn;
    private int lastColumn = COLUMNS - 1;
    private int firstPage;
    private int lastPage = PAGES - 1;
    private int startLine;
    private int offset;
    private int lastRow = RAM_ROWS - 1;
    private boolean segmentsRemapped;
    private boolean rowsBackwards;
    private boolean inverse;
    private boolean allOn;
    private boolean on;
    private boolean pump;

    Ssd1306(Placement placement) {
        super(placement);
        address = (int) placement.number("address");
        rows = Integer.parseInt(placement.word("rows"));
    }

    @Override
    public int address() {
        return address;
    }

    /// "I2C-bus Write data": control bytes, each with a continuation bit and a data bit.
    @Override
    public boolean write(byte[] bytes) {
        synchronized (this) {
            int at = 0;
            while (at < bytes.length) {
                int control = bytes[at++] & 0xFF;
                boolean data = (control & 0x40) != 0;
                int end = (control & 0x80) != 0 ? Math.min(at + 1, bytes.length) : bytes.length;
                for (; at < end; at++) {
                    if (data) {
                        draw(bytes[at]);
                    } else {
                        take(bytes[at] & 0xFF);
                    }
                }
            }
        }
        if (bytes.length > 0) {
            changed();
        }
        return true;
    }

    /// The status byte: bit 6 says that the display is off.
    @Override
    public synchronized byte[] read(int count) {
        byte[] status = new byte[count];
        Arrays.fill(status, (byte) (on ? 0 : 0x40));
        return status;
    }

    @Override
    public synchronized PartState.Screen state() {
        byte[] seen = new byte[COLUMNS * rows / 8];
        for (int y = 0; y < rows; y++) {
            int scan = rowsBackwards ? y : lastRow - y;
            if (scan < 0 || scan > lastRow) {
                continue;
            }
            int row = (scan + startLine + offset) % RAM_ROWS;
            for (int x = 0; x < COLUMNS; x++) {
                int cell = ram[row / 8 * COLUMNS + COLUMNS - 1 - x];
                boolean lit = (allOn || (cell >> row % 8 & 1) == 1) ^ inverse;
                if (lit) {
                    seen[y / 8 * COLUMNS + x] |= (byte) (1 << y % 8);
                }
            }
        }
        return new PartState.Screen(COLUMNS, rows, on && pump, HexFormat.of().formatHex(seen));
    }

    private void draw(byte cell) {
        int segment = segmentsRemapped ? COLUMNS - 1 - column : column;
        ram[page * COLUMNS + segment] = cell;
        switch (mode) {
            case MODE_HORIZONTAL -> {
                if (nextColumn()) {
                    nextPage();
                }
            }
            case MODE_VERTICAL -> {
                if (nextPage()) {
                    nextColumn();
                }
            }
            default -> column = (column + 1) % COLUMNS;
        }
    }

    /// True when it began anew.
    private boolean nextColumn() {
        boolean end = column == lastColumn;
        column = end ? firstColumn : (column + 1) % COLUMNS;
        return end;
    }

    private boolean nextPage() {
        boolean end = page == lastPage;
        page = end ? firstPage : (page + 1) % PAGES;
        return end;
    }

    private void take(int b) {
        if (argumentsHere < argumentsWanted) {
            arguments[argumentsHere++] = b;
        } else {
            command = b;
            argumentsHere = 0;
            argumentsWanted = argumentsOf(b);
        }
        if (argumentsHere == argumentsWanted) {
            obey();
            argumentsWanted = 0;
            argumentsHere = 0;
        }
    }

    /// Table 9-1.
    private static int argumentsOf(int command) {
        return switch (command) {
            case 0x20, 0x81, 0x8D, 0xA8, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB -> 1;
            case 0x21, 0x22, 0xA3 -> 2;
            case 0x29, 0x2A -> 5;
            case 0x26, 0x27 -> 6;
            default -> 0;
        };
    }

    private void obey() {
        int low = command & 0x0F;
        switch (command >> 4) {
            case 0x0 -> column = (column & 0x70) | low;
            case 0x1 -> column = (low & 7) << 4 | (column & 0x0F);
            case 0x2 -> addressing();
            case 0x4, 0x5, 0x6, 0x7 -> startLine = command & 0x3F;
            case 0x8 -> pump = command == 0x8D ? (arguments[0] & CHARGE_PUMP_BIT) != 0 : pump;
            case 0xA -> look();
            case 0xB -> page = low & 7;
            case 0xC -> rowsBackwards = (low & 8) != 0;
            case 0xD -> offset = command == 0xD3 ? arguments[0] & 0x3F : offset;
            default -> {} // no operation, and what only the glass can show
        }
    }

    private void addressing() {
        switch (command) {
            case 0x20 -> mode = arguments[0] & 3;
            case 0x21 -> {
                firstColumn = arguments[0] & 0x7F;
                lastColumn = arguments[1] & 0x7F;
                column = firstColumn;
            }
            case 0x22 -> {
                firstPage = arguments[0] & 7;
                lastPage = arguments[1] & 7;
                page = firstPage;
            }
            default -> {} // scrolling
        }
    }

    private void look() {
        switch (command) {
            case 0xA0, 0xA1 -> segmentsRemapped = command == 0xA1;
            case 0xA4, 0xA5 -> allOn = command == 0xA5;
            case 0xA6, 0xA7 -> inverse = command == 0xA7;
            case 0xA8 -> lastRow = arguments[0] & 0x3F;
            case 0xAE, 0xAF -> on = command == 0xAF;
            default -> {}
        }
    }
}
