// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is compared, how large and how often.
///
/// @param memorySize of the capture that is read with a small heap
/// @param home the project's folder
record Settings(
        Size size,
        Size memorySize,
        int rounds,
        List<Kind> kinds,
        Set<Work> works,
        Path captures,
        Path results,
        Path home) {

    /// The kinds of work that are compared.
    enum Work {
        FIELDS,
        STATISTICS,
        DECRYPT,
        MEMORY
    }

    static final String USAGE =
            """
            usage: reader.sh [--size 250m] [--rounds 3] [--kinds K1,K2] [--works W1,W2]
                             [--memory-size 1g] [--captures FOLDER]
              kinds: %s
              works: fields statistics decrypt memory
            """
                    .formatted(Kind.labels());

    private static final int MEMORY_FACTOR = 4;

    /// @throws IllegalArgumentException for what is not understood
    static Settings of(Path home, List<String> arguments) {
        Size size = Size.of("250m");
        @Nullable Size memory = null;
        int rounds = 3;
        List<Kind> kinds = List.of(Kind.values());
        Set<Work> works = EnumSet.allOf(Work.class);
        Path captures = Path.of(System.getProperty("java.io.tmpdir"), "twinport-benchmarks");
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            if (!words.hasNext()) {
                throw new IllegalArgumentException(option + " is unknown or needs a value");
            }
            String value = words.next();
            switch (option) {
                case "--size" -> size = Size.of(value);
                case "--memory-size" -> memory = Size.of(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--kinds" -> kinds = List.of(value.split(",")).stream().map(Kind::of).toList();
                case "--works" -> works = works(value);
                case "--captures" -> captures = Path.of(value);
                default -> throw new IllegalArgumentException("no option " + option);
            }
        }
        return new Settings(
                size,
                memory == null ? new Size(MEMORY_FACTOR * size.bytes()) : memory,
                rounds,
                kinds,
                works,
                captures,
                home.resolve("benchmarks/results"),
                home);
    }

    private static Set<Work> works(String names) {
        List<Work> works = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            works.add(Work.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return EnumSet.copyOf(works);
    }
}
