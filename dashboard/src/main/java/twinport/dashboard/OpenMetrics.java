// SPDX-License-Identifier: MIT
package twinport.dashboard;

/// Writes the text format of OpenMetrics 1.0.0: families one after the other, `# EOF` at the end.
final class OpenMetrics {
    static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String family = "";
    private boolean counter;

    /// Begins a family of values that go up and down.
    OpenMetrics gauge(String name, String help) {
        return begin(name, "gauge", help);
    }

    /// Begins a family of values that only grow; `_total` is added.
    OpenMetrics counter(String name, String help) {
        return begin(name, "counter", help);
    }

    private OpenMetrics begin(String name, String type, String help) {
        family = name;
        counter = type.equals("counter");
        line("# TYPE " + name + " " + type);
        if (name.endsWith("_bytes")) {
            line("# UNIT " + name + " bytes");
        }
        line("# HELP " + name + " " + escaped(help));
        return this;
    }

    /// @param labels name, value, name, value, ...
    OpenMetrics value(long value, String... labels) {
        text.append(family).append(counter ? "_total" : "");
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]);
            text.append("=\"").append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length > 0 ? "} " : " ");
        line(Long.toString(value));
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    String end() {
        return text + "# EOF\n";
    }
}
