// SPDX-License-Identifier: MIT
package twinport.cli.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import twinport.findings.check.source.Patch;
import twinport.findings.check.source.Source;

/// Changes of single lines as `patch -p1` and `git apply` read them (POSIX diff, unified format),
/// one hunk a line.
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    static String of(List<Patch> patches) {
        Map<Source, NavigableMap<Integer, Patch>> byFile = new LinkedHashMap<>();
        patches.forEach(each ->
                byFile.computeIfAbsent(each.source(), _ -> new TreeMap<>()).put(each.line(), each));
        StringBuilder out = new StringBuilder();
        byFile.forEach((file, lines) -> {
            out.append("--- a/").append(file.name()).append('\n');
            out.append("+++ b/").append(file.name()).append('\n');
            hunks(file.lines(), lines, out);
        });
        return out.toString();
    }

    private static void hunks(
            List<String> lines, NavigableMap<Integer, Patch> changes, StringBuilder out) {
        int removed = 0;
        int last = 0; // the line that the hunk before ended with
        for (int line : changes.keySet()) {
            if (line <= last) {
                continue; // it stands in the hunk before
            }
            int from = Math.max(last + 1, line - CONTEXT);
            int to = line;
            for (Integer next = changes.higherKey(to);
                    next != null && next - to <= 2 * CONTEXT;
                    next = changes.higherKey(to)) {
                to = next;
            }
            to = Math.min(lines.size(), to + CONTEXT);
            StringBuilder body = new StringBuilder();
            int gone = 0;
            for (int i = from; i <= to; i++) {
                Patch patch = changes.get(i);
                body.append(patch == null ? ' ' : '-').append(lines.get(i - 1)).append('\n');
                if (patch != null) {
                    patch.replacement()
                            .ifPresent(text -> body.append('+').append(text).append('\n'));
                    gone += patch.replacement().isPresent() ? 0 : 1;
                }
            }
            int count = to - from + 1;
            out.append("@@ -%d,%d +%d,%d @@%n".formatted(from, count, from - removed, count - gone))
                    .append(body);
            removed += gone;
            last = to;
        }
    }
}
