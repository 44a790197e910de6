// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import twinport.board.BoardClock;
import twinport.dashboard.Dashboard;
import twinport.dashboard.DashboardException;
import twinport.dashboard.DashboardSettings;
import twinport.lab.DataFolder;
import twinport.lab.Lab;
import twinport.lab.LabAssembly;
import twinport.lab.LabException;
import twinport.lab.LabReport;
import twinport.lab.LabSettings;
import twinport.lab.PublicPorts;
import twinport.lab.history.HistoryStatus;

/// One run of a lab, from start to exit code.
final class LabRun {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    /// @param howLong empty: until a signal comes
    /// @param commands whether boards are commanded meanwhile; firmware of others knows no commands
    record Plan(
            LabSettings settings,
            int httpPort,
            boolean headless,
            Optional<Duration> howLong,
            boolean commands,
            Optional<Path> report) {}

    private final Terminal terminal;
    private final Plan plan;
    private final Lab lab;
    private final Dashboard page;
    private final StatusScreen screen;
    private boolean ended;
    private int exitCode = Exit.FINE;

    private LabRun(Terminal terminal, Plan plan, Lab lab, Dashboard page) {
        this.terminal = terminal;
        this.plan = plan;
        this.lab = lab;
        this.page = page;
        this.screen = new StatusScreen(terminal, lab, plan.headless());
    }

    static int run(Terminal terminal, Plan plan, BoardClock clock, SecureRandom random)
            throws LabException, IOException {
        var address = InetAddress.ofLiteral("127.0.0.1");
        // both before anything starts, and the folder first: its error names the other lab's page
        DataFolder.open(plan.settings().data()).close();
        if (plan.httpPort() != 0) {
            PublicPorts.free(address, plan.httpPort(), random);
        }
        terminal.err().println("twinport: starting ...");
        var lab = LabAssembly.start(plan.settings(), clock, random);
        int httpPort;
        try { // any free one is looked for when the lab has all of its own
            httpPort = PublicPorts.free(address, plan.httpPort(), random);
        } catch (LabException e) {
            lab.close();
            throw e;
        }
        var page = new Dashboard(lab, DashboardSettings.onLoopback(httpPort));
        var run = new LabRun(terminal, plan, lab, page);
        var hook = Thread.ofPlatform().unstarted(run::interrupted);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            page.start();
            lab.data().announce(page.address());
            return run.stay();
        } catch (DashboardException e) {
            throw new LabException(String.valueOf(e.getMessage()), e.hint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.NOT_GOOD;
        } finally {
            run.end();
            removeHook(hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is what ended this run
        }
    }

    private int stay() throws InterruptedException {
        StartText.print(terminal, lab, page.address(), plan.settings());
        lab.listen(new Notices(terminal));
        boolean ready = lab.awaitReady(READY_WITHIN);
        if (!ready) {
            terminal.warn(
                    "not every board spoke within "
                            + READY_WITHIN.toSeconds()
                            + " s; see: twinport boards serial NAME");
        }
        terminal.err().println("twinport: ready");
        screen.start();
        if (plan.howLong().isPresent() && !plan.commands()) {
            pause(plan.howLong().get());
        } else if (plan.howLong().isPresent()) {
            try (var rounds = CommandRounds.start(page.address(), lab, plan.howLong().get())) {
                pause(plan.howLong().get());
                rounds.finish();
            }
        } else {
            new CountDownLatch(1).await(); // a signal ends it, see interrupted()
        }
        return end();
    }

    private static void pause(Duration howLong) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(howLong.toNanos());
    }

    private void interrupted() {
        terminal.err().println();
        end();
    }

    /// Ends the lab, once, and says what it came to.
    private synchronized int end() {
        if (ended) {
            return exitCode;
        }
        ended = true;
        screen.close();
        lab.closeFront();
        sayWhereTheCaptureIs(); // first: reading a large one back takes a while
        page.close();
        lab.close();
        sayWhatWasKept();
        if (plan.howLong().isPresent() || plan.report().isPresent()) {
            judge(RunReport.of(lab, plan.howLong().isPresent() && plan.commands()));
        }
        return exitCode;
    }

    private void sayWhatWasKept() {
        HistoryStatus history = lab.historyStatus();
        if (history.place().isEmpty()) {
            return;
        }
        terminal.out().println("history  " + history.place() + ", run " + history.run());
        terminal.out().flush();
        if (history.lost() > 0) {
            String why = history.trouble().isEmpty() ? "" : ": " + history.trouble();
            terminal.error(
                    history.lost() + " messages are not in the history" + why,
                    history.stored() + " are; is the database there, and is there room?");
        }
    }

    private void sayWhereTheCaptureIs() {
        var files = lab.captureFiles();
        if (!files.isEmpty()) {
            terminal.out().println("capture  " + files.getLast());
            terminal.out().println("read it  ./twinport analyze " + files.getLast());
            terminal.out().flush();
        }
        lab.captureFailure()
                .ifPresent(why -> terminal.error(why, "is the disk of the data folder full?"));
    }

    private void judge(LabReport report) {
        exitCode = report.failures().isEmpty() ? Exit.FINE : Exit.NOT_GOOD;
        report.failures().forEach(failure -> terminal.error(failure, ""));
        plan.report().ifPresent(file -> write(file, report));
    }

    private void write(Path file, LabReport report) {
        var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            Files.writeString(file, json.writeValueAsString(report) + "\n");
        } catch (IOException e) {
            terminal.error(
                    "the report can't be written: " + e, "is the folder of " + file + " there?");
            exitCode = Exit.NOT_GOOD;
        }
    }
}
