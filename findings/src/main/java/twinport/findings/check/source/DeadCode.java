// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// `#if 0` in C++: what stands there is not compiled.
final class DeadCode {
    private DeadCode() {}

    /// The same source with that code left out, every other line at its place.
    static String blanked(String source) {
        if (!source.contains("#if")) {
            return source;
        }
        StringBuilder out = new StringBuilder(source.length());
        Deque<Boolean> dead = new ArrayDeque<>();
        int deadLevels = 0;
        List<String> lines = List.of(source.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            String word = lines.get(i).strip().replaceAll("^#\\s+", "#");
            if (word.startsWith("#if")) {
                boolean isZero = word.matches("#if\\s+0\\b.*");
                dead.push(isZero);
                deadLevels += isZero ? 1 : 0;
            } else if ((word.startsWith("#else") || word.startsWith("#elif")) && !dead.isEmpty()) {
                deadLevels -= dead.pop() ? 1 : 0;
                dead.push(false);
            } else if (word.startsWith("#endif") && !dead.isEmpty()) {
                deadLevels -= dead.pop() ? 1 : 0;
            } else if (deadLevels == 0) {
                out.append(lines.get(i));
            }
            if (i + 1 < lines.size()) {
                out.append('\n');
            }
        }
        return out.toString();
    }
}
