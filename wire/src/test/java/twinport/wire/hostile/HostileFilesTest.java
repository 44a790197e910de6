// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Captures that lie, bomb or flood: each ends within its bounds, gives what can be read, and says
/// where it is wrong.
class HostileFilesTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    static Stream<HostileFile> files() {
        return HostileReading.files().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void theRestIsReadAndTheFaultIsReportedAtItsPlace(HostileFile file) {
        Assertions.assertTimeoutPreemptively(
                BOUND,
                () -> {
                    HostileReading reading = HostileReading.of(file.bytes().get());
                    assertThat(reading.topics().contains("before")).isEqualTo(file.before());
                    assertThat(reading.topics().contains("after")).isEqualTo(file.after());
                    assertThat(reading.answers(file.fault()))
                            .as(() -> file.fault() + " in " + reading)
                            .isTrue();
                });
    }

    @Test
    void thereAreAtLeastFortyAndEachHasANameOfItsOwn() {
        List<String> names = files().map(HostileFile::name).toList();

        assertThat(names).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }
}
