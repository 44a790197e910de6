// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;
import twinport.lab.LabSnapshot;
import twinport.wire.filter.Completions;
import twinport.wire.filter.Filter;
import twinport.wire.filter.Parsing;

/// Captures over HTTP, frame by frame: that of the running lab as it is at a moment, or one that
/// somebody brings.
final class TrafficApi implements AutoCloseable {
    /// Longest capture that is taken from outside.
    static final long UPLOAD_MAX = 256L << 20;

    /// Captures looked at; with one more, that goes which was looked at least lately.
    static final int FILES_MAX = 4;

    static final int ROWS_MAX = 1_000;
    static final int ROWS_USUAL = 200;

    /// Questions that read a capture at one time; a further one waits so long and is then told to
    /// come again.
    private static final int READERS_MAX = 2;

    private static final int PATIENCE_SECONDS = 10;

    private static final int NAME_MAX = 200;
    private static final Logger LOG = System.getLogger(TrafficApi.class.getName());

    /// @param secrets whether the secrets that the lab logged are in it
    record Opened(
            String id, String name, Instant taken, long frames, boolean damaged, boolean secrets) {}

    /// @param problem what is wrong with the expression; null if nothing is
    /// @param column where, from 1; 0 if nothing is
    record Checked(
            @Nullable String problem,
            int column,
            @Nullable String allowed,
            int from,
            int to,
            List<Choice> choices) {}

    record Choice(String text, String description) {}

    private final LabControl lab;
    private final Json json;
    private final InstantSource clock;
    private final Semaphore readers = new Semaphore(READERS_MAX);
    private final Map<String, TrafficFile> files = new LinkedHashMap<>(8, 0.75f, true);
    private @Nullable Path folder;
    private int next;

    TrafficApi(LabControl lab, Json json, InstantSource clock) {
        this.lab = lab;
        this.json = json;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/traffic", call -> bounded(call, this::open));
        routes.add("POST", "/api/traffic/upload", call -> bounded(call, this::upload));
        routes.add("GET", "/api/traffic/{id}/rows", call -> bounded(call, this::rows));
        routes.add("GET", "/api/traffic/{id}/frames/{frame}", call -> bounded(call, this::frame));
        routes.add("GET", "/api/traffic/filter", this::check);
    }

    private interface Question {
        Object answer(Call call) throws IOException, BadRequest;
    }

