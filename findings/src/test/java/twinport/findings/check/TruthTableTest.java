// SPDX-License-Identifier: MIT
package twinport.findings.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.findings.check.capture.CaptureRules;
import twinport.findings.check.capture.CaptureTruth;
import twinport.findings.check.source.SourceRules;
import twinport.findings.check.source.SourceTruth;

/// For every check with a rule: something that must give its worst verdict, and something that must
/// not.
final class TruthTableTest {
    static List<TruthRow> rows() {
        return Stream.concat(CaptureTruth.rows().stream(), SourceTruth.rows().stream()).toList();
    }

    static Stream<String> names() {
        return rows().stream().map(row -> row.id() + ": " + row.bad());
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrongIsFoundAndWhatIsRightIsNot(String name) {
        TruthRow row =
                rows().stream()
                        .filter(each -> name.equals(each.id() + ": " + each.bad()))
                        .findFirst()
                        .orElseThrow();
        assertThat(of(row.id(), row.must().get()))
                .as("%s: %s", row.id(), row.bad())
                .anySatisfy(each -> {
                    assertThat(each.verdict()).isEqualTo(row.verdict());
                    assertThat(each.evidence()).isNotEmpty();
                });
        assertThat(of(row.id(), row.mustNot().get()))
                .as("%s: %s", row.id(), row.good())
                .noneMatch(
                        each -> each.verdict() == row.verdict() || each.verdict() == Verdict.FAIL)
                .anyMatch(each -> each.verdict() != Verdict.NOT_OBSERVED);
    }

    private static List<Finding> of(String id, List<Finding> findings) {
        return findings.stream().filter(each -> each.check().id().equals(id)).toList();
    }

    @Test
    void everyCheckWithARuleOverCapturesIsInTheTable() {
        Set<String> there = rows().stream().map(TruthRow::id).collect(Collectors.toSet());

        assertThat(there).containsAll(new TreeSet<>(CaptureRules.all().byCheck().keySet()));
    }

    @Test
    void everyCheckWithARuleOverSourcesIsInTheTable() {
        Set<String> there =
                SourceTruth.rows().stream().map(TruthRow::id).collect(Collectors.toSet());

        assertThat(there).containsAll(new TreeSet<>(SourceRules.all().byCheck().keySet()));
    }
}
