// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import twinport.capture.CaptureQueue;
import twinport.capture.CaptureSettings;
import twinport.capture.CaptureStatus;
import twinport.capture.ListenException;
import twinport.capture.RelayTap;
import twinport.capture.Route;
import twinport.capture.TapSettings;
import twinport.capture.TapWatcher;

/// One run of the relay, from start to exit code.
final class RelayRun implements TapWatcher {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// @param brokers what each route leads to, as it was asked for
    /// @param howLong empty: until a signal comes
    record Plan(
            List<Route> routes,
            List<String> brokers,
            CaptureSettings capture,
            boolean live,
            Optional<Duration> howLong) {}

    private final Terminal terminal;
    private final Plan plan;
    private final LiveMessages messages;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// The routes whose broker did not answer the last connection.
    private final Map<Route, Boolean> silent = new ConcurrentHashMap<>();

    private RelayRun(Terminal terminal, Plan plan) {
        this.terminal = terminal;
        this.plan = plan;
        this.messages = new LiveMessages(terminal, plan.live());
    }

    static int run(Terminal terminal, Plan plan) throws InterruptedException {
        var run = new RelayRun(terminal, plan);
        try {
            RelayTap.check(plan.routes()); // before a file is made
            var queue = new CaptureQueue(plan.capture(), between(plan), run.messages::accept);
            return run.relay(queue);
        } catch (ListenException e) {
            throw new Failure(Exit.CONNECT, String.valueOf(e.getMessage()), e.hint());
        } catch (IOException e) {
            throw new Failure(
                    Exit.NOT_GOOD,
                    "the capture can't be written: " + CapturePlace.reason(e),
                    "name another file with -w");
        }
    }

    /// The routes, for the description in the file.
    private static String between(Plan plan) {
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < plan.routes().size(); i++) {
            routes.add(text(plan.routes().get(i).listen()) + " to " + plan.brokers().get(i));
        }
        return String.join(", ", routes);
    }

    private int relay(CaptureQueue queue) throws InterruptedException, ListenException {
        var settings = TapSettings.beforeOthers(plan.routes());
        var tap = new RelayTap(settings, queue, InstantSource.system(), this);
        var signal = EndBySignal.install(stopped::countDown);
        int code = Exit.NOT_GOOD;
        try (queue) {
            try (tap) {
                tap.open();
                announce(tap.listening());
                watch(tap, queue);
            }
            queue.close();
            messages.finish();
            code = tell(queue.status());
        } finally {
            signal.over(code);
        }
        return code;
    }

    private void announce(List<InetSocketAddress> listening) {
        for (int i = 0; i < listening.size(); i++) {
            var here = listening.get(i);
            if (!here.getAddress().isLoopbackAddress()) {
                terminal.warn(
                        "whoever reaches "
                                + text(here)
                                + " reaches the broker "
                                + plan.brokers().get(i)
                                + " through this machine");
            }
            terminal.err()
                    .println("twinport: relaying " + text(here) + " to " + plan.brokers().get(i));
        }
        terminal.err().println("twinport: ready; Ctrl-C ends");
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void watch(RelayTap tap, CaptureQueue queue) throws InterruptedException {
        var line = new StatusLine(terminal, !plan.live());
        long end = plan.howLong().map(time -> System.nanoTime() + time.toNanos()).orElse(0L);
        boolean ended = false;
        while (!ended) {
            long wait = PERIOD.toNanos();
            if (plan.howLong().isPresent()) {
                wait = Math.max(0, Math.min(wait, end - System.nanoTime()));
            }
            ended = stopped.await(wait, TimeUnit.NANOSECONDS) || wait == 0;
            line.show(tap.connections() + " open; " + counts(queue.status()) + "   Ctrl-C ends");
        }
        line.clear();
    }

    private String counts(CaptureStatus status) {
        return status.frames()
                + " frames, "
                + Amounts.text(status.bytes())
                + "; "
                + messages.text();
    }

    private int tell(CaptureStatus status) {
        PrintStream out = plan.live() ? terminal.err() : terminal.out();
        out.println("relayed  " + counts(status));
        Path file = status.files().getLast();
        out.println("capture  " + file);
        out.println("read it  ./twinport analyze " + file);
        out.flush();
        if (status.failure().isPresent()) {
            terminal.error(
                    "the capture could not be written: " + status.failure().get().getMessage(),
                    "is the disk full? " + status.lost() + " frames were relayed unrecorded");
            return Exit.NOT_GOOD;
        }
        return Exit.FINE;
    }

    @Override
    public void reached(Route route) {
        if (silent.remove(route) != null) {
            terminal.err().println("twinport: the broker " + broker(route) + " answers again");
        }
    }

    /// Said once, until it answers again.
    @Override
    public void unreached(Route route, IOException why) {
        if (silent.put(route, true) == null) {
            terminal.warn(
                    "the broker "
                            + broker(route)
                            + " can't be reached ("
                            + why.getMessage()
                            + "): clients are turned away until it answers");
        }
    }

    private String broker(Route route) {
        return plan.brokers().get(plan.routes().indexOf(route));
    }
}
