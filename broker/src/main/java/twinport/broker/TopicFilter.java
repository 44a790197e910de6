// SPDX-License-Identifier: MIT
package twinport.broker;

import java.util.List;
import java.util.Optional;

/// A topic filter of MQTT (5.0 section 4.7): levels with `+` for one level and `#` at the end for
/// the level before it and everything below. A wildcard at the start does not match topics that
/// begin with `$` (4.7.2).
public final class TopicFilter {
    /// More levels than this are no filter (what walks levels must end).
    public static final int MAXIMUM_LEVELS = 128;

    private static final String SHARE = "$share/";

    private final String text;
    private final List<String> levels;

    private TopicFilter(String text, List<String> levels) {
        this.text = text;
        this.levels = levels;
    }

    /// The filter that this text is.
    ///
    /// @throws IllegalArgumentException if the text is no topic filter
    public static TopicFilter of(String text) {
        return parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'"
                                        + text
                                        + "' is no topic filter: + stands for a whole level,"
                                        + " # only at the end (MQTT 5.0 section 4.7.1)"));
    }

    /// Empty if the text is no topic filter. A shared subscription is none: see [#withoutShare].
    public static Optional<TopicFilter> parse(String text) {
        if (text.isEmpty() || text.indexOf(0) >= 0 || text.startsWith(SHARE)) {
            return Optional.empty();
        }
        List<String> levels = List.of(text.split("/", -1));
        if (levels.size() > MAXIMUM_LEVELS) {
            return Optional.empty();
        }
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean wild = level.contains("+") || level.contains("#");
            if ((wild && level.length() > 1) || (level.equals("#") && i < levels.size() - 1)) {
                return Optional.empty();
            }
        }
        return Optional.of(new TopicFilter(text, levels));
    }

    /// `$share/group/filter` -> `filter` (MQTT 5.0 section 4.8.2); anything else stays. A shared
    /// subscription that is cut short becomes the empty text, which is no filter.
    public static String withoutShare(String subscription) {
        if (!subscription.startsWith(SHARE)) {
            return subscription;
        }
        int slash = subscription.indexOf('/', SHARE.length());
        if (slash <= SHARE.length()) {
            return "";
        }
        String group = subscription.substring(SHARE.length(), slash);
        return group.contains("+") || group.contains("#") ? "" : subscription.substring(slash + 1);
    }

    /// Whether a topic (a name without wildcards) is matched.
    public boolean matches(String topic) {
        if (topic.isEmpty() || topic.contains("+") || topic.contains("#")) {
            return false;
        }
        return parse(topic).filter(this::covers).isPresent();
    }

    /// Whether every topic that the other filter matches is matched by this one.
    public boolean covers(TopicFilter other) {
        if (startsWild() && other.levels.getFirst().startsWith("$")) {
            return false;
        }
        List<String> wanted = other.text.equals("#") ? List.of("+", "#") : other.levels;
        for (int i = 0; i < levels.size(); i++) {
            String mine = levels.get(i);
            if (mine.equals("#")) {
                return true;
            }
            if (i >= wanted.size()) {
                return false;
            }
            String theirs = wanted.get(i);
            if (theirs.equals("#") || (!mine.equals("+") && !mine.equals(theirs))) {
                return false;
            }
        }
        return levels.size() == wanted.size();
    }

    /// How little would have to change for it to allow another filter or topic: levels that fit
    /// count for it, the others and those too many or too few against it.
    int nearness(String other) {
        String[] theirs = other.split("/", MAXIMUM_LEVELS);
        int score = 0;
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).equals("#")) {
                return score;
            }
            boolean fits =
                    i < theirs.length
                            && (levels.get(i).equals(theirs[i])
                                    || (levels.get(i).equals("+") && !theirs[i].equals("#")));
            score += fits ? 1 : -1;
        }
        return score - Math.max(0, theirs.length - levels.size());
    }

    private boolean startsWild() {
        return levels.getFirst().equals("#") || levels.getFirst().equals("+");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
