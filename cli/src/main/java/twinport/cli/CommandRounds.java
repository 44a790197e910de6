// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import twinport.lab.BoardStatus;
import twinport.lab.Lab;

/// Commands every board's LED, on and off in turn, every 10 s, by the same HTTP call as the page's
/// button: what a run with `--for` proves is then what a person would have seen.
final class CommandRounds implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final URI page;
    private final Lab lab;
    private final Duration period;
    private final HttpClient http;
    private final Thread thread;

    private CommandRounds(URI page, Lab lab, Duration period) {
        this.page = page;
        this.lab = lab;
        this.period = period;
        this.http = HttpClient.newHttpClient();
        this.thread = Thread.ofVirtual().name("commands").start(this::repeat);
    }

    /// @param howLong of the run; one that is too short for a whole period gets one round half-way
    static CommandRounds start(URI page, Lab lab, Duration howLong) {
        Duration half = howLong.dividedBy(2);
        return new CommandRounds(page, lab, half.compareTo(PERIOD) < 0 ? half : PERIOD);
    }

    private void repeat() {
        boolean on = true;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(period.toNanos());
                round(on);
                on = !on;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(boolean on) {
        List<Thread> calls = new ArrayList<>();
        for (BoardStatus board : lab.boards()) {
            calls.add(Thread.ofVirtual().start(() -> command(board.id(), on)));
        }
        // the round ends even when this thread is asked to stop: every command sent is awaited
        boolean interrupted = false;
        for (Thread call : calls) {
            while (call.isAlive()) {
                try {
                    call.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(String board, boolean on) {
        var request =
                HttpRequest.newBuilder(page.resolve("/api/boards/" + board + "/command"))
                        .timeout(ANSWER_WITHIN)
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"name\":\"led\",\"value\":\""
                                                + (on ? "on" : "off")
                                                + "\"}"))
                        .build();
        try {
            http.send(request, BodyHandlers.discarding());
            // the ledger counts the answer; an HTTP error leaves it unanswered
        } catch (IOException e) {
            System.getLogger(CommandRounds.class.getName())
                    .log(System.Logger.Level.WARNING, "commanding " + board + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends no more and waits for the answers that are due.
    void finish() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Override
    public void close() {
        thread.interrupt();
        http.close();
    }
}
