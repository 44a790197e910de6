// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.time.Duration;

/// A DHT11. Its frame: humidity in whole per cents, its tenths, temperature in whole degrees, its
/// tenths, check sum (DHT11 data sheet, "Communication Process: Serial Interface"). The tenths of
/// the humidity are always 0; later sensors send those of the temperature, with its sign in the
/// highest bit, and this is one of them.
public final class Dht11 extends Dht {
    public static final double MIN_CELSIUS = -20;
    public static final double MAX_CELSIUS = 60;
    public static final double MIN_HUMIDITY_PERCENT = 5;
    public static final double MAX_HUMIDITY_PERCENT = 95;

    /// DHT11 data sheet: the host pulls low for at least 18 ms.
    private static final Duration START_LOW = Duration.ofMillis(18);

    /// DHT11 data sheet: "sampling period at intervals should be no less than 1 second".
    private static final Duration SENSING_PERIOD = Duration.ofSeconds(1);

    private static final int BELOW_ZERO = 0x80;

    Dht11(Placement placement) {
        super(placement);
    }

    @Override
    public Duration startLow() {
        return START_LOW;
    }

    @Override
    public Duration sensingPeriod() {
        return SENSING_PERIOD;
    }

    @Override
    void encode(PartState.Climate now, byte[] frame) {
        int tenths = (int) Math.round(Math.abs(now.celsius()) * 10);
        frame[0] = (byte) Math.round(now.humidityPercent());
        frame[1] = 0;
        frame[2] = (byte) (tenths / 10);
        frame[3] = (byte) (tenths % 10 | (now.celsius() < 0 && tenths > 0 ? BELOW_ZERO : 0));
    }
}
