// SPDX-License-Identifier: MIT
package twinport.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import twinport.broker.Rights.Grant;

class RightsTest {
    private static final Grant WATCHER =
            Grant.of(List.of("secure/watcher/#"), List.of("secure/+/dht22", "secure/watcher/#"));

    @Test
    void nothingIsAllowedThatNoFilterNames() {
        Rights rights = new Rights(Map.of());
        assertThat(rights.of("anybody")).isEmpty();
        assertThat(rights.publishDenial(Grant.NOTHING, Side.TLS, "a")).isPresent();
        assertThat(rights.subscribeDenial(Grant.NOTHING, Side.TLS, "a")).isPresent();
    }

    @Test
    void aSubscriptionIsAllowedOnlyIfEverythingItMatchesIs() {
        Rights rights = new Rights(Map.of("watcher", WATCHER));
        for (String good : List.of("secure/a/dht22", "secure/+/dht22", "$share/g/secure/+/dht22")) {
            assertThat(rights.subscribeDenial(WATCHER, Side.TLS, good)).as(good).isEmpty();
        }
        for (String bad :
                List.of("#", "+/+/dht22", "secure/#", "$share/g/#", "$share/g", "$SYS/#", "a#")) {
            assertThat(rights.subscribeDenial(WATCHER, Side.TLS, bad)).as(bad).isPresent();
        }
    }

    @Test
    void whatIsBoundToOneSideCannotBeHadOnTheOther() {
        Grant both = Grant.of(List.of("#"), List.of("#"));
        Rights rights =
                new Rights(Map.of("explorer", both))
                        .bounded(Side.PLAIN, List.of("plain/#"))
                        .bounded(Side.TLS, List.of("secure/#"));
        assertThat(rights.subscribeDenial(both, Side.PLAIN, "plain/a/#")).isEmpty();
        assertThat(rights.subscribeDenial(both, Side.PLAIN, "secure/a"))
                .hasValue("the plain side is kept to plain/#");
        assertThat(rights.subscribeDenial(both, Side.PLAIN, "#")).isPresent();
        assertThat(rights.publishDenial(both, Side.PLAIN, "secure/a/cmd/led")).isPresent();
        assertThat(rights.publishDenial(both, Side.TLS, "secure/a/cmd/led")).isEmpty();
        assertThat(rights.publishDenial(both, Side.TLS, "plain/a")).isPresent();
    }

    @Test
    void theNearestFilterIsTheOneWithTheMostLevelsAlike() {
        TopicFilter own = TopicFilter.of("secure/thermo/#");
        TopicFilter far = TopicFilter.of("plain/+/status");
        String topic = "secure/thermo2/status";
        assertThat(own.nearness("secure/thermo/dht22"))
                .isGreaterThan(far.nearness("secure/thermo/dht22"));
        assertThat(far.nearness(topic)).isGreaterThan(own.nearness(topic));
        assertThat(TopicFilter.of("a/b").nearness("a/b"))
                .isGreaterThan(TopicFilter.of("a/b").nearness("a/b/c"));
    }

    @Test
    void whoMayIsNamedWithTheFilterThatAllows() {
        Rights rights = new Rights(Map.of("watcher", WATCHER));
        assertThat(rights.whoMayPublish("secure/watcher/a"))
                .hasValue("watcher may, by secure/watcher/#");
        assertThat(rights.whoMayPublish("secure/other/a")).isEmpty();
        assertThat(rights.whoMaySubscribe("$share/g/secure/a/dht22"))
                .hasValue("watcher may, by secure/+/dht22");
        assertThat(rights.whoMaySubscribe("#")).isEmpty();
        assertThat(rights.whoMaySubscribe("a#")).isEmpty();
    }

    @Test
    void aDenialNamesTheNearestRule() {
        Rights rights = new Rights(Map.of("watcher", WATCHER));
        assertThat(rights.publishDenial(WATCHER, Side.TLS, "secure/other/dht22"))
                .hasValue("it may publish to secure/watcher/#; the nearest is secure/watcher/#");
    }
}
