// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Check;
import twinport.findings.check.Verdict;
import twinport.findings.check.capture.CaptureRules;
import twinport.lab.file.Section;

/// Reads the value of an `expect-finding` step: `{id: PLN-01, verdict: fail}`.
final class ExpectedFinding {
    private ExpectedFinding() {}

    /// Nothing if it is wrong, which is noted.
    static Optional<Action> read(Section in) {
        Optional<Check> check = id(in).flatMap(id -> check(in, id));
        String word = in.text("verdict").orElse("fail");
        Optional<Verdict> verdict =
                Stream.of(Verdict.values()).filter(each -> word.equals(word(each))).findFirst();
        if (verdict.isEmpty()) {
            in.wrongAt(
                    "verdict",
                    "verdict is one of "
                            + Stream.of(Verdict.values())
                                    .map(ExpectedFinding::word)
                                    .collect(Collectors.joining(", "))
                            + ": "
                            + word);
        }
        in.refuseOthers();
        return check.isEmpty() || verdict.isEmpty()
                ? Optional.empty()
                : Optional.of(new Action.ExpectFinding(check.get().id(), verdict.get()));
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Check> check(Section in, String id) {
        Optional<Check> check = Catalogue.read().find(id);
        if (check.isEmpty()) {
            in.wrongAt("id", "there is no check " + id + "; twinport explain lists them all");
        } else if (!CaptureRules.all().byCheck().containsKey(check.get().id())) {
            in.wrongAt("id", "a capture alone says nothing of " + check.get().id());
            return Optional.empty();
        }
        return check;
    }

    private static Optional<String> id(Section in) {
        Optional<String> id = in.text("id").filter(text -> !text.isEmpty());
        if (id.isEmpty()) {
            in.wrongAt("id", "the key id is needed here: a check, such as PLN-01");
        }
        return id;
    }
}
