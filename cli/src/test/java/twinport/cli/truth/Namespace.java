// SPDX-License-Identifier: MIT
package twinport.cli.truth;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A network namespace with nothing but a loopback of MTU 1500, so that TCP packs and cuts as on a
/// real network. It lives as long as this process and leaves nothing behind. Needs root.
final class Namespace implements AutoCloseable {
    private static final String UP =
            "ip link set lo mtu 1500 gso_max_segs 1 up && echo ready && exec cat";

    private final Process holder;
    private final List<Process> inside = new ArrayList<>();

    private Namespace(Process holder) {
        this.holder = holder;
    }

    /// Null where this process may not make one.
    static @Nullable Namespace open() throws IOException {
        Process holder;
        try {
            holder =
                    new ProcessBuilder("unshare", "-n", "sh", "-c", UP)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException notInstalled) {
            return null;
        }
        String answer = holder.inputReader(StandardCharsets.UTF_8).readLine();
        return "ready".equals(answer) ? new Namespace(holder) : null;
    }

    /// Starts a program inside.
    ProcessBuilder command(List<String> command) {
        List<String> entered =
                new ArrayList<>(List.of("nsenter", "-t", holder.pid() + "", "-n", "--"));
        entered.addAll(command);
        return new ProcessBuilder(entered);
    }

    Process start(List<String> command) throws IOException {
        Process process = command(command).start();
        inside.add(process);
        return process;
    }

    /// Reads a program's lines until one holds this text; the rest is read and forgotten.
    static void await(BufferedReader lines, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(text)) {
                Thread.ofVirtual().start(() -> drain(lines));
                return;
            }
        }
        throw new IOException("ended without '" + text + "':\n" + seen);
    }

    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // only so that the program is never blocked
            }
        } catch (IOException ended) {
            // with its program
        }
    }

    @Override
    public void close() {
        for (Process process : inside.reversed()) {
            process.destroy();
        }
        holder.destroy();
        for (Process process : inside) {
            process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> process).join();
            process.destroyForcibly();
        }
    }
}
