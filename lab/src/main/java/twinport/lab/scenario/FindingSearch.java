// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.check.capture.CaptureFactsReader;
import twinport.findings.check.capture.CaptureRules;
import twinport.lab.scenario.ScenarioReport.Outcome;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;

/// What one check of the catalogue says of a capture, as somebody on the wire sees it: keys that
/// lie in the file are left aside.
final class FindingSearch {
    private static final int SHOWN = 3;

    private final String id;
    private final Verdict expected;

    FindingSearch(String id, Verdict expected) {
        this.id = id;
        this.expected = expected;
    }

    /// Whether the check came to what was expected: at least one finding of it says so and, where
    /// PASS is expected, none says FAIL or WARN.
    Outcome read(Path capture) throws IOException {
        var reader = new CaptureFactsReader("the capture");
        try (var file = CaptureFile.open(capture)) {
            file.forEach((CaptureBlock block) -> {
                if (!(block instanceof CaptureBlock.Secrets)) {
                    reader.accept(block);
                }
            });
        }
        List<Finding> findings =
                CaptureRules.all().judge(Catalogue.read(), reader.finish()).stream()
                        .filter(finding -> finding.check().id().equals(id))
                        .toList();
        List<Finding> fitting =
                findings.stream().filter(finding -> finding.verdict() == expected).toList();
        boolean bad =
                findings.stream()
                        .map(Finding::verdict)
                        .anyMatch(one -> one == Verdict.FAIL || one == Verdict.WARN);
        if (fitting.isEmpty() || (expected == Verdict.PASS && bad)) {
            return new Outcome.Failed(
                    id + " is not " + expected.words() + " but " + words(findings));
        }
        return new Outcome.Held(words(fitting));
    }

    private static String words(List<Finding> findings) {
        Map<String, Integer> said = new LinkedHashMap<>();
        findings.forEach(finding -> said.merge(text(finding), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        said.entrySet().stream()
                .limit(SHOWN)
                .forEach(entry ->
                        parts.add(
                                entry.getKey()
                                        + (entry.getValue() == 1
                                                ? ""
                                                : " (" + entry.getValue() + " times)")));
        if (said.size() > SHOWN) {
            parts.add((said.size() - SHOWN) + " more");
        }
        return String.join("; ", parts);
    }

    private static String text(Finding finding) {
        String where =
                finding.evidence().stream()
                        .flatMap(FindingSearch::frame)
                        .limit(1)
                        .collect(Collectors.joining());
        return finding.verdict().words()
                + ": "
                + finding.said()
                + (where.isEmpty() ? "" : " [" + where + "]");
    }

    private static Stream<String> frame(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Bytes bytes -> Stream.of("frame " + bytes.frame() + ": " + bytes.what());
            case Evidence.Line _, Evidence.Transcript _, Evidence.Setting _ -> Stream.empty();
        };
    }
}
