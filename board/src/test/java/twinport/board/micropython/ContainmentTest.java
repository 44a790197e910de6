// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardSettings;
import twinport.board.BoardState;

/// Firmware that misbehaves harms its own board at most.
@Timeout(60)
final class ContainmentTest {
    @Test
    void aBusyLoopIsKilledInABoundedTime() {
        try (Bench bench = Bench.running("print('busy')\nwhile True: pass\n")) {
            bench.says("busy");
            long start = System.nanoTime();
            bench.board().stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
        }
    }

    @Test
    void aLoopThatCatchesEverythingIsKilledToo() {
        String main =
                """
                import time
                print('busy')
                while True:
                    try:
                        time.sleep_ms(1); [].append(1 // 0)
                    except BaseException: pass
                """;
        try (Bench bench = Bench.running(main)) {
            bench.says("busy");
            bench.board().stop();
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
        }
    }

    @Test
    void aLongSleepEndsWhenTheBoardIsSwitchedOff() {
        try (Bench bench = Bench.running("import time\nprint('sleeps')\ntime.sleep(100000)\n")) {
            bench.says("sleeps");
            bench.board().stop();
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
        }
    }

    @Test
    void endlessRecursionIsAPythonErrorAndTheBoardGoesOn() {
        try (Bench bench =
                Bench.running(
                        """
                        def f(n): return f(n + 1)
                        class A:
                            def __getattr__(self, name): return getattr(self, name + 'x')
                            def __repr__(self): return repr(self)
                        for call in (lambda: f(0), lambda: A().y, lambda: repr(A()), lambda: sorted([1, 2], key=f)):
                            try: call()
                            except RuntimeError as e: print('recursion:', e)
                        print('alive')
                        """)) {
            bench.says("alive");
            assertThat(bench.serial().split("recursion: ")).hasSize(5);
        }
    }

    @Test
    void aMemoryHogCrashesItsOwnBoardOnly() {
        try (Bench neighbour =
                        Bench.running(
                                "import time\nwhile True:\n  print('tick')\n  time.sleep_ms(20)\n");
                Bench hog =
                        Bench.with(
                                BoardSettings.of("hog").withMemoryBytes(2 << 20),
                                "x = []\nwhile True: x.append(bytearray(1000))\n")) {
            hog.board().start();
            hog.crashes();
            assertThat(hog.serial())
                    .contains("MemoryError: out of memory: the firmware needs more");
            int before = neighbour.serial().length();
            neighbour.waits("more ticks", () -> neighbour.serial().length() > before + 20);
            hog.board().start();
            hog.crashes();
        }
    }

    @Test
    void oneHugeObjectCrashesTheBoard() {
        try (Bench bench = Bench.running("x = bytearray(100000000)\n")) {
            bench.crashes();
        }
    }

    @Test
    void garbageIsCollectedWhileAProgramLoopsForEver() {
        String main =
                """
                import time, gc
                keep = {'a': [1, 2, 3]}
                for k in range(10000):
                    x = ['%d-%d' % (k, i) for i in range(10)]
                    keep[k % 60] = x[:5]
                    time.sleep_us(1)
                    if k == 999: early = gc.mem_alloc() + gc.mem_free()
                late = gc.mem_alloc() + gc.mem_free()
                print('flat', early, late, late == early)
                print('kept', len(keep), keep['a'], keep[59] == ['9959-%d' % i for i in range(5)])
                """;
        try (Bench bench = Bench.with(BoardSettings.of("loop").withMemoryBytes(1 << 20), main)) {
            bench.board().start();
            bench.says("kept 61 [1, 2, 3] True");
            assertThat(bench.serial()).containsPattern("flat \\d+ \\d+ True");
        }
    }

