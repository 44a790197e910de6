// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.net.LoopbackNetwork;

/// What a board keeps from one start to the next, and what it says of the cause.
@Timeout(30)
final class PowerCyclesTest {
    private static final int FIRST = 0;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /// A board whose firmware is a piece of Java that knows how often it was started.
    private Board board(BiConsumer<Chip, Integer> program) {
        int[] starts = {0};
        return new Board(
                BoardSettings.of("b").withBootTime(Duration.ofMillis(1)),
                new JavaFirmware(chip -> program.accept(chip, starts[0]++)),
                new LoopbackNetwork(InetAddress.ofLiteral("127.0.0.1"), Map.of(), Set.of()),
                BoardClock.system(),
                new Random(1));
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void deepSleepKeepsRtcMemoryAndTimeAndIsTheCauseOfTheNextStart() throws Exception {
        try (Board board =
                board((chip, start) -> {
                    told.add(chip.resetCause() + " " + chip.rtcMemory().read().length);
                    told.add("clock set: " + chip.time().set());
                    if (start == FIRST) {
                        chip.time().set(Instant.parse("2026-01-01T00:00:00Z"));
                        chip.rtcMemory().write(new byte[5]);
                        throw chip.sleepDeep(Duration.ofMillis(20));
                    }
                    told.add(chip.time().now().toString().substring(0, 16));
                })) {
            List<BoardState> states = new ArrayList<>();
            Registration registration =
                    board.listen(event -> {
                        if (event instanceof BoardEvent.StateChanged changed) {
                            states.add(changed.state());
                        }
                    });
            board.start();
            assertThat(next()).isEqualTo("POWER_ON 0");
            assertThat(next()).isEqualTo("clock set: false");
            assertThat(next()).isEqualTo("DEEP_SLEEP 5");
            assertThat(next()).isEqualTo("clock set: true");
            assertThat(next()).isEqualTo("2026-01-01T00:00");
            assertThat(states).contains(new BoardState.Asleep());
            board.stop();
            board.start();
            assertThat(next()).as("the power was gone").isEqualTo("POWER_ON 0");
            registration.close();
        }
    }

    @Test
    void aBoardThatSleepsForEverWakesByItsResetButton() throws Exception {
        try (Board board =
                board((chip, start) -> {
                    told.add(chip.resetCause().toString());
                    if (start == FIRST) {
                        throw chip.sleepDeep();
                    }
                })) {
            var asleep = new LinkedBlockingQueue<BoardState>();
            Registration registration =
                    board.listen(event -> {
                        if (event instanceof BoardEvent.StateChanged changed
                                && changed.state() instanceof BoardState.Asleep) {
                            asleep.add(changed.state());
                        }
                    });
            board.start();
            assertThat(next()).isEqualTo("POWER_ON");
            assertThat(asleep.poll(20, TimeUnit.SECONDS)).isNotNull();
            board.reset();
            assertThat(next()).isEqualTo("POWER_ON");
            registration.close();
        }
    }

    @Test
    void aResetByTheFirmwareOrItsWatchdogSaysSo() throws Exception {
        try (Board board =
                board((chip, start) -> {
                    told.add(chip.resetCause().toString());
                    switch (start) {
                        case FIRST -> throw new Halt.Reset();
                        case 1 -> throw new Halt.Reset(ResetCause.WATCHDOG);
                        default -> {}
                    }
                })) {
            board.start();
            assertThat(List.of(next(), next(), next()))
                    .containsExactly("POWER_ON", "SOFTWARE", "WATCHDOG");
        }
    }

    @Test
    void theClockCountsFrom1970UntilATimeServerAnswered() throws Exception {
        try (Board board =
                board((chip, _) -> {
                    told.add(chip.time().now().toString().substring(0, 4));
                    chip.time().synchronise();
                    chip.sleep(Duration.ofMillis(50));
                    told.add("without Wi-Fi: " + chip.time().set());
                    chip.wifi().join("Home", "");
                    while (!chip.time().set()) {
                        chip.sleep(Duration.ofMillis(10));
                    }
                    Duration off = Duration.between(chip.time().now(), Instant.now());
                    told.add("right: " + (off.abs().toSeconds() < 2));
                })) {
            board.start();
            assertThat(next()).isEqualTo("1970");
            assertThat(next()).isEqualTo("without Wi-Fi: false");
            assertThat(next()).isEqualTo("right: true");
        }
    }

    @Test
    void datagramsReachTheNetworksOwnServicesAndNobodyElse() throws Exception {
        try (Board board =
                board((chip, _) -> {
                    Sockets sockets = chip.sockets();
                    int socket = sockets.openUdp();
                    byte[] request = new byte[48];
                    request[0] = 0x1B;
                    told.add("unjoined " + sockets.sendTo(socket, "127.0.0.1", 123, request));
                    chip.wifi().join("Home", "");
                    chip.sleep(Duration.ofMillis(310));
                    told.add("sent " + sockets.sendTo(socket, "127.0.0.1", 123, request));
                    told.add("at once " + sockets.awaitDatagram(socket, 0));
                    told.add("later " + sockets.awaitDatagram(socket, 5_000));
                    told.add("got " + sockets.takeDatagram(socket).orElseThrow().port());
                    told.add("nobody " + sockets.sendTo(socket, "127.0.0.1", 9, request));
                    told.add("nothing " + sockets.awaitDatagram(socket, 5));
                    sockets.close(socket);
                    told.add("closed " + sockets.awaitDatagram(socket, 5));
                })) {
            board.start();
            assertThat(List.of(next(), next(), next(), next(), next(), next(), next(), next()))
                    .containsExactly(
                            "unjoined -118",
                            "sent 48",
                            "at once -11",
                            "later 0",
                            "got 123",
                            "nobody 48",
                            "nothing -116",
                            "closed -9");
        }
    }
}
