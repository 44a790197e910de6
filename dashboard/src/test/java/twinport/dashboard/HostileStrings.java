// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.List;

/// What someone might send to see whether the page believes it.
final class HostileStrings {
    static final List<String> ALL =
            List.of(
                    "<script>alert(1)</script>",
                    "<img src=x onerror=alert(2)>",
                    "<svg onload=alert(3)>",
                    "\"><iframe src=javascript:alert(4)>",
                    "' onmouseover='alert(5)",
                    "${alert(6)} {{alert(6)}} <%= 6 %>",
                    "</pre></script><style>*{display:none}</style>",
                    "javascript:alert(7)",
                    "\u202egnp.exe",
                    "\u0000\u0007\u001b[31mred\u001b[0m",
                    "\ufeff\u200bnothing\u2028to\u2029see",
                    "__proto__",
                    "constructor",
                    "\ud83d\ude00 \u0645\u0631\u062d\u0628\u0627",
                    "a".repeat(100_000));

    private HostileStrings() {}

    /// As topic and payload.
    static void publishAll(BenchLab lab) {
        for (String text : ALL) {
            lab.publish("thermo-plain", "plain/thermo-plain/" + text, text);
            lab.publish("thermo-tls", "secure/thermo-tls/" + text, text);
        }
    }

    /// As identity, topic, client and reason of those who are turned away.
    static void turnAllAway(BenchLab lab) {
        for (String text : ALL) {
            lab.deny(text, text);
            lab.refuse(text, text);
        }
    }
}
