// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;
import twinport.pki.PrivateFiles;

/// Who did what to whom with which result: `audit.log` of a data folder, one JSON object a line,
/// only ever appended to.
public final class AuditTrail {
    private final Path file;
    private final InstantSource clock;

    public AuditTrail(Path dataFolder, InstantSource clock) {
        this.file = dataFolder.resolve("audit.log");
        this.clock = clock;
    }

    /// The line is on disk when this returns.
    public synchronized void write(String who, String what, String whom, String result)
            throws IOException {
        PrivateFiles.create(file);
        String line =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("at", clock.instant().toString())
                        .put("who", who)
                        .put("what", what)
                        .put("whom", whom)
                        .put("result", result)
                        .toString();
        Files.writeString(
                file,
                line + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }
}
