// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.DataFolder;
import twinport.lab.file.FaultWords;

/// `twinport boards`: looks at and switches the boards of the lab that runs.
@Command(
        name = "boards",
        description = "List, switch and read boards of the running lab, turn their parts.")
final class BoardsCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Terminal terminal;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The lab's data folder. Default: $XDG_DATA_HOME/twinport.",
            scope = picocli.CommandLine.ScopeType.INHERIT)
    private @Nullable Path data;

    @Option(
            names = "--help",
            usageHelp = true,
            description = "Show this help and exit.",
            scope = picocli.CommandLine.ScopeType.INHERIT)
    boolean help;

    BoardsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return list("text");
    }

    @Command(name = "list", description = "Show every board and its counters.")
    int list(
            @Option(
                            names = "--format",
                            defaultValue = "text",
                            description = "text or json. Default: ${DEFAULT-VALUE}.")
                    String format)
            throws IOException {
        JsonNode boards = JsonMapper.shared().readTree(get("/api/lab")).path("boards");
        switch (format) {
            case "json" -> terminal.json(boards);
            case "text" -> {
                List<List<String>> rows = new ArrayList<>();
                for (JsonNode board : boards) {
                    rows.add(
                            List.of(
                                    board.path("id").asString(),
                                    board.path("transport").asString(),
                                    board.path("language").asString(),
                                    board.path("state").asString(),
                                    board.path("published").asString(),
                                    board.path("received").asString(),
                                    board.path("restarts").asString(),
                                    tls(board.path("tls"))));
                }
                terminal.table(
                        List.of(
                                "board",
                                "transport",
                                "firmware",
                                "state",
                                "sent",
                                "got",
                                "restarts",
                                "TLS handshake, memory on an ESP32"),
                        rows);
            }
            default ->
                    throw new Failure(
                            Exit.USAGE, "--format " + format + " is unknown", "use text or json");
        }
        return Exit.FINE;
    }

    /// The last connection of a board, in one cell.
    private static String tls(JsonNode connections) {
        if (connections.isEmpty()) {
            return "-";
        }
        JsonNode last = connections.get(connections.size() - 1);
        int records = last.path("recordsSent").asInt() + last.path("recordsReceived").asInt();
        long bytes = last.path("bytesSent").asLong() + last.path("bytesReceived").asLong();
        return String.format(
                Locale.ROOT,
                "%.1f ms, %d flights, %d records, %d bytes; about %d kB, then %d kB",
                last.path("handshakeMillis").asDouble(),
                last.path("flights").asInt(),
                records,
                bytes,
                last.path("memoryPeakBytes").asInt() / 1000,
                last.path("memorySteadyBytes").asInt() / 1000);
    }

    @Command(name = "start", description = "Switch a board on.")
    int start(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        return post(board, "start");
    }

    @Command(name = "stop", description = "Switch a board off.")
    int stop(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        return post(board, "stop");
    }

    @Command(name = "restart", description = "Press a board's reset button.")
    int restart(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        return post(board, "restart");
    }

    @Command(name = "parts", description = "Show what is wired to a board, and what can be turned.")
    int parts(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        JsonNode boards = JsonMapper.shared().readTree(get("/api/lab")).path("boards");
        List<List<String>> rows = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        boolean there = false;
        for (JsonNode each : boards) {
            ids.add(each.path("id").asString());
            if (each.path("id").asString().equals(board)) {
                there = true;
                each.path("parts").forEach(part -> rows.add(PartText.row(part)));
            }
        }
        if (!there) {
            throw new Failure(
                    Exit.USAGE,
                    "there is no board \"" + board + "\"",
                    "boards are " + String.join(", ", ids));
        }
        terminal.table(List.of("part", "type", "pins", "controls", "shows"), rows);
        return Exit.FINE;
    }

    @Command(name = "set", description = "Turn a control of a part: a sensor, a button, a knob.")
    int set(
            @Parameters(paramLabel = "BOARD") String board,
            @Parameters(paramLabel = "PART") String part,
            @Parameters(paramLabel = "CONTROL") String control,
            @Parameters(paramLabel = "VALUE") double value)
            throws IOException {
        String body =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("control", control)
                        .put("value", value)
                        .toString();
        return post(board, "parts/" + encoded(part), body);
    }

    @Command(name = "faults", description = "Show what is broken on purpose at a board.")
    int faults(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        JsonNode active = JsonMapper.shared().readTree(get(path(board, "faults"))).path("active");
        if (active.isEmpty()) {
            terminal.out().println("nothing is broken");
        }
        active.forEach(each -> terminal.out().println(each.asString()));
        return Exit.FINE;
    }

    @Command(
            name = "fault",
            description = "Break something on purpose: docs/reference/faults.md lists what.")
    int fault(
            @Parameters(paramLabel = "BOARD") String board,
            @Parameters(paramLabel = "WORDS", arity = "1..*") List<String> words)
            throws IOException {
        String fault;
        try {
            fault = FaultWords.resolved(String.join(" ", words), null);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE, String.valueOf(e.getMessage()), "give a file of seconds,°C,%");
        }
        String body = JsonMapper.shared().createObjectNode().put("fault", fault).toString();
        return post(board, "faults", body);
    }

    @Command(name = "mend", description = "Mend a part, a thing such as wifi, or all.")
    int mend(
            @Parameters(paramLabel = "BOARD") String board,
            @Parameters(paramLabel = "WHAT", defaultValue = "all") String what)
            throws IOException {
        String body = JsonMapper.shared().createObjectNode().put("mend", what).toString();
        return post(board, "faults", body);
    }

    @Command(name = "serial", description = "Show what a board wrote on its serial line.")
    int serial(@Parameters(paramLabel = "BOARD") String board) throws IOException {
        terminal.out().print(get(path(board, "serial")));
        terminal.out().flush();
        return Exit.FINE;
    }

    private static String path(String board, String what) {
        return "/api/boards/" + encoded(board) + "/" + what;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int post(String board, String what) throws IOException {
        return post(board, what, "{}");
    }

    private int post(String board, String what, String body) throws IOException {
        send(
                HttpRequest.newBuilder(page().resolve(path(board, what)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
        return Exit.FINE;
    }

    private String get(String path) throws IOException {
        return send(HttpRequest.newBuilder(page().resolve(path)).GET()).body();
    }

    private URI page() {
        Path folder = data == null ? DataFolder.usual(Home::environment) : data;
        return DataFolder.page(folder)
                .orElseThrow(() ->
                        new Failure(
                                Exit.CONNECT,
                                "no lab runs on " + folder,
                                "start one with ./twinport up, or name its folder with"
                                        + " --data DIR"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new Failure(
                        response.statusCode() == 404 ? Exit.USAGE : Exit.NOT_GOOD,
                        "the lab said " + response.statusCode() + ": " + response.body(),
                        "see: twinport boards list");
            }
            return response;
        } catch (java.net.ConnectException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "the lab's page does not answer: " + request.build().uri(),
                    "is the lab still running?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
