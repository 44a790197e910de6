// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import java.util.function.LongFunction;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import twinport.board.BoardClock;

/// FreeRTOS tasks, for a sketch.
final class TaskCalls {
    private static final int NAME_MAX = 32;

    private final SketchTasks tasks;
    private final LongFunction<Instance> beside;

    /// @param beside the program again over the same memory, its stack growing down from an address
    TaskCalls(SketchTasks tasks, LongFunction<Instance> beside) {
        this.tasks = tasks;
        this.beside = beside;
    }

    void into(HostCalls calls) {
        calls.word("board.task_start", this::start);
        calls.word("board.task_self", (_, _) -> tasks.current());
        calls.word(
                "board.task_delete",
                (_, a) -> {
                    tasks.delete((int) a[0]);
                    return 0;
                });
        calls.word(
                "board.task_wait",
                (_, a) -> {
                    int millis = (int) a[0];
                    tasks.await(millis < 0 ? BoardClock.FOREVER : Duration.ofMillis(millis));
                    return 0;
                });
        calls.word(
                "board.task_wake",
                (_, _) -> {
                    tasks.wake();
                    return 0;
                });
    }

    private long start(GuestMemory memory, long[] a) {
        if (tasks.full()) {
            return 0;
        }
        ExportFunction body = beside.apply(a[1]).export("board_task");
        String name = memory.text(a[2], Math.min(a[3], NAME_MAX)).replaceAll("[^ -~]", "?");
        tasks.start((int) a[0], name, () -> body.apply(a[0]));
        return 1;
    }
}
