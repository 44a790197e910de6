// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import twinport.capture.keylog.SecretSink;

/// Writes secrets in the NSS key log format.
record KeyFile(OutputStream out) implements SecretSink {
    @Override
    public void started() {}

    @Override
    public void stopped() {}

    @Override
    public void secret(String label, byte[] clientRandom, byte[] secret) {
        HexFormat hex = HexFormat.of();
        String line =
                label + " " + hex.formatHex(clientRandom) + " " + hex.formatHex(secret) + "\n";
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
