// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads gauges and counters in the text format of OpenMetrics 1.0.0 and takes offence at all that
/// the standard forbids.
final class OpenMetricsReader {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL =
            "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\"";
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (gauge|counter)");
    private static final Pattern ABOUT = Pattern.compile("# (HELP|UNIT) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "("
                            + NAME
                            + ")(\\{"
                            + LABEL
                            + "(?:,"
                            + LABEL
                            + ")*\\})? (-?[0-9]+(?:\\.[0-9]+)?)");

    private OpenMetricsReader() {}

    /// @return values by name and labels
    static Map<String, Double> read(String text) {
        if (!text.endsWith("\n# EOF\n")) {
            throw new AssertionError("the end is not # EOF and a line feed");
        }
        var samples = new LinkedHashMap<String, Double>();
        Set<String> families = new HashSet<>();
        String expected = "";
        String family = "";
        for (String line : samples(text)) {
            Matcher type = TYPE.matcher(line);
            Matcher about = ABOUT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                family = type.group(1);
                check(families.add(family), "a family begins twice", line);
                expected = family + (type.group(2).equals("counter") ? "_total" : "");
            } else if (about.matches()) {
                check(about.group(2).equals(family), "a foreign family", line);
                boolean unit = about.group(1).equals("UNIT");
                check(!unit || family.endsWith("_" + about.group(3)), "the unit's suffix", line);
            } else {
                check(sample.matches(), "no sample", line);
                check(sample.group(1).equals(expected), "a sample of another family", line);
                String labels = sample.group(2) == null ? "" : sample.group(2);
                Double before = samples.put(expected + labels, Double.valueOf(sample.group(3)));
                check(before == null, "a sample comes twice", line);
            }
        }
        return samples;
    }

    private static String[] samples(String text) {
        return text.substring(0, text.length() - "\n# EOF\n".length()).split("\n", -1);
    }

    private static void check(boolean good, String rule, String line) {
        if (!good) {
            throw new AssertionError(rule + ": " + line);
        }
    }
}
