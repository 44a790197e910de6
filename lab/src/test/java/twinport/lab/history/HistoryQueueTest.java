// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryQueueTest {
    private final HistoryQueue queue = new HistoryQueue();

    private static HistoryMessage at(long second) {
        return HistoryContract.message(second, "b", "t", "x");
    }

    private static long nanos(long second) {
        return HistoryContract.START + second * HistoryContract.SECOND;
    }

    @Test
    void whatFindsTheQueueFullIsAGapThatIsCounted() throws Exception {
        for (int i = 0; i < HistoryQueue.MESSAGES_MAX + 5; i++) {
            queue.offer(at(i));
        }

        HistoryQueue.Taken first = queue.take(HistoryQueue.MESSAGES_MAX);

        assertThat(first.messages()).hasSize(HistoryQueue.MESSAGES_MAX);
        assertThat(first.gaps())
                .containsExactly(
                        new Gap(
                                nanos(HistoryQueue.MESSAGES_MAX),
                                nanos(HistoryQueue.MESSAGES_MAX + 4),
                                5));
        assertThat(queue.lost()).isEqualTo(5);
    }

    @Test
    void manyBytesFillItToo() throws Exception {
        byte[] half = new byte[(int) (HistoryQueue.BYTES_MAX / 2)];
        for (int i = 0; i < 3; i++) {
            HistoryMessage small = at(i);
            queue.offer(
                    new HistoryMessage(
                            small.epochNanos(),
                            false,
                            "b",
                            "b",
                            small.transport(),
                            "t",
                            0,
                            false,
                            "",
                            half));
        }

        assertThat(queue.take(10).messages()).hasSize(1);
        assertThat(queue.lost()).isEqualTo(2);
    }

    @Test
    void whatWasLostOnTheWayIsPartOfTheGap() throws Exception {
        queue.miss(new Gap(nanos(9), nanos(12), 7));
        queue.miss(new Gap(nanos(3), nanos(4), 1)); // the clock was set back

        HistoryQueue.Taken taken = queue.take(10);

        assertThat(taken.messages()).isEmpty();
        assertThat(taken.gaps()).containsExactly(new Gap(nanos(3), nanos(12), 8));
    }

    @Test
    void whatIsInTheWritersHandIsStillWaiting() throws Exception {
        queue.offer(at(0));
        queue.offer(at(1));

        queue.take(1);
        assertThat(queue.waiting()).isEqualTo(2);
        queue.done(1);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void afterTheEndNothingIsTakenIn() throws Exception {
        queue.offer(at(0));
        queue.close();
        queue.offer(at(1));

        assertThat(queue.take(10).messages()).hasSize(1);
        assertThat(queue.take(10).isEmpty()).isTrue();
        assertThat(queue.lost()).isEqualTo(1);
    }
}
