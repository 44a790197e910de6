// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.part.Dht22;

/// The machine that runs sketches: its sensor at pulse level, its pins and serial line, and what it
/// does with sketches that misbehave.
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class SketchMachineTest {
    private SketchCode code;

    @BeforeAll
    void compileTheSketch() throws SketchException, InterruptedException {
        code = SketchBench.sketch("machine");
    }

    private SketchBench running(String mode) {
        return SketchBench.running(code, new JumpingClock(), Map.of("/mode.txt", mode));
    }

    private static String shown(double celsius, double percent) {
        return String.format(Locale.ROOT, "[%.1f %.1f]", celsius, percent);
    }

    @Test
    void theSensorIsReadPulseByPulseOverItsWholeRange() {
        try (SketchBench bench = running("dht")) {
            for (double celsius = -40; celsius <= 80; celsius += 7.3) {
                double percent = (celsius + 40) / 1.2;
                bench.board().sensor().set(celsius, percent);
                bench.says(shown(celsius, percent));
            }
            bench.board().sensor().set(-0.1, 100);
            bench.says("[-0.1 100.0]");
            bench.board().sensor().set(80, 0);
            bench.says("[80.0 0.0]");
        }
    }

    @Test
    void pulsesAreExactHoweverBusyTheComputerIs() {
        JumpingClock clock = JumpingClock.ofABusyComputer(new Random(7));
        try (SketchBench bench = SketchBench.running(code, clock, Map.of("/mode.txt", "dht"))) {
            bench.waits(
                    "200 readings",
                    () -> bench.serial().contains("nan") || count(bench, "[23.5 45.8]") >= 200);
            assertThat(bench.serial()).doesNotContain("nan");
        }
    }

    private static int count(SketchBench bench, String text) {
        return bench.serial().split(Pattern.quote(text), -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHECKSUM", "NO_ANSWER"})
    void aFaultySensorReadsAsNotANumberAndRecovers(String fault) {
        try (SketchBench bench = running("dht")) {
            bench.says("[23.5 45.8]");
            bench.board().sensor().fault(Dht22.Fault.valueOf(fault));
            bench.says("[nan nan]");
            bench.board().sensor().set(1.5, 2.5);
            bench.board().sensor().fault(Dht22.Fault.NONE);
            bench.says("[1.5 2.5]");
        }
    }

    @Test
    void askedTooOftenTheSensorRepeatsItself() {
        try (SketchBench bench = running("fast")) {
            bench.says("[23.5]");
            bench.board().sensor().set(30, 50);
            bench.says("[30.0]");
            // every 2 s a new value: about 20 readings of 100 ms repeat the old one
            assertThat(bench.serial().split("\\[23.5\\]", -1).length).isGreaterThan(15);
        }
    }

    @Test
    void pinsGoBothWays() {
        try (SketchBench bench = running("pins")) {
            bench.says("levels 110").says("button 1");
            assertThat(bench.board().pins().read(2)).isTrue();
            bench.board().pins().drive(4, false);
            bench.says("button 0");
            bench.board().pins().release(4);
            bench.says("button 0\r\nbutton 1");
        }
    }

    @Test
    void anInterruptHandlerRunsForEachEdgeItAskedFor() {
        try (SketchBench bench = running("interrupt")) {
            bench.says("watching");
            bench.board().pins().drive(4, false);
            bench.says("presses 1");
            bench.board().pins().drive(4, true);
            bench.board().pins().drive(4, false);
            bench.says("presses 2");
        }
    }

    @Test
    void aVoltageIsReadAsANumberOfTwelveBits() {
        try (SketchBench bench = running("analog")) {
            bench.says("raw 0 mV 0");
            bench.board().pins().voltage(34, 1650);
            bench.says("raw 2047 mV 1650");
            bench.board().pins().voltage(34, 3300);
            bench.says("raw 4095 mV 3300");
        }
    }

    @Test
    void tickersRunWhileTheSketchWaits() {
        try (SketchBench bench = running("ticker")) {
            bench.says("tick tick tick end");
        }
    }

    @Test
    void deepSleepBootsAgainAndKeepsItsVariables() {
        try (SketchBench bench = running("deep")) {
            bench.says("wake 1\r\n").says("wake 2 by timer").says("wake 3 by timer");
        }
    }

    @Test
    void theOtherLibraryForTheSensorReadsTheSameAndNamesTheFault() {
        try (SketchBench bench = running("dhtesp")) {
            bench.board().sensor().set(-12.3, 99.9);
            bench.says("[-12.3 99.9 OK]");
            bench.board().sensor().fault(Dht22.Fault.CHECKSUM);
            bench.says("[nan nan CHECKSUM]");
            bench.board().sensor().fault(Dht22.Fault.NO_ANSWER);
            bench.says("[nan nan TIMEOUT]");
        }
    }

    @Test
    void theSerialLineCanBeTypedOn() {
        try (SketchBench bench = running("echo")) {
            bench.says("mode echo");
            bench.board().serial().type("21 apples\n");
            bench.says("heard 21 apples 42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "poll", "sleep", "spin"})
    void aSketchThatNeverEndsIsStoppedInABoundedTime(String mode) {
        try (SketchBench bench =
                SketchBench.running(code, BoardClock.system(), Map.of("/mode.txt", mode))) {
            bench.says("mode " + mode);
            long start = System.nanoTime();
            bench.board().stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "trap, unreachable",
        "abort, abort() was called",
        "divide, integer divide by zero",
        "pointer, out of bounds",
        "recursion, ''",
        "memory, out of memory: new of 10000 bytes",
    })
    void aFaultStopsThisBoardAndSaysWhy(String mode, String reason) {
        try (SketchBench bench =
                SketchBench.running(
                        BoardSettings.of("bench").withMemoryBytes(1 << 20),
                        code,
                        new JumpingClock(),
                        Map.of("/mode.txt", mode))) {
            bench.crashes(reason);
            assertThat(bench.serial()).contains("Guru Meditation Error: ").contains(reason);
        }
    }

    @Test
    void mallocTellsWhenMemoryIsUsedUpAndTheSketchGoesOn() {
        try (SketchBench bench = running("malloc")) {
            bench.says("malloc gave nothing").says("String goes on");
        }
    }

    @Test
    void aRestartBootsAgainWithTheSameFlash() {
        try (SketchBench bench = running("restart")) {
            bench.says("boot 1").says("boot 2").says("boot 3");
            assertThat(bench.board().counters().restarts()).isEqualTo(2);
        }
    }

    @Test
    void aSketchThatIsNoModuleIsRefused() {
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> SketchCode.interpreted(new byte[] {1, 2, 3, 4})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no WebAssembly module");
    }
}
