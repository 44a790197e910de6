// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// A capture of known content and the files beside it.
record MadeCapture(Kind kind, Size size, Path file, Path keys, Path truth) {
    static MadeCapture in(Path folder, Size size, Kind kind) {
        String name = kind.label() + "-" + size;
        return new MadeCapture(
                kind,
                size,
                folder.resolve(name + ".pcap"),
                folder.resolve(name + ".keys"),
                folder.resolve(name + ".truth"));
    }

    /// A figure of the truth: `packets`, `packets.publish`, `frames`, `bytes`, `connections`.
    long known(String figure) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(truth)) {
            properties.load(in);
        }
        String value = properties.getProperty(figure);
        if (value == null) {
            throw new IllegalStateException(truth + " does not know " + figure);
        }
        return Long.parseLong(value);
    }
}
