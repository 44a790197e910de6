// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The forms of topic names and topic filters (MQTT 5.0 §4.7, §4.8.2; 3.1.1 §4.7).
final class Topics {
    private static final String SHARE = "$share/";

    private Topics() {}

    /// Tells what is wrong with a topic name that stands at `at`.
    static void checkName(Body body, int at, String name, String what) {
        int wildcard = firstWildcard(name);
        if (wildcard >= 0) {
            body.fault(
                    at + bytesBefore(name, wildcard),
                    "a wildcard in " + what,
                    "MQTT 5.0 §3.3.2.1, §4.7.1 (3.1.1 §3.3.2.1): none in a topic name");
        }
    }

    private static int firstWildcard(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '#' || name.charAt(i) == '+') {
                return i;
            }
        }
        return -1;
    }

    /// Tells what is wrong with a topic filter that stands at `at`.
    static void checkFilter(Body body, int at, String filter, boolean five) {
        if (filter.isEmpty()) {
            body.fault(
                    at - 2,
                    "an empty topic filter",
                    "MQTT 5.0 §4.7.3 (3.1.1 §4.7.3): at least one character");
            return;
        }
        int start = 0;
        if (five && filter.startsWith(SHARE)) {
            start = afterShareName(filter);
            if (start < 0) {
                body.fault(
                        at,
                        "a shared subscription without name or filter",
                        "MQTT 5.0 §4.8.2: $share/ShareName/filter, no wildcard in the name");
                return;
            }
        }
        int wrong = misplacedWildcard(filter, start);
        if (wrong >= 0) {
            boolean multi = filter.charAt(wrong) == '#';
            body.fault(
                    at + bytesBefore(filter, wrong),
                    "a misplaced " + filter.charAt(wrong),
                    multi
                            ? "MQTT 5.0 §4.7.1.2 (3.1.1 §4.7.1.2): # is the last level, alone"
                            : "MQTT 5.0 §4.7.1.3 (3.1.1 §4.7.1.3): + is a level alone");
        }
    }

    /// Where the filter within a shared subscription begins; -1 when it has not that form.
    private static int afterShareName(String filter) {
        int slash = filter.indexOf('/', SHARE.length());
        boolean formed = slash > SHARE.length() && slash + 1 < filter.length();
        if (!formed || firstWildcard(filter.substring(SHARE.length(), slash)) >= 0) {
            return -1;
        }
        return slash + 1;
    }

    private static int misplacedWildcard(String filter, int start) {
        for (int i = start; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (c != '#' && c != '+') {
                continue;
            }
            boolean begins = i == start || filter.charAt(i - 1) == '/';
            boolean last = i + 1 == filter.length();
            boolean ends = last || (c == '+' && filter.charAt(i + 1) == '/');
            if (!begins || !ends) {
                return i;
            }
        }
        return -1;
    }

    static boolean isShared(String filter) {
        return filter.startsWith(SHARE);
    }

    private static int bytesBefore(String text, int index) {
        return text.substring(0, index).getBytes(UTF_8).length;
    }
}
