// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.time.Duration;
import java.util.Map;

/// A DHT22 (AM2302). Its frame: humidity times ten (16 bits), temperature times ten (a sign bit and
/// 15 bits), highest bit first, check sum (AM2302 data sheet, "Communication and signal").
public final class Dht22 extends Dht {
    public static final double MIN_CELSIUS = -40;
    public static final double MAX_CELSIUS = 80;

    /// AM2302 data sheet: the host pulls low for 0.8 to 20 ms.
    private static final Duration START_LOW = Duration.ofNanos(800_000);

    /// AM2302 data sheet: "sensing period: average 2 s".
    private static final Duration SENSING_PERIOD = Duration.ofSeconds(2);

    private static final int SIGN = 0x8000;

    Dht22(Placement placement) {
        super(placement);
    }

    /// One that lies beside the board, wired to the usual pin.
    public Dht22(double celsius, double humidityPercent) {
        super(
                new Placement(
                        "dht22",
                        PartType.DHT22,
                        Map.of("data", new Terminal.Gpio(Bench.USUAL_SENSOR_PIN)),
                        Map.of(
                                "temperature",
                                Double.toString(celsius),
                                "humidity",
                                Double.toString(humidityPercent))));
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
        int humidity = (int) Math.round(now.humidityPercent() * 10);
        int magnitude = (int) Math.round(Math.abs(now.celsius()) * 10);
        int temperature = magnitude | (now.celsius() < 0 && magnitude > 0 ? SIGN : 0);
        frame[0] = (byte) (humidity >> 8);
        frame[1] = (byte) humidity;
        frame[2] = (byte) (temperature >> 8);
        frame[3] = (byte) temperature;
    }
}
