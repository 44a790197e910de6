// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The mosquitto clients, if they are installed: somebody else's idea of MQTT.
final class Mosquitto {
    private static final long PATIENCE_SECONDS = 20;

    record Result(int exit, String output) {}

    private Mosquitto() {}

    static Result publish(List<String> options, String topic, String text, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-t", topic, "-m", text));
        command.addAll(options);
        command.addAll(List.of(more));
        return run(command);
    }

    /// Waits for one message, at most two seconds.
    static Result subscribe(List<String> options, String filter, String... more)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("mosquitto_sub", "-t", filter, "-C", "1", "-W", "2"));
        command.addAll(options);
        command.addAll(List.of(more));
        return run(command);
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            Assumptions.abort(command.getFirst() + " is not installed (Debian: mosquitto-clients)");
            throw notInstalled;
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.exitValue(), output);
    }
}
