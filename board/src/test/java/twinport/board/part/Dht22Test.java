// SPDX-License-Identifier: MIT
package twinport.board.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Dht22Test {
    // 65.2 % and 35.1 C, 65.2 % and -10.1 C are the examples of the AM2302 data sheet.
    @ParameterizedTest
    @CsvSource({
        "35.1, 65.2, 028c015fee",
        "-10.1, 65.2, 028c806573",
        "-40, 0, 0000819011",
        "80, 100, 03e803200e",
        "0, 50, 01f40000f5",
        "-0.04, 50, 01f40000f5",
        "-0.06, 50, 01f4800176",
    })
    void aFrameIsWhatTheDataSheetSays(double celsius, double percent, String frame) {
        assertThat(HexFormat.of().formatHex(new Dht22(celsius, percent).frame())).isEqualTo(frame);
    }

    @Test
    void theEdgesCarryTheBitsOfTheFrame() {
        byte[] frame = new Dht22(35.1, 65.2).frame();
        int[] edges = Dht22.edges(frame);
        assertThat(edges).hasSize(84);
        long bits = 0;
        for (int i = 0; i < 40; i++) {
            assertThat(edges[3 + 2 * i]).isEqualTo(50);
            bits = bits << 1 | (edges[4 + 2 * i] > 50 ? 1 : 0);
        }
        assertThat(HexFormat.of().toHexDigits(bits)).endsWith("028c015fee");
    }

    @Test
    void aChecksumFaultMakesTheSumWrong() {
        Dht22 sensor = new Dht22(20, 40);
        sensor.fault(Dht22.Fault.CHECKSUM);
        byte[] frame = sensor.frame();
        assertThat((byte) (frame[0] + frame[1] + frame[2] + frame[3])).isNotEqualTo(frame[4]);
        assertThat(sensor.answers()).isTrue();
        sensor.fault(Dht22.Fault.NO_ANSWER);
        assertThat(sensor.answers()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40.1, 80.1, Double.NaN, Double.NEGATIVE_INFINITY})
    void aTemperatureOutsideOfTheRangeIsRefused(double celsius) {
        Dht22 sensor = new Dht22(20, 40);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sensor.set(celsius, 40))
                .withMessageContaining("-40 to 80");
        assertThat(sensor.celsius()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
    void aHumidityOutsideOfTheRangeIsRefused(double percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dht22(20, percent))
                .withMessageContaining("0 to 100 %");
    }

    @Test
    void listenersAreToldUntilTheyLeave() {
        List<PartState> told = new ArrayList<>();
        Dht22 sensor = new Dht22(20, 40);
        Runnable leave = sensor.listen(() -> told.add(sensor.state()));
        sensor.set(21, 41);
        leave.run();
        sensor.set(22, 42);
        assertThat(told).containsExactly(new PartState.Climate(21, 41, Dht.Fault.NONE));
    }
}
