// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class VirtualClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong passed = new AtomicLong();
    private final AtomicBoolean unsettled = new AtomicBoolean();
    private final List<Thread> residents = new ArrayList<>();
    private VirtualClock clock;

    @BeforeEach
    void itLeaps() {
        clock = new VirtualClock(START, System::nanoTime);
        clock.watch(
                new Wire() {
                    @Override
                    public long passed() {
                        return passed.get();
                    }

                    @Override
                    public boolean unsettled() {
                        return unsettled.get();
                    }
                });
        clock.enter(Thread.currentThread());
        clock.jumping(true);
    }

    @AfterEach
    void itEnds() throws InterruptedException {
        clock.leave(Thread.currentThread());
        for (Thread resident : residents) {
            resident.interrupt();
            resident.join();
        }
        clock.close();
    }

    private interface Life {
        void live() throws InterruptedException;
    }

    private Thread resident(Life life) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .unstarted(() -> {
                            try {
                                life.live();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                clock.leave(Thread.currentThread());
                            }
                        });
        residents.add(thread);
        clock.enter(thread);
        thread.start();
        return thread;
    }

    private Duration elapsed(Instant since) {
        return Duration.between(since, clock.instant());
    }

    @Test
    void anHourOfSleepTakesNoHour() throws InterruptedException {
        Instant before = clock.instant();
        clock.sleep(Duration.ofHours(1));
        assertThat(elapsed(before)).isBetween(Duration.ofHours(1), Duration.ofSeconds(3601));
        assertThat(clock.leaps().count()).isEqualTo(1);
        assertThat(clock.leaps().time()).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void sleepersWakeInTheOrderOfTheirTimes() throws InterruptedException {
        List<String> order = new ArrayList<>();
        Life slow =
                () -> {
                    for (int i = 0; i < 3; i++) {
                        clock.sleep(Duration.ofSeconds(10));
                        synchronized (order) {
                            order.add("slow");
                        }
                    }
                };
        resident(slow);
        for (int i = 0; i < 4; i++) {
            clock.sleep(Duration.ofSeconds(7));
            synchronized (order) {
                order.add("quick");
            }
        }
        synchronized (order) {
            assertThat(order).containsExactly("quick", "slow", "quick", "slow", "quick", "quick");
        }
    }

    @Test
    void itWaitsForWhoeverIsAwake() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch woke = new CountDownLatch(1);
        resident(goOn::await); // lives here, and waits elsewhere
        Thread sleeper =
                resident(() -> {
                    clock.sleep(Duration.ofMinutes(1));
                    woke.countDown();
                });
        clock.leave(Thread.currentThread());
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(clock.leaps().count()).isZero();
        goOn.countDown();
        woke.await();
        assertThat(clock.leaps().count()).isEqualTo(1);
    }

    @Test
    void itWaitsForAQuietWireAndForClientsToBeLetIn() throws InterruptedException {
        unsettled.set(true);
        CountDownLatch woke = new CountDownLatch(1);
        resident(() -> {
            clock.sleep(Duration.ofMinutes(1));
            woke.countDown();
        });
        clock.leave(Thread.currentThread());
        long until = System.nanoTime() + 2 * VirtualClock.SILENCE.toNanos();
        while (System.nanoTime() < until) {
            passed.incrementAndGet();
            Thread.onSpinWait();
        }
        assertThat(clock.leaps().count()).isZero();
        unsettled.set(false);
        woke.await();
        assertThat(clock.leaps().count()).isEqualTo(1);
    }

    @Test
    void wakingEndsAPauseAndNotASleep() throws InterruptedException {
        Thread me = Thread.currentThread();
        clock.wake(me); // not yet in a pause: ends the next one
        Instant before = clock.instant();
        clock.pause(Duration.ofHours(1));
        assertThat(elapsed(before)).isLessThan(Duration.ofSeconds(1));

        resident(() -> {
            clock.sleep(Duration.ofSeconds(5));
            clock.wake(me);
        });
        clock.pause(Duration.ofHours(1));
        assertThat(elapsed(before)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        clock.pause(Duration.ofSeconds(1)); // nobody wakes it
        assertThat(elapsed(before)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
    }

    @Test
    void withoutLeapsItIsTheWalls() throws InterruptedException {
        clock.jumping(false);
        long before = System.nanoTime();
        long mine = clock.nanos();
        clock.sleep(Duration.ofMillis(30));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);
        assertThat(clock.nanos() - mine).isLessThanOrEqualTo(System.nanoTime() - before);
        assertThat(clock.leaps().count()).isZero();
    }

    @Test
    void itStandsStillWhileABoardComputesAndLooksCostAMicrosecond() {
        try (var standing = new VirtualClock(START, () -> 0)) {
            standing.enter(Thread.currentThread());
            standing.jumping(true);
            for (int i = 1; i <= 1_000; i++) {
                assertThat(standing.nanos()).isEqualTo(i * 1_000L);
            }
        }
    }

    @Test
    void aBoardThatNeverWaitsDoesNotStopTime() {
        long before = clock.nanos();
        long wall = System.nanoTime();
        while (clock.nanos() - before < Duration.ofMillis(200).toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - wall).isLessThan(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void anInterruptEndsAWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> clock.sleep(Duration.ofHours(1)))
                .isInstanceOf(InterruptedException.class);
    }
}