    private void bounded(Call call, Question question) throws IOException, BadRequest {
        try {
            if (!readers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BadRequest(503, "captures are being read for others; ask again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadRequest(503, "the page is being closed");
        }
        Object answer;
        try {
            answer = question.answer(call);
        } finally {
            readers.release();
        }
        call.answer(200, answer);
    }

    private Object open(Call call) throws IOException, BadRequest {
        call.demandJson();
        call.body();
        LabSnapshot now = lab.snapshot();
        boolean secrets = now.capture().keyLog();
        return keep(
                now.name(),
                secrets,
                out -> {
                    try {
                        lab.capture(out, secrets);
                    } catch (IllegalStateException e) {
                        throw new BadRequest(409, "there is no capture: " + e.getMessage());
                    }
                });
    }

    private Object upload(Call call) throws IOException, BadRequest {
        String type = call.exchange().getRequestHeaders().getFirst("Content-Type");
        if (!"application/vnd.tcpdump.pcap".equals(type)) {
            throw new BadRequest(
                    415, "a capture needs the header Content-Type: application/vnd.tcpdump.pcap");
        }
        String name = call.query("name").orElse("capture");
        String told = name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
        return keep(told, false, out -> copy(call, out));
    }

    private static void copy(Call call, OutputStream out) throws IOException, BadRequest {
        InputStream in = call.exchange().getRequestBody();
        byte[] buffer = new byte[1 << 16];
        long taken = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            taken += read;
            if (taken > UPLOAD_MAX) {
                call.exchange().getResponseHeaders().set("Connection", "close");
                throw new BadRequest(
                        413,
                        "the capture is longer than "
                                + (UPLOAD_MAX >> 20)
                                + " MiB: open it with twinport analyze");
            }
            out.write(buffer, 0, read);
        }
    }

    private interface Filling {
        void fill(OutputStream out) throws IOException, BadRequest;
    }

    private Opened keep(String name, boolean secrets, Filling filling)
            throws IOException, BadRequest {
        String id;
        Path place;
        synchronized (this) {
            id = String.valueOf(++next);
            place = folder().resolve(id);
            Files.createDirectory(place);
        }
        Path file = place.resolve("capture");
        TrafficFile opened;
        try {
            try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                filling.fill(out);
            }
            opened = new TrafficFile(place, file, name, clock.instant(), json);
        } catch (IOException | BadRequest | RuntimeException e) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(place);
            throw e;
        }
        if (opened.frames() == 0) {
            opened.close();
            throw new BadRequest(
                    400, "'" + name + "' holds no frame: give a pcap or pcapng file, or wait");
        }
        add(id, opened);
        return new Opened(id, name, opened.taken(), opened.frames(), opened.damaged(), secrets);
    }

    private synchronized void add(String id, TrafficFile opened) throws IOException {
        files.put(id, opened);
        if (files.size() > FILES_MAX) {
            String eldest = files.keySet().iterator().next();
            TrafficFile gone = files.remove(eldest);
            if (gone != null) {
                gone.close();
            }
        }
    }

    /// For the owner's eyes only: what crossed the wire in clear is in it.
    private synchronized Path folder() throws IOException {
        if (folder == null) {
            folder =
                    Files.createTempDirectory(
                            "twinport-traffic",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private synchronized TrafficFile file(Call call) throws BadRequest {
        TrafficFile found = files.get(call.parameter("id"));
        if (found == null) {
            throw new BadRequest(
                    404, "that capture is not open any more: open it again (POST /api/traffic)");
        }
        return found;
    }

    private Object rows(Call call) throws IOException, BadRequest {
        int first = number(call, "first", 0, Integer.MAX_VALUE);
        int limit = number(call, "limit", ROWS_USUAL, ROWS_MAX);
        String text = call.query("filter").orElse("");
        return file(call).rows(filter(text), text, first, limit);
    }

    private static Optional<Filter> filter(String text) throws BadRequest {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return switch (Filter.parse(text)) {
            case Parsing.Parsed(var read) -> Optional.of(Filter.of(read));
            case Parsing.Wrong wrong ->
                    throw new BadRequest(
                            400,
                            "filter, column "
                                    + wrong.column()
                                    + ": "
                                    + wrong.seen()
                                    + "; "
                                    + wrong.allowed());
        };
    }

    private Object frame(Call call) throws IOException, BadRequest {
        String number = call.parameter("frame");
        if (!number.matches("[1-9][0-9]{0,9}")) {
            throw new BadRequest(400, "a frame has a number from 1");
        }
        return file(call)
                .frame(Long.parseLong(number))
                .orElseThrow(() -> new BadRequest(404, "there is no frame " + number));
    }

    private void check(Call call) throws IOException, BadRequest {
        String text = call.query("text").orElse("");
        int cursor = Math.min(number(call, "cursor", text.length(), 1 << 16), text.length());
        Completions completions = Completions.at(text, cursor);
        List<Choice> choices =
                completions.choices().stream()
                        .map(one -> new Choice(one.text(), one.description()))
                        .toList();
        Parsing.Wrong wrong =
                !text.isBlank() && Filter.parse(text) instanceof Parsing.Wrong found ? found : null;
        call.answer(
                200,
                new Checked(
                        wrong == null ? null : wrong.seen(),
                        wrong == null ? 0 : wrong.column(),
                        wrong == null ? null : wrong.allowed(),
                        completions.from(),
                        completions.to(),
                        choices));
    }

    private static int number(Call call, String name, int usual, int most) throws BadRequest {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) > most) {
            throw new BadRequest(400, name + " is a number, at most " + most);
        }
        return Integer.parseInt(text.get());
    }

    @Override
    public void close() {
        List<TrafficFile> open;
        Path gone;
        synchronized (this) {
            open = new ArrayList<>(files.values());
            files.clear();
            gone = folder;
            folder = null;
        }
        try {
            for (TrafficFile one : open) {
                one.close();
            }
            if (gone != null) {
                Files.deleteIfExists(gone);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "captures that were looked at could not be removed", e);
        }
    }
}
