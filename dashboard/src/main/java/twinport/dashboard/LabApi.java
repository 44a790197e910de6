// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import twinport.lab.BoardFaults;
import twinport.lab.BoardStatus;
import twinport.lab.CommandOutcome;
import twinport.lab.LabControl;
import twinport.lab.LabSnapshot;
import twinport.lab.UnknownBoardException;

/// The lab over HTTP: look at it, turn its sensors, command its boards, take its capture home.
final class LabApi {
    /// How long a board may take to answer a command.
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    static final int VALUE_MAX = 256;

    /// The lab gives up by itself; this much later we stop waiting for it.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// A name becomes one level of a topic: no separators, no wildcards.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// What a DHT22 shall measure; what is left out stays as it is.
    record Sensor(@Nullable Double temperature, @Nullable Double humidity) {}

    record Command(@Nullable String name, @Nullable String value) {}

    /// Something to break, or to mend.
    record Fault(@Nullable String fault, @Nullable String mend) {}

    /// What is broken.
    record Broken(List<String> active) {}

    /// A control of a part, and what it is set to.
    record Turn(@Nullable String control, @Nullable Double value) {}

    record Boards(List<BoardStatus> boards) {}

    /// A board was told to start, stop or restart.
    record Done(String board, String action) {}

    private final LabControl lab;
    private final Json json;

    LabApi(LabControl lab, Json json) {
        this.lab = lab;
        this.json = json;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/lab", call -> call.answer(200, lab.snapshot()));
        routes.add(
                "GET",
                "/api/boards",
                call -> call.answer(200, new Boards(lab.snapshot().boards())));
        routes.add(
                "GET",
                "/api/commands",
                call -> call.answer(200, Map.of("commands", lab.commands())));
        routes.add(
                "GET", "/api/denials", call -> call.answer(200, Map.of("denials", lab.denials())));
        routes.add("GET", "/api/capture", this::capture);
        routes.add("GET", "/api/boards/{id}/serial", this::serial);
        routes.add("POST", "/api/boards/{id}/sensor", this::sensor);
        routes.add("POST", "/api/boards/{id}/parts/{part}", this::part);
        routes.add("GET", "/api/boards/{id}/faults", this::faults);
        routes.add("POST", "/api/boards/{id}/faults", this::fault);
        routes.add("POST", "/api/boards/{id}/command", this::command);
        routes.add("POST", "/api/boards/{id}/start", call -> tell(call, "start", lab::startBoard));
        routes.add("POST", "/api/boards/{id}/stop", call -> tell(call, "stop", lab::stopBoard));
        routes.add(
                "POST",
                "/api/boards/{id}/restart",
                call -> tell(call, "restart", lab::restartBoard));
    }

    private void serial(Call call) throws IOException {
        byte[] text = lab.serial(board(call)).getBytes(StandardCharsets.UTF_8);
        call.answer(200, "text/plain; charset=utf-8", text);
    }

