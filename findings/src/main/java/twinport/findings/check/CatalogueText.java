// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a group's Markdown file. A check is
///
/// ```
/// # PLN-01 MQTT in clear
/// - observed: the first bytes of a connection
/// - rule: FAIL if an MQTT CONNECT stands outside TLS
/// - severity: high
/// - modes: capture
/// - sources: OWASP ISVS 4.1.1; RFC 9325 3.2
///
/// Why it matters, in any number of lines.
///
/// ## Arduino
/// What to do. Then, alike, MicroPython, Mosquitto and Twinport.
/// ```
final class CatalogueText {
    private static final Pattern HEADING = Pattern.compile("# ([A-Z]+-\\d\\d) (.+)");
    private static final Pattern ENTRY = Pattern.compile("- ([a-z]+): (.+)");
    private static final Pattern CLAUSE = Pattern.compile("(.+?)(?: (?:§ ?)?([\\d][\\w.()-]*))?");

    private CatalogueText() {}

    /// @throws IllegalArgumentException naming file and check, if the form is not kept
    static List<Check> checks(String file, String text) {
        List<Check> checks = new ArrayList<>();
        for (String part : text.split("(?m)^(?=# )", -1)) {
            if (!part.isBlank()) {
                checks.add(check(file, part));
            }
        }
        return checks;
    }

    private static Check check(String file, String part) {
        String[] sections = part.split("(?m)^(?=## )", -1);
        Matcher heading = HEADING.matcher(sections[0].lines().findFirst().orElse(""));
        if (!heading.matches()) {
            throw new IllegalArgumentException(file + ": no heading of a check: " + part);
        }
        String id = heading.group(1);
        Map<String, String> entries = new HashMap<>();
        StringBuilder why = new StringBuilder();
        sections[0]
                .lines()
                .skip(1)
                .forEach(line -> {
                    Matcher entry = ENTRY.matcher(line);
                    if (entry.matches()) {
                        entries.put(entry.group(1), entry.group(2));
                    } else {
                        why.append(line).append('\n');
                    }
                });
        return new Check(
                id,
                heading.group(2),
                entry(file, id, entries, "observed"),
                entry(file, id, entries, "rule"),
                Severity.valueOf(upper(entry(file, id, entries, "severity"))),
                modes(entry(file, id, entries, "modes")),
                sources(entry(file, id, entries, "sources")),
                why.toString().strip(),
                remedies(file, id, Arrays.asList(sections).subList(1, sections.length)));
    }

    private static String entry(String file, String id, Map<String, String> entries, String name) {
        String value = entries.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    file + ": " + id + " has no line \"- " + name + ":\"");
        }
        return value;
    }

    private static String upper(String word) {
        return word.strip().replace(' ', '_').toUpperCase(Locale.ROOT);
    }

    private static Set<Mode> modes(String text) {
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        for (String word : text.split(",", -1)) {
            modes.add(Mode.valueOf(upper(word)));
        }
        return modes;
    }

    private static List<Clause> sources(String text) {
        List<Clause> clauses = new ArrayList<>();
        for (String source : text.split(";", -1)) {
            Matcher clause = CLAUSE.matcher(source.strip());
            if (clause.matches()) {
                String section = clause.group(2);
                clauses.add(new Clause(clause.group(1), section == null ? "" : section));
            }
        }
        return clauses;
    }

    private static Map<Check.Target, String> remedies(
            String file, String id, List<String> sections) {
        Map<Check.Target, String> remedies = new EnumMap<>(Check.Target.class);
        for (String section : sections) {
            int end = section.indexOf('\n');
            String name = section.substring("## ".length(), end).strip();
            Check.Target target =
                    Arrays.stream(Check.Target.values())
                            .filter(each -> each.heading().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            file + ": " + id + " has a remedy for " + name));
            remedies.put(target, section.substring(end + 1).strip());
        }
        return remedies;
    }
}
