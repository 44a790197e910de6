// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardClock;
import twinport.board.BoardState;

/// FreeRTOS tasks, and what they wait for.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class TasksTest {
    private SketchCode code;

    @BeforeAll
    void compileTheSketch() throws SketchException, InterruptedException {
        code = SketchBench.sketch("tasks");
    }

    private SketchBench running(String mode) {
        return SketchBench.running(code, BoardClock.system(), Map.of("/mode.txt", mode));
    }

    private static int count(SketchBench bench, String text) {
        return bench.serial().split(Pattern.quote(text), -1).length - 1;
    }

    private static List<String> threadsOfTasks() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("board bench task"))
                .toList();
    }

    @Test
    void aQueueHandsEverythingOverInOrderAndHoldsTheSenderBack() {
        try (SketchBench bench = running("queue")) {
            bench.says("received 4 24.5").says("nothing").says("setup is over");
            for (int i = 0; i < 5; i++) {
                bench.says("received %d %.1f".formatted(i, 20.5 + i));
                bench.says("producer sent " + i);
            }
        }
    }

    @Test
    void aMutexKeepsWhatTasksShareWhole() {
        try (SketchBench bench = running("mutex")) {
            bench.says("sum 150 of 3 tasks");
        }
    }

    @Test
    void timersTickUntilTheyAreStopped() {
        try (SketchBench bench = running("timers")) {
            bench.says("once").says("ticks stay: yes");
            assertThat(count(bench, "tick ")).isBetween(4, 6);
        }
    }

    @Test
    void notificationsBitsAndSuspensionReachTheTaskThatWaits() {
        try (SketchBench bench = running("signals")) {
            bench.says("notified 2").says("bits 7 then 4").says("suspended").says("resumed");
        }
    }

    @Test
    void aDeletedTaskSaysNothingMoreAndItsPlaceIsUsedAgain() {
        try (SketchBench bench = running("delete")) {
            bench.says("gone");
            String after = bench.serial().substring(bench.serial().indexOf("deleted"));
            assertThat(after.substring(0, after.indexOf("gone"))).doesNotContain("blink");
            bench.says("a hundred more");
            assertThat(bench.serial()).doesNotContain("no room");
        }
    }

    @Test
    void thereAreAtMostSixteenTasks() {
        try (SketchBench bench = running("many")) {
            bench.says("made 16");
        }
    }

    @Test
    void tasksGoOnWithoutTheLoopTask() {
        try (SketchBench bench = running("loopless")) {
            bench.says("blink 5");
            assertThat(bench.serial()).doesNotContain("loop\r\n");
            assertThat(bench.board().state()).isInstanceOf(BoardState.Running.class);
            bench.board().reset();
            bench.waits("a second start", () -> count(bench, "mode loopless") == 2);
            bench.board().stop();
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
            assertThat(threadsOfTasks()).isEmpty();
        }
    }

    @Test
    void whileOneTaskWaitsForTheNetworkTheOthersRun() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                SketchBench bench =
                        SketchBench.running(
                                code,
                                BoardClock.system(),
                                Map.of(
                                        "/mode.txt",
                                        "network",
                                        "/port.txt",
                                        String.valueOf(silent.getLocalPort())),
                                silent.getLocalPort())) {
            bench.says("connect came back");
            String meanwhile = bench.serial().substring(bench.serial().indexOf("connecting"));
            assertThat(meanwhile.split("loop\r\n", -1)).hasSizeGreaterThan(10);
        }
    }

    @Test
    void tasksThatOnlyLookAtTheClockLetTheOthersRun() {
        try (SketchBench bench = running("polls")) {
            bench.waits("five turns of the loop", () -> count(bench, "loop\r\n") >= 5);
        }
    }

    @Test
    void aTaskThatReturnsEndsTheSketchWithTheWordsOfTheChip() {
        try (SketchBench bench = running("returns")) {
            bench.crashes("FreeRTOS Task \"hasty\" should not return, Aborting now!");
        }
        assertThat(threadsOfTasks()).isEmpty();
    }

    @Test
    void aTrapInATaskIsAPanicOfTheBoard() {
        try (SketchBench bench = running("traps")) {
            bench.says("Guru Meditation Error").crashes("Trapped on unreachable instruction");
        }
        assertThat(threadsOfTasks()).isEmpty();
    }

    @Test
    void aStackThatRanOverIsNoticed() {
        try (SketchBench bench = running("overflows")) {
            bench.crashes("A stack overflow in task deep has been detected.");
        }
    }

    @Test
    void aTaskMayRestartTheChip() {
        try (SketchBench bench = running("restarts")) {
            bench.says("restarted by a task").says("loop");
        }
        assertThat(threadsOfTasks()).isEmpty();
    }

    @Test
    void aTaskThatNeverWaitsDoesNotKeepTheBoardFromBeingSwitchedOff() {
        try (SketchBench bench = running("spins")) {
            bench.says("spinning");
            bench.board().stop();
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
            assertThat(threadsOfTasks()).isEmpty();
        }
    }
}
