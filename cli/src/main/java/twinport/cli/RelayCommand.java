// SPDX-License-Identifier: MIT
package twinport.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.capture.CaptureSettings;
import twinport.capture.Route;

/// `twinport relay`: the tap in front of any broker.
@Command(
        name = "relay",
        description = "Relay connections to a broker and capture what passes; needs no rights.",
        footer = {
            "",
            "Let clients connect to --listen instead of the broker. TLS passes untouched. Ctrl-C ends",
            "it, which is no error. Exit codes: 0 relayed; 1 the capture could not be written; 2 wrong",
            "arguments; 3 the port can't be had, or the broker's name is unknown."
        })
final class RelayCommand implements Callable<Integer> {
    /// `PORT`, `HOST:PORT` or `[IPv6]:PORT`.
    private static final Pattern PLACE =
            Pattern.compile("(?:(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):)?(\\d{1,5})");

    private final Terminal terminal;

    @Option(
            names = "--listen",
            paramLabel = "[ADDR:]PORT",
            description =
                    "Where clients connect; on 127.0.0.1 unless ADDR says else. Repeatable, each"
                            + " with its --to.")
    private List<String> listen = List.of();

    @Option(names = "--to", paramLabel = "HOST:PORT", description = "The broker behind it.")
    private List<String> to = List.of();

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            description = "The pcapng file. Default: in the data folder.")
    private @Nullable Path file;

    @Option(names = "--live", description = "Print one row a message while it relays.")
    private boolean live;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End after this time (40s, 5m).")
    private @Nullable Duration howLong;

    @Option(
            names = "--capture-limit",
            paramLabel = "SIZE",
            converter = Amounts.class,
            defaultValue = "1GB",
            description = "How much the capture may take; the oldest goes. Default: 1GB.")
    private long limit;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder. Default: $XDG_DATA_HOME/twinport.")
    private @Nullable Path data;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    RelayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (listen.isEmpty() || listen.size() != to.size()) {
            throw usage(
                    listen.size() + " times --listen and " + to.size() + " times --to",
                    "each --listen [ADDR:]PORT needs a --to HOST:PORT");
        }
        if (limit < CaptureSettings.MIN_SIZE_LIMIT) {
            throw usage("--capture-limit is too small", "it is at least 256kB");
        }
        List<Route> routes = new ArrayList<>();
        Map<InetAddress, String> names = new HashMap<>();
        for (int i = 0; i < listen.size(); i++) {
            var onward = onward(to.get(i));
            routes.add(new Route(listener(listen.get(i)), onward));
            name(names, onward);
        }
        Path where =
                file == null
                        ? CapturePlace.usual(
                                data,
                                "relay-" + to.getFirst(),
                                LocalDateTime.now(ZoneId.systemDefault()))
                        : file;
        var capture = new CaptureSettings(where, limit, CapturePlace.application(), names, null);
        return RelayRun.run(
                terminal,
                new RelayRun.Plan(routes, to, capture, live, Optional.ofNullable(howLong)));
    }

    /// The name that was asked for, in place of the address it has today.
    private static void name(Map<InetAddress, String> names, InetSocketAddress onward) {
        String host = onward.getHostString();
        if (!host.equals(onward.getAddress().getHostAddress())) {
            names.put(onward.getAddress(), host);
        }
    }

    private static InetSocketAddress listener(String text) {
        Matcher place = place("--listen", "[ADDR:]PORT", text);
        String host = host(place);
        return resolved("--listen", host == null ? "127.0.0.1" : host, port("--listen", place, 0));
    }

    private static InetSocketAddress onward(String text) {
        Matcher place = place("--to", "HOST:PORT", text);
        String host = host(place);
        if (host == null) {
            throw usage("--to " + text + " names no host", "for example --to 127.0.0.1:1883");
        }
        return resolved("--to", host, port("--to", place, 1));
    }

    private static Matcher place(String option, String form, String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            throw usage(option + " " + text + " is not " + form, "for example 127.0.0.1:1883");
        }
        return place;
    }

    private static @Nullable String host(Matcher place) {
        return place.group(1) != null ? place.group(1) : place.group(2);
    }

    private static int port(String option, Matcher place, int least) {
        int port = Integer.parseInt(place.group(3));
        if (port < least || port > 65_535) {
            throw usage(option + " " + port + " is no port", "ports are " + least + " to 65535");
        }
        return port;
    }

    private static InetSocketAddress resolved(String option, String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new Failure(
                    Exit.CONNECT,
                    option + ": there is no host " + host,
                    "is the name right, and does this machine have a network?");
        }
    }

    private static Failure usage(String what, String hint) {
        return new Failure(Exit.USAGE, what, hint);
    }
}
