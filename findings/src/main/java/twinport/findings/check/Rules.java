// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The rules for one kind of facts: check id to the function that judges it.
///
/// A rule answers what it found; nothing at all means that there was nothing to look at, and the
/// check is NOT OBSERVED.
///
/// @param <F> the kind of facts
public record Rules<F extends Facts>(Map<String, Function<? super F, List<Outcome>>> byCheck) {
    public Rules {
        byCheck = Map.copyOf(byCheck);
    }

    /// One finding or more for each check of the catalogue, in its order.
    ///
    /// @throws IllegalArgumentException if a rule is of no check of the catalogue
    public List<Finding> judge(Catalogue catalogue, F facts) {
        for (String id : byCheck.keySet()) {
            if (catalogue.find(id).isEmpty()) {
                throw new IllegalArgumentException("no check " + id + " in the catalogue");
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Check check : catalogue.checks()) {
            var rule = byCheck.get(check.id());
            List<Outcome> outcomes = rule == null ? List.of() : rule.apply(facts);
            if (outcomes.isEmpty()) {
                findings.add(
                        Finding.notObserved(
                                check,
                                rule == null
                                        ? "cannot be seen from here"
                                        : "nothing of the kind was seen"));
            }
            outcomes.forEach(outcome -> findings.add(Finding.of(check, outcome)));
        }
        return findings;
    }
}
