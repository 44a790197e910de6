// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.Outcome;
import twinport.findings.check.Rules;

/// All rules over captures.
public final class CaptureRules {
    private CaptureRules() {}

    public static Rules<CaptureFacts> all() {
        Map<String, Function<? super CaptureFacts, List<Outcome>>> rules = new HashMap<>();
        rules.putAll(ClearRules.byCheck());
        rules.putAll(TlsRules.byCheck());
        rules.putAll(TlsSuiteRules.byCheck());
        rules.putAll(ShownChainRules.byCheck());
        rules.putAll(VerificationRules.byCheck());
        rules.putAll(IdentityRules.byCheck());
        rules.putAll(ClientIdRules.byCheck());
        rules.putAll(CommandRules.byCheck());
        rules.putAll(Answers.byCheck());
        rules.putAll(OperationRules.byCheck());
        rules.putAll(ContentRules.byCheck());
        rules.putAll(LeakRules.byCheck());
        return new Rules<>(rules);
    }
}