    @Test
    void garbageIsCollectedInAProgramThatNeverCallsTheBoard() {
        String main =
                """
                import gc
                def work(k): return ['%d-%d' % (k, i) for i in range(10)]
                def size(): return gc.mem_alloc() + gc.mem_free()
                for k in range(10000):
                    x = work(k)
                    if k == 999: early = size()
                print('flat', size() == early, x[9])
                """;
        try (Bench bench = Bench.with(BoardSettings.of("pure").withMemoryBytes(1 << 20), main)) {
            bench.board().start();
            bench.says("flat True 9999-9\n");
        }
    }

    @Test
    void objectsThatOnlyCCodeHoldsOutliveACollection() {
        String main =
                """
                import gc, machine, time
                class Thing:
                    def __init__(self, a, b, c):
                        self.name = '%s%s%s' % (a, b, c)
                        gc.collect()
                        self.other = [str(i) for i in range(50)]
                def numbers(n):
                    for i in range(n):
                        gc.collect(); yield 'n%d' % i
                for k in range(30):
                    things = [Thing(k, i, 'x') for i in range(10)]
                    pins = [machine.Pin(2, machine.Pin.OUT, value=i & 1) for i in range(10)]
                    listed = list(numbers(20)); joined = ','.join(numbers(20))
                    ordered = sorted(range(20), key=lambda i: (gc.collect(), -i)[1])
                    assert [t.name for t in things] == ['%d%dx' % (k, i) for i in range(10)]
                    assert all(t.other[49] == '49' for t in things)
                    assert listed == ['n%d' % i for i in range(20)] and joined == ','.join(listed)
                    assert ordered == list(range(19, -1, -1))
                print('sound')
                """;
        try (Bench bench = Bench.running(main)) {
            bench.says("sound\n");
        }
    }

    @Test
    void aProgramInsideAConstructorStillGetsItsGarbageCollected() {
        String main =
                """
                import time
                class App:
                    def __init__(self, rounds):
                        for k in range(rounds):
                            x = ['%d-%d' % (k, i) for i in range(100)]
                            time.sleep_us(1)
                        print('survived')
                App(1000)
                """;
        try (Bench bench = Bench.with(BoardSettings.of("app").withMemoryBytes(1 << 20), main)) {
            bench.board().start();
            bench.says("survived\n");
        }
    }

    @Test
    void aBoardThatResetsAllTheTimeIsCountedAndCanBeStopped() {
        BoardSettings quick = BoardSettings.of("again").withBootTime(Duration.ofMillis(1));
        try (Bench bench = Bench.with(quick, "import machine\nprint('up')\nmachine.reset()\n")) {
            bench.board().start();
            bench.waits("20 restarts", () -> bench.board().counters().restarts() >= 20);
            bench.board().stop();
            assertThat(bench.board().state()).isEqualTo(new BoardState.Stopped());
            long restarts = bench.board().counters().restarts();
            assertThat(bench.serial().split("up\n", -1))
                    .hasSizeBetween((int) restarts, (int) restarts + 2);
        }
    }

    @Test
    void theResetButtonRestartsABusyBoard() {
        try (Bench bench = Bench.running("print('up')\nwhile True: pass\n")) {
            bench.says("up\n");
            bench.board().reset();
            bench.says("up\nup\n");
            assertThat(bench.board().counters().restarts()).isEqualTo(1);
            assertThat(bench.board().state()).isEqualTo(new BoardState.Running());
        }
    }

    @Test
    void aWildAddressCrashesTheBoardAndNothingElse() {
        try (Bench bench = Bench.running("import _host\n_host.sock_send(54, 0x7ffffff0, 1000)\n")) {
            bench.crashes();
        }
    }

    @Test
    void aWarmBoardSpeaksWithin300Milliseconds() {
        try (Bench first = Bench.running("print('warm')\n")) {
            first.says("warm");
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            try (Bench bench = Bench.with(BoardSettings.of("b" + i), "print('up')\n")) {
                long start = System.nanoTime();
                bench.board().start();
                bench.says("up");
                best = Math.min(best, System.nanoTime() - start);
            }
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(300));
    }
}
