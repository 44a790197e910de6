// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.net.LoopbackNetwork;

/// The life of a board around a machine that is a piece of Java.
@Timeout(30)
final class BoardTest {
    private static final BoardSettings SETTINGS =
            BoardSettings.of("b1").withBootTime(Duration.ofMillis(1));

    private static Board board(Consumer<Chip> program) {
        return new Board(
                SETTINGS,
                new JavaFirmware(program),
                new LoopbackNetwork(InetAddress.ofLiteral("127.0.0.1"), Map.of(), Set.of()),
                BoardClock.system(),
                new Random(1));
    }

    private static CountDownLatch when(Board board, Class<? extends BoardState> state) {
        CountDownLatch reached = new CountDownLatch(1);
        Registration registration =
                board.listen(event -> {
                    if (event instanceof BoardEvent.StateChanged changed
                            && state.isInstance(changed.state())) {
                        reached.countDown();
                    }
                });
        assertThat(registration).isNotNull();
        return reached;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itsStatesAreToldInOrder() throws InterruptedException {
        List<BoardState> states = new CopyOnWriteArrayList<>();
        try (Board board = board(chip -> chip.serial().write("hi"))) {
            assertThat(board.state()).isEqualTo(new BoardState.Off());
            CountDownLatch running = when(board, BoardState.Running.class);
            Registration registration =
                    board.listen(event -> {
                        if (event instanceof BoardEvent.StateChanged changed) {
                            states.add(changed.state());
                        }
                    });
            board.start();
            board.start();
            await(running);
            board.stop();
            board.stop();
            assertThat(states)
                    .containsExactly(
                            new BoardState.Starting(),
                            new BoardState.Running(),
                            new BoardState.Stopped());
            registration.close();
            board.start();
            board.stop();
            assertThat(states).hasSize(3);
            assertThat(board.counters().restarts()).isZero();
        }
    }

    @Test
    void aResetByTheFirmwareStartsItAgainAndKeepsTheFlash() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        Consumer<Chip> program =
                chip -> {
                    chip.pins().mode(2, twinport.board.part.Pins.Mode.OUTPUT);
                    chip.pins().write(2, true);
                    if (runs.incrementAndGet() < 3) {
                        assertThat(chip.flash().write("/n", new byte[runs.get()]))
                                .isEqualTo(Flash.Outcome.DONE);
                        throw new Halt.Reset();
                    }
                    third.countDown();
                };
        try (Board board = board(program)) {
            board.start();
            await(third);
            assertThat(board.counters().restarts()).isEqualTo(2);
            assertThat(board.flash().size("/n")).isEqualTo(2);
        }
    }

    @Test
    void aPanicAndAnyOtherExceptionAreCrashes() throws InterruptedException {
        for (RuntimeException fault :
                List.of(new Halt.Panic("trap"), new IllegalStateException("ours"))) {
            Consumer<Chip> program =
                    _ -> {
                        throw fault;
                    };
            try (Board board = board(program)) {
                CountDownLatch crashed = when(board, BoardState.Crashed.class);
                board.start();
                await(crashed);
                assertThat(board.state().toString()).contains(String.valueOf(fault.getMessage()));
                board.reset();
                board.stop();
            }
        }
    }

    @Test
    void endlessRecursionInTheHostIsACrashToo() throws InterruptedException {
        try (Board board = board(chip -> deeper(chip, 0))) {
            CountDownLatch crashed = when(board, BoardState.Crashed.class);
            board.start();
            await(crashed);
            assertThat(board.state()).isEqualTo(new BoardState.Crashed("stack overflow"));
            assertThat(board.serial().text()).contains("stack overflow");
        }
    }

    private static int deeper(Chip chip, int depth) {
        return depth < 0 ? depth : deeper(chip, depth + 1) + chip.serial().available();
    }

    @Test
    void aMachineThatNeverEndsIsReportedAfterTheStopTime() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch deaf = new CountDownLatch(1);
        Consumer<Chip> program =
                _ -> {
                    deaf.countDown();
                    boolean released = false;
                    while (!released) {
                        try {
                            released = release.await(1, TimeUnit.HOURS);
                        } catch (InterruptedException e) {
                            released = false;
                        }
                    }
                };
        try (Board board = board(program)) {
            board.start();
            await(deaf);
            board.stop();
            assertThat(board.state())
                    .isEqualTo(new BoardState.Crashed("did not end when switched off"));
            release.countDown();
        }
    }

    @Test
    void eventsCarryTheBoardAndTheSensorAndPins() throws InterruptedException {
        List<BoardEvent> events = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Consumer<Chip> program =
                chip -> {
                    chip.pins().mode(2, twinport.board.part.Pins.Mode.OUTPUT);
                    chip.pins().write(2, true);
                    done.countDown();
                };
        try (Board board = board(program);
                Registration registration = board.listen(events::add)) {
            assertThat(registration).isNotNull();
            board.sensor().set(1, 2);
            board.start();
            await(done);
            board.stop();
        }
        assertThat(events)
                .allMatch(event -> event.board().equals("b1"))
                .anyMatch(event ->
                        event instanceof BoardEvent.SensorChanged changed && changed.celsius() == 1)
                .anyMatch(event ->
                        event instanceof BoardEvent.PinChanged changed
                                && changed.pin() == 2
                                && changed.high());
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithAReason() {
        assertThatThrownBy(() -> BoardSettings.of("a b")).hasMessageContaining("\"a b\"");
        assertThatThrownBy(() -> SETTINGS.withMemoryBytes(1000)).hasMessageContaining("too few");
        assertThatThrownBy(() -> new MacAddress(1L << 48)).hasMessageContaining("48 bits");
    }

    @Test
    void aBoardKeepsItsMacAddress() {
        assertThat(MacAddress.of("thermo-tls")).isEqualTo(MacAddress.of("thermo-tls"));
        assertThat(MacAddress.of("thermo-tls").toString()).startsWith("24:0a:c4:");
        assertThat(MacAddress.of("a")).isNotEqualTo(MacAddress.of("b"));
    }
}
