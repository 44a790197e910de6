// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import twinport.lab.history.ImportLine.Wrong;
import twinport.lab.history.RunRows.Position;

/// Reads what [HistoryExport] wrote, or what somebody else says it wrote: every line is checked. A
/// run comes in whole or not at all, and never over one that is there.
public final class HistoryImport implements AutoCloseable {
    /// The longest line: a payload of about 48 MB.
    static final int LINE_MAX = 64 << 20;

    private static final int BATCH_MAX = 5_000;
    private static final int BATCH_BYTES_MAX = 16 << 20;
    private static final int TRIES_MAX = 20;

    /// A run that came in.
    public record Imported(String run, long messages) {}

    private final Connection connection;
    private final ImportLine reader = new ImportLine();
    private final List<HistoryMessage> messages = new ArrayList<>();
    private final List<Imported> imported = new ArrayList<>();
    private long bytes;
    private @Nullable Open open;

    /// The run that is coming in.
    private static final class Open {
        final ImportLine.Run line;
        final long id;
        final Batch batch;
        final List<Gap> gaps = new ArrayList<>();
        Position position = Position.START;

        Open(ImportLine.Run line, long id, Batch batch) {
            this.line = line;
            this.id = id;
            this.batch = batch;
        }
    }

    private HistoryImport(Connection connection) {
        this.connection = connection;
    }

    public static HistoryImport into(Database database) throws HistoryException {
        return new HistoryImport(Database.open(database));
    }

    /// Reads to the end.
    ///
    /// @throws HistoryException a line is wrong: its number, and why; runs that ended before it are
    ///   in
    public List<Imported> read(InputStream in) throws IOException, SQLException, HistoryException {
        int number = 1;
        try (var lines = new BufferedInputStream(in, 1 << 16)) {
            for (byte[] line = next(lines); line != null; line = next(lines)) {
                take(line);
                number++;
            }
            if (open != null) {
                throw new Wrong("the file ends within run " + open.line.name());
            }
        } catch (Wrong | JacksonException e) {
            String why =
                    e instanceof JacksonException json
                            ? "not JSON: " + json.getOriginalMessage()
                            : String.valueOf(e.getMessage());
            String before = imported.isEmpty() ? "nothing came in" : in(imported) + " came in";
            throw new HistoryException(
                    "line " + number + ": " + why, before + "; take a file that export wrote", e);
        } finally {
            connection.rollback();
        }
        return List.copyOf(imported);
    }

    private static String in(List<Imported> runs) {
        return String.join(", ", runs.stream().map(Imported::run).toList());
    }

    /// A line without its end; null at the end.
    private static byte @Nullable [] next(InputStream in) throws IOException, Wrong {
        int read = in.read();
        if (read < 0) {
            return null;
        }
        var line = new ByteArrayOutputStream(256);
        while (read >= 0 && read != '\n') {
            if (line.size() == LINE_MAX) {
                throw new Wrong("longer than " + LINE_MAX + " bytes");
            }
            line.write(read);
            read = in.read();
        }
        return line.toByteArray();
    }

    private void take(byte[] line) throws SQLException, Wrong {
        JsonNode value = reader.parse(line);
        String kind = value.propertyNames().iterator().next();
        JsonNode fields = value.get(kind);
        switch (kind) {
            case "run" -> begin(reader.run(fields));
            case "gap" -> current().gaps.add(reader.gap(fields));
            case "message" -> add(reader.message(fields));
            case "end" -> end(reader.end(fields));
            default -> throw new Wrong("a line is a run, gap, message or end, not: " + kind);
        }
    }

    private Open current() throws Wrong {
        if (open == null) {
            throw new Wrong("a run has to begin first");
        }
        return open;
    }

    private void begin(ImportLine.Run line) throws SQLException, Wrong {
        if (open != null) {
            throw new Wrong("run " + open.line.name() + " has not ended");
        }
        for (int tries = 1; open == null; tries++) {
            if (RunRows.known(connection, line.name())) {
                throw new Wrong("there is a run " + line.name() + " already");
            }
            try {
                long id =
                        RunRows.insert(
                                connection, line.name(), line.lab(), line.started(), line.ended());
                open = new Open(line, id, Batch.of(connection, id));
            } catch (SQLException e) { // another writer took the number
                connection.rollback();
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private void add(HistoryMessage message) throws SQLException, Wrong {
        Open run = current();
        messages.add(message);
        bytes += message.weight();
        if (messages.size() >= BATCH_MAX || bytes >= BATCH_BYTES_MAX) {
            flush(run);
        }
    }

    private void flush(Open run) throws SQLException, Wrong {
        long before = run.position.lost();
        long told = run.gaps.stream().mapToLong(Gap::lost).sum();
        run.position = run.batch.write(run.position, messages, run.gaps);
        if (run.position.lost() - before > told) {
            throw new Wrong("run " + run.line.name() + " has too many topics or clients");
        }
        run.gaps.clear();
        messages.clear();
        bytes = 0;
    }

    private void end(long count) throws SQLException, Wrong {
        Open run = current();
        flush(run);
        long came = run.position.messages();
        if (came != count) {
            throw new Wrong(
                    "run " + run.line.name() + " has " + came + " messages, its end says " + count);
        }
        RunRows.count(connection, run.id, came, run.line.lost());
        connection.commit();
        imported.add(new Imported(run.line.name(), came));
        open = null;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
