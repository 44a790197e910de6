// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import run.endive.runtime.WasmInterruptedException;
import twinport.board.Chip;
import twinport.board.Halt;

/// The FreeRTOS tasks of one sketch.
///
/// Each has a thread of its own, but only who holds the baton runs: all others wait for it, or for
/// something outside. The baton is handed on wherever a task waits ([#away]), never in the middle
/// of a computation, so the sketch's code and memory need no locks. That is FreeRTOS on one core
/// without preemption: priorities and cores say nothing, and a task that computes without ever
/// waiting or looking at the clock keeps the others from running.
///
/// The task that runs `setup()` and `loop()` is number 0. When a task ends the chip (a panic, a
/// restart, deep sleep), that task takes all others with it.
final class SketchTasks {
    /// Tasks at once, the first not counted; each has a thread.
    static final int MAX_TASKS = 16;

    private static final int FIRST = 0;
    private static final int STACK_BYTES = 1 << 20;
    private static final Duration END = Duration.ofSeconds(2);

    /// Ends the task that is running; no error.
    private static final class TaskEnd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TaskEnd() {
            super("the task was deleted", null, false, false);
        }
    }

    private static final class Task {
        private final int number;
        private final Thread thread;
        private volatile boolean deleted;
        private volatile boolean over;

        Task(int number, Thread thread) {
            this.number = number;
            this.thread = thread;
        }
    }

    private final Chip chip;
    private final ReentrantLock baton = new ReentrantLock(true);
    private final AtomicReference<Optional<RuntimeException>> failure =
            new AtomicReference<>(Optional.empty());
    private final Map<Thread, Task> tasks = new ConcurrentHashMap<>();
    private final Set<Thread> waiting = new HashSet<>(); // touched by who holds the baton

    SketchTasks(Chip chip) {
        this.chip = chip;
    }

    /// Runs the first task on this thread, and returns when the sketch is over: then no task of it
    /// runs any more.
    ///
    /// @throws RuntimeException what ended the sketch, in whichever task
    void run(Runnable first) {
        Thread self = Thread.currentThread();
        Task task = new Task(FIRST, self);
        tasks.put(self, task);
        take();
        try {
            first.run();
        } catch (RuntimeException end) {
            if (!task.deleted || isOver()) {
                throw failure.get().orElse(end);
            }
            task.deleted = false; // what ends the thread now is the board's end
            boolean ignored = Thread.interrupted();
            away(() -> {
                chip.idle();
                return 0;
            });
        } finally {
            baton.unlock();
            endAll();
        }
    }

    /// Whether there are [#MAX_TASKS].
    boolean full() {
        return tasks.values().stream().filter(task -> !task.over).count() > MAX_TASKS;
    }

    /// Begins a task, which runs when this one waits.
    void start(int number, String name, Runnable body) {
        tasks.keySet().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread =
                new Thread(
                        null,
                        () -> live(body),
                        "board " + chip.settings().id() + " task " + name,
                        STACK_BYTES,
                        false);
        thread.setDaemon(true);
        tasks.put(thread, new Task(number, thread));
        chip.clock().enter(thread);
        thread.start();
    }

    /// The number of the task that runs.
    int current() {
        Task task = tasks.get(Thread.currentThread());
        return task == null ? FIRST : task.number;
    }

    /// Ends a task; the caller too, which then does not return.
    void delete(int number) {
        for (Task task : tasks.values()) {
            if (task.number == number) {
                task.deleted = true;
                if (task.thread == Thread.currentThread()) {
                    throw new TaskEnd();
                }
                task.thread.interrupt();
            }
        }
    }

    /// Waits for [#wake], at most that long.
    void await(Duration atMost) {
        Thread self = Thread.currentThread();
        waiting.add(self);
        away(() -> {
            try {
                chip.clock().pause(atMost);
            } catch (InterruptedException e) {
                self.interrupt();
            }
            chip.checkpoint();
            return 0;
        });
        waiting.remove(self);
    }

    /// Something happened that tasks may wait for: all of them look again.
    void wake() {
        waiting.forEach(thread -> chip.clock().wake(thread));
    }

    /// Waits for something outside of the sketch, while other tasks run.
    long away(LongSupplier wait) {
        baton.unlock();
        try {
            return wait.getAsLong();
        } finally {
            take();
            endIfAsked();
        }
    }

    /// Who computes without end would keep the board from being switched off: then it is told too.
    private void take() {
        try {
            baton.lockInterruptibly();
        } catch (InterruptedException e) {
            if (isOver()) {
                tasks.keySet().forEach(Thread::interrupt);
            }
            baton.lock();
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the board was switched off or reset, or a task failed. Leaves this thread's
    /// interruption as it is.
    private boolean isOver() {
        boolean interrupted = Thread.interrupted();
        try {
            chip.checkpoint();
            return failure.get().isPresent();
        } catch (Halt.Stop stop) {
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endIfAsked() {
        failure.get()
                .ifPresent(why -> {
                    throw why;
                });
        Task task = tasks.get(Thread.currentThread());
        if (task != null && task.deleted) {
            throw new TaskEnd();
        }
    }

    private void live(Runnable body) {
        Thread self = Thread.currentThread();
        take();
        try {
            endIfAsked();
            body.run();
        } catch (TaskEnd | Halt.Stop | WasmInterruptedException end) {
            // deleted, or the board was switched off
        } catch (RuntimeException why) {
            fail(why);
        } finally {
            Objects.requireNonNull(tasks.get(self)).over = true;
            waiting.remove(self);
            chip.clock().leave(self);
            baton.unlock();
        }
    }

    /// The whole sketch ends by this.
    private void fail(RuntimeException why) {
        if (failure.compareAndSet(Optional.empty(), Optional.of(why))) {
            tasks.keySet().forEach(Thread::interrupt);
        }
    }

    /// Ends what still runs, and waits for that.
    private void endAll() {
        fail(new Halt.Stop());
        for (Thread thread : tasks.keySet()) {
            if (thread != Thread.currentThread()) {
                end(thread);
            }
        }
    }

    private static void end(Thread thread) {
        thread.interrupt();
        boolean interrupted = false;
        long until = System.nanoTime() + END.toNanos();
        while (thread.isAlive() && System.nanoTime() < until) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
