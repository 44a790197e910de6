// SPDX-License-Identifier: MIT
package twinport.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where the program and its caches live.
final class Home {
    private Home() {}

    /// The project's folder; the launcher names it.
    static Path of() {
        return Path.of(System.getProperty("twinport.home", ".")).toAbsolutePath().normalize();
    }

    static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    /// `$XDG_CACHE_HOME/twinport`, else `~/.cache/twinport`: what can be made again.
    static Path cache() {
        return environment("XDG_CACHE_HOME")
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("twinport");
    }
}
