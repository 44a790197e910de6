// SPDX-License-Identifier: MIT
package twinport.findings.check.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Rules;

/// All rules of `twinport audit`.
public final class BrokerProbeRules {
    private BrokerProbeRules() {}

    public static Rules<BrokerProbeFacts> all() {
        Map<String, Function<? super BrokerProbeFacts, List<Outcome>>> rules = new HashMap<>();
        rules.putAll(ProtocolRules.byCheck());
        rules.putAll(CertificateRules.byCheck());
        rules.putAll(AccessRules.byCheck());
        return new Rules<>(rules);
    }

    static Evidence transcript(String title, Attempt attempt) {
        List<String> steps = attempt.transcript();
        return new Evidence.Transcript(title, steps.isEmpty() ? List.of(attempt.said()) : steps);
    }
}
