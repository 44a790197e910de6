// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs that are not ours, run to their end.
record Peer(int exitCode, String output) {
    private static final long LONGEST_S = 60;

    /// Skips the test, and says why, where the program is not installed.
    static void needed(String program) {
        boolean there = false;
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            there |= Files.isExecutable(Path.of(folder, program));
        }
        assumeTrue(there, program + " is not installed: apt-get install it to run this test");
    }

    static Peer run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end:\n" + output);
        }
        return new Peer(process.exitValue(), output);
    }

    static Peer run(String... command) throws Exception {
        return run(List.of(command));
    }
}
