// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.Optional;

/// A topic filter (MQTT 5.0 §4.7): `+` stands for one level, `#` for all that follow.
public record TopicFilter(String text) {

    /// Why a text is no topic filter; empty when it is one.
    public static Optional<String> wrong(String text) {
        if (text.isEmpty()) {
            return Optional.of("a topic filter has at least one character (MQTT 5.0 §4.7.3)");
        }
        String[] levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
                return Optional.of("+ and # stand for whole levels (MQTT 5.0 §4.7.1)");
            }
            if (level.equals("#") && i < levels.length - 1) {
                return Optional.of("# is the last level (MQTT 5.0 §4.7.1.2)");
            }
        }
        return Optional.empty();
    }

    /// Whether a topic name fits. Wildcards at the beginning do not stand for `$` (§4.7.2).
    public boolean fits(String topic) {
        if (topic.startsWith("$") && (text.startsWith("+") || text.startsWith("#"))) {
            return false;
        }
        int at = 0;
        int filter = 0;
        while (true) {
            int filterEnd = end(text, filter);
            if (filterEnd - filter == 1 && text.charAt(filter) == '#') {
                return true;
            }
            int topicEnd = end(topic, at);
            boolean any = filterEnd - filter == 1 && text.charAt(filter) == '+';
            boolean same =
                    filterEnd - filter == topicEnd - at
                            && topic.regionMatches(at, text, filter, topicEnd - at);
            if (!any && !same) {
                return false;
            }
            if (topicEnd == topic.length()) {
                // "a/#" fits "a" too (§4.7.1.2)
                return filterEnd == text.length() || text.substring(filterEnd).equals("/#");
            }
            if (filterEnd == text.length()) {
                return false;
            }
            at = topicEnd + 1;
            filter = filterEnd + 1;
        }
    }

    private static int end(String text, int from) {
        int end = text.indexOf('/', from);
        return end < 0 ? text.length() : end;
    }
}
