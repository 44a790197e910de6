// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.lab.file.Section;

/// Reads the steps that make bad days: `fault` and `mend`, and the short forms `wifi` and `clock`.
final class TroubleReader {
    private static final int MAXIMUM_FAULTS = 100;

    private final Section step;
    private final String word;

    TroubleReader(Section step, String word) {
        this.step = step;
        this.word = word;
    }

    /// Null if it is wrong, which is noted.
    @Nullable Action action() {
        List<String> said =
                step.isList(word)
                        ? step.texts(word, MAXIMUM_FAULTS)
                        : step.text(word)
                                .filter(text -> !text.isEmpty())
                                .map(List::of)
                                .orElse(List.of());
        if (said.isEmpty()) {
            step.wrongAt(word, word + " needs a text");
            return null;
        }
        return new Action.Trouble(word, String.join(", ", said), said);
    }
}
