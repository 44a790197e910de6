// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import twinport.findings.check.DeviceProbeFacts.Row;

/// Runs a command once a row. What it prints is thrown away: it might be a password.
public final class CommandCallers implements Callers {
    private static final int MILLIS_TO_END = 2_000;

    private final List<String> command;
    private final Map<String, String> environment;

    /// @param environment added to ours; `TWINPORT_ROW` is set besides
    public CommandCallers(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Caller call(Row row) throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(nothing()))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("TWINPORT_ROW", row.name().toLowerCase(Locale.ROOT));
        return new Running(builder.start());
    }

    private static java.io.File nothing() {
        return new java.io.File(
                System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private record Running(Process process) implements Caller {
        @Override
        public boolean ended() {
            return !process.isAlive();
        }

        @Override
        public String excuse() {
            return process.isAlive()
                    ? "the command did not connect in time"
                    : "the command ended with " + process.exitValue() + " and did not connect";
        }

        /// The children too, which would otherwise come again in the next row.
        @Override
        public void close() {
            List<ProcessHandle> all =
                    Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroy);
            all.forEach(CommandCallers::end);
        }
    }

    /// One that is not gone after that is a child whose parent does not ask how it ended.
    private static void end(ProcessHandle each) {
        var _ =
                gone(each)
                        .exceptionallyCompose(_ -> {
                            each.destroyForcibly();
                            return gone(each);
                        })
                        .exceptionally(_ -> each)
                        .join();
    }

    private static CompletableFuture<ProcessHandle> gone(ProcessHandle each) {
        return each.onExit().orTimeout(MILLIS_TO_END, TimeUnit.MILLISECONDS);
    }
}
