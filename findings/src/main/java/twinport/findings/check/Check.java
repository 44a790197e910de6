// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One check of the catalogue.
///
/// @param id for example `PLN-01`
/// @param title a short statement of what is wrong when it fails
/// @param observed what is looked at
/// @param rule when it passes, fails or warns
/// @param severity of a FAIL, where the rule does not say otherwise
/// @param modes from where it can be judged
/// @param sources the clauses it rests on, at least one
/// @param why it matters, in a few sentences
/// @param remedies what to do
public record Check(
        String id,
        String title,
        String observed,
        String rule,
        Severity severity,
        Set<Mode> modes,
        List<Clause> sources,
        String why,
        Map<Target, String> remedies) {
    public Check {
        modes = Set.copyOf(modes);
        sources = List.copyOf(sources);
        remedies = Map.copyOf(remedies);
    }

    /// For whom a remedy is.
    public enum Target {
        ARDUINO("Arduino"),
        MICROPYTHON("MicroPython"),
        MOSQUITTO("Mosquitto"),
        TWINPORT("Twinport");

        private final String heading;

        Target(String heading) {
            this.heading = heading;
        }

        public String heading() {
            return heading;
        }
    }

    /// The group's name: `PLN` of `PLN-01`.
    public String group() {
        return id.substring(0, id.indexOf('-'));
    }
}
