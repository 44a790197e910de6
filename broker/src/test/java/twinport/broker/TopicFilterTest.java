// SPDX-License-Identifier: MIT
package twinport.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/c, false",
        "a/+, a/b, true",
        "a/+, a, false",
        "a/+, a/, true",
        "a/+, a/b/c, false",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, ab, false",
        "#, a/b, true",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true",
        "a/#, a/#, false",
        "a/+, a/+, false",
    })
    void aTopicIsMatchedAsTheStandardSays(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.of(filter).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a#",
                "a/b#",
                "#/a",
                "a/#/b",
                "a+",
                "+a/b",
                "a/b+",
                "$share/g/a",
                "a\u0000"
            })
    void whatIsNoFilterIsRefused(String text) {
        assertThat(TopicFilter.parse(text)).isEmpty();
    }

    @Test
    void aFilterOfTooManyLevelsIsRefused() {
        assertThat(TopicFilter.parse("/".repeat(127))).isPresent();
        assertThat(TopicFilter.parse("/".repeat(128))).isEmpty();
        assertThat(TopicFilter.parse("/".repeat(65_534))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "$share/g/a/b, a/b",
        "$share/g/#, #",
        "$share/g, ''",
        "$share/, ''",
        "$share//a, ''",
        "$share/g+/a, ''",
        "$share/g/, ''",
        "$SHARE/g/a, $SHARE/g/a",
        "a/b, a/b",
    })
    void theShareIsTakenOffTheFront(String subscription, String filter) {
        assertThat(TopicFilter.withoutShare(subscription)).isEqualTo(filter);
    }

    /// The model knows no containment: it lists topics and asks which filters match, level by level
    /// as MQTT 5.0 section 4.7 words it.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aFilterCoversAnotherExactlyIfEveryTopicOfItIsMatched(long seed) {
        Random random = new Random(seed);
        List<String> topics = everyTopic();
        int covered = 0;
        for (int i = 0; i < 3_000; i++) {
            String wide = filter(random);
            String narrow = filter(random);
            boolean contained =
                    topics.stream()
                            .filter(topic -> modelMatches(narrow, topic))
                            .allMatch(topic -> modelMatches(wide, topic));
            assertThat(TopicFilter.of(wide).covers(TopicFilter.of(narrow)))
                    .as("%s covers %s", wide, narrow)
                    .isEqualTo(contained);
            covered += contained ? 1 : 0;
        }
        assertThat(covered).isGreaterThan(100);
    }

    /// Every topic of up to five levels over more names than a filter of the test can hold.
    private static List<String> everyTopic() {
        List<String> names = List.of("a", "b", "$S", "other");
        List<String> all = new ArrayList<>(names);
        List<String> last = names;
        for (int depth = 1; depth < 5; depth++) {
            List<String> next = new ArrayList<>();
            for (String head : last) {
                for (String name : names) {
                    next.add(head + "/" + name);
                }
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }

    private static String filter(Random random) {
        List<String> levels = new ArrayList<>();
        int depth = random.nextInt(3) + 1;
        for (int i = 0; i < depth; i++) {
            levels.add(List.of("a", "b", "+", "+", "$S").get(random.nextInt(5)));
        }
        if (random.nextInt(3) == 0) {
            levels.set(depth - 1, "#");
        }
        return String.join("/", levels);
    }

    private static boolean modelMatches(String filter, String topic) {
        if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
            return false;
        }
        return modelLevels(Arrays.asList(filter.split("/")), Arrays.asList(topic.split("/")));
    }

    private static boolean modelLevels(List<String> filter, List<String> topic) {
        if (filter.isEmpty()) {
            return topic.isEmpty();
        }
        if (filter.getFirst().equals("#")) {
            return true;
        }
        return !topic.isEmpty()
                && (filter.getFirst().equals("+") || filter.getFirst().equals(topic.getFirst()))
                && modelLevels(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
    }
}