    private void sensor(Call call) throws IOException, BadRequest {
        call.demandJson();
        String board = board(call);
        Sensor asked = json.read(call.body(), Sensor.class);
        if (asked.temperature() == null && asked.humidity() == null) {
            throw new BadRequest(400, "give temperature in °C, humidity in %, or both");
        }
        BoardStatus now = status(board);
        double celsius = orElse(asked.temperature(), now.celsius());
        double percent = orElse(asked.humidity(), now.humidityPercent());
        try {
            lab.sensor(board, celsius, percent);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "the DHT22 cannot measure that: " + e.getMessage());
        }
        call.answer(200, new Sensor(celsius, percent));
    }

    private void part(Call call) throws IOException, BadRequest {
        call.demandJson();
        String board = board(call);
        Turn asked = json.read(call.body(), Turn.class);
        String control = asked.control();
        Double value = asked.value();
        if (control == null || value == null) {
            throw new BadRequest(400, "give control and value, such as temperature and 21.5");
        }
        try {
            lab.control(board, call.parameter("part"), control, value);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
        call.answer(200, asked);
    }

    private void faults(Call call) throws IOException {
        call.answer(200, new Broken(lab.faults(board(call)).active()));
    }

    private void fault(Call call) throws IOException, BadRequest {
        call.demandJson();
        BoardFaults faults = lab.faults(board(call));
        Fault asked = json.read(call.body(), Fault.class);
        try {
            if (asked.fault() != null) {
                faults.apply(asked.fault());
            } else if (asked.mend() != null) {
                faults.mend(asked.mend());
            } else {
                throw new BadRequest(400, "give fault, such as \"wifi down\", or mend");
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
        call.answer(200, new Broken(faults.active()));
    }

    private void command(Call call) throws Exception {
        call.demandJson();
        String board = board(call);
        Command asked = json.read(call.body(), Command.class);
        String name = asked.name();
        String value = asked.value();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new BadRequest(400, "a command's name is 1 to 32 letters, digits, - or _");
        }
        if (value == null || value.length() > VALUE_MAX) {
            throw new BadRequest(400, "a command needs a value of at most 256 characters");
        }
        call.answer(200, outcome(board, name, value));
    }

    private CommandOutcome outcome(String board, String name, String value) throws Exception {
        try {
            return lab.command(board, name, value, ANSWER_MAX)
                    .get(ANSWER_MAX.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BadRequest(504, "the lab did not say what became of the command");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void tell(Call call, String action, Consumer<String> what)
            throws IOException, BadRequest {
        call.demandJson();
        call.body();
        String board = board(call);
        what.accept(board);
        call.answer(200, new Done(board, action));
    }

    private void capture(Call call) throws IOException, BadRequest {
        boolean secrets =
                switch (call.query("secrets").orElse("false")) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new BadRequest(400, "secrets is true or false");
                };
        LabSnapshot now = lab.snapshot();
        if (secrets && !now.capture().keyLog()) {
            throw new BadRequest(400, "this run logs no TLS secrets; start the lab with --keylog");
        }
        call.header("Content-Disposition", "attachment; filename=\"" + file(now, secrets) + "\"");
        call.header("Content-Type", "application/vnd.tcpdump.pcap");
        call.header("Cache-Control", "no-store");
        if (call.exchange().getRequestMethod().equals("HEAD")) {
            call.exchange().sendResponseHeaders(200, -1);
            return;
        }
        try (var out = new LateAnswer(call)) {
            lab.capture(out, secrets);
            out.finish();
        } catch (IllegalStateException e) {
            call.exchange().getResponseHeaders().remove("Content-Disposition");
            throw new BadRequest(409, "there is no capture: " + e.getMessage());
        }
    }

    private static String file(LabSnapshot now, boolean secrets) {
        String name = now.name().replaceAll("[^A-Za-z0-9_-]+", "-");
        String kind = secrets ? "-WITH-SECRETS" : "";
        return "twinport-" + name + "-" + FILE_TIME.format(now.startedAt()) + kind + ".pcapng";
    }

    private String board(Call call) {
        String id = call.parameter("id");
        status(id);
        return id;
    }

    private BoardStatus status(String id) {
        List<BoardStatus> boards = lab.snapshot().boards();
        return boards.stream()
                .filter(board -> board.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new UnknownBoardException(
                                id, boards.stream().map(BoardStatus::id).toList()));
    }

    private static double orElse(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    /// Says 200 with the first byte and not before, so that a lab which cannot deliver can still be
    /// answered with an error. Closed without {@link #finish()}, the answer stays cut off.
    private static final class LateAnswer extends FilterOutputStream {
        private final Call call;
        private boolean begun;

        LateAnswer(Call call) {
            super(OutputStream.nullOutputStream());
            this.call = call;
        }

        private void begin() throws IOException {
            if (!begun) {
                begun = true;
                call.exchange().sendResponseHeaders(200, 0);
                out = call.exchange().getResponseBody();
            }
        }

        @Override
        public void write(int b) throws IOException {
            begin();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            begin();
            out.write(bytes, from, length);
        }

        void finish() throws IOException {
            begin();
            out.close();
        }

        @Override
        public void close() {
            // Only finish() ends the answer.
        }
    }
}
