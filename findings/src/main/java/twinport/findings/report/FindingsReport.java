// SPDX-License-Identifier: MIT
package twinport.findings.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.findings.check.Clause;
import twinport.findings.check.Finding;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;

/// What a command found, as any output renders it.
///
/// @param tool the command, for example `twinport audit`
/// @param version of the program
/// @param subject what was looked at
/// @param entries in the order of the catalogue
/// @param notes what could not be looked at, a sentence each
public record FindingsReport(
        String tool,
        String version,
        String subject,
        Instant when,
        List<Entry> entries,
        List<String> notes) {
    public FindingsReport {
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
    }

    /// A finding, and why it is lived with, where somebody said so.
    public record Entry(Finding finding, Optional<String> accepted) {
        public boolean isBad() {
            return accepted.isEmpty() && isFailOrWarn();
        }

        public boolean isFailOrWarn() {
            return finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.WARN;
        }
    }

    /// How many entries have each verdict; accepted ones count as what they are.
    public Map<Verdict, Long> counts() {
        Map<Verdict, Long> counts = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            counts.put(
                    verdict,
                    entries.stream().filter(e -> e.finding().verdict() == verdict).count());
        }
        return counts;
    }

    /// Whether something is as bad as this or worse, accepted entries left out.
    public boolean has(Severity atLeast) {
        return entries.stream()
                .anyMatch(entry -> entry.isBad() && entry.finding().severity().atLeast(atLeast));
    }

    /// What one document's clauses came to.
    ///
    /// @param observable of all its checks, those that could be judged here
    /// @param failed ids of checks with a FAIL or WARN
    public record Coverage(
            String document, List<Clause> clauses, int observable, int all, List<String> failed) {
        public Coverage {
            clauses = List.copyOf(clauses);
            failed = List.copyOf(failed);
        }
    }

    /// Per document that checks rest on: n of m clauses observable. A capture or a probe can
    /// disprove, it rarely proves.
    public List<Coverage> coverage() {
        Map<String, Map<Clause, List<Entry>>> documents = new LinkedHashMap<>();
        for (Entry entry : entries) {
            for (Clause clause : entry.finding().check().sources()) {
                documents
                        .computeIfAbsent(clause.document(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(clause, _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        return documents.entrySet().stream()
                .map(each -> coverage(each.getKey(), each.getValue()))
                .toList();
    }

    private static Coverage coverage(String document, Map<Clause, List<Entry>> clauses) {
        Set<String> failed = new LinkedHashSet<>();
        int observable = 0;
        for (List<Entry> entries : clauses.values()) {
            if (entries.stream().anyMatch(e -> e.finding().verdict() != Verdict.NOT_OBSERVED)) {
                observable++;
            }
            entries.stream()
                    .filter(Entry::isFailOrWarn)
                    .forEach(e -> failed.add(e.finding().check().id()));
        }
        return new Coverage(
                document,
                clauses.keySet().stream().collect(Collectors.toList()),
                observable,
                clauses.size(),
                List.copyOf(failed));
    }
}
