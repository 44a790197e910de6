// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Arrays;

/// A character display of the kind LCD1602 with an I2C adapter: a PCF8574 (NXP PCF8574 data sheet,
/// section 8) whose eight lines are RS, RW, E, backlight and D4 to D7 of an [Hd44780].
public final class CharacterLcd extends Part implements I2cDevice {
    private static final int RS = 0x01;
    private static final int RW = 0x02;
    private static final int E = 0x04;
    private static final int BACKLIGHT = 0x08;

    private final int address;
    private final Hd44780 controller;

    /// After power-on all lines of a PCF8574 are high.
    private int lines = 0xFF;

    CharacterLcd(Placement placement, int columns, int rows) {
        super(placement);
        address = (int) placement.number("address");
        controller = new Hd44780(columns, rows);
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public boolean write(byte[] bytes) {
        PartState.Text before;
        PartState.Text after;
        synchronized (this) {
            before = state();
            for (byte each : bytes) {
                lines(each & 0xFF);
            }
            after = state();
        }
        if (!before.equals(after)) {
            changed();
        }
        return true;
    }

    @Override
    public synchronized byte[] read(int count) {
        int level = lines;
        if ((lines & RW) != 0 && (lines & E) != 0) {
            level = (lines & 0x0F) | (controller.nibbleToRead((lines & RS) != 0) << 4);
        }
        byte[] levels = new byte[count];
        Arrays.fill(levels, (byte) level);
        return levels;
    }

    @Override
    public synchronized PartState.Text state() {
        return controller.state((lines & BACKLIGHT) != 0);
    }

    private void lines(int now) {
        boolean fell = (lines & E) != 0 && (now & E) == 0;
        if (fell && (lines & RW) != 0) {
            controller.readNibble((lines & RS) != 0);
        } else if (fell) {
            controller.take(lines >> 4, (lines & RS) != 0);
        }
        lines = now;
    }
}
