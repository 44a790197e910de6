// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.broker.Message;
import twinport.broker.TopicFilter;

/// The promise that a broker with two sides must keep.
@ExtendWith(SharedLab.class)
class SitesTest {
    private final LabFixture lab;

    SitesTest(LabFixture lab) {
        this.lab = lab;
    }

    /// Every client tries random subscriptions; then something is published on random topics.
    /// Whatever arrives must begin as the client's own site does, and whatever it was granted must
    /// arrive.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8})
    void theSitesNeverMix(long seed) throws Exception {
        Random random = new Random(seed);
        Map<Mqtt5BlockingClient, String> prefixes = new LinkedHashMap<>();
        prefixes.put(lab.tlsClient("thermo-tls", "thermo-tls"), "secure/thermo-tls/cmd");
        prefixes.put(lab.explorer("explorer"), "plain");
        prefixes.put(lab.plainClient("thermo-plain").buildBlocking(), "plain/thermo-plain");
        List<Mqtt5BlockingClient.Mqtt5Publishes> inboxes = new ArrayList<>();
        List<List<TopicFilter>> granted = new ArrayList<>();
        for (var client : prefixes.entrySet()) {
            inboxes.add(client.getKey().publishes(MqttGlobalPublishFilter.ALL));
            client.getKey().connectWith().cleanStart(true).send();
            granted.add(subscribeAtRandom(client.getKey(), client.getValue() + "/#", random));
        }
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String topic = path(random, false);
            lab.broker.publish(Message.of(topic, topic, Instant.now()));
            sent.add(topic);
        }
        int i = 0;
        for (var client : prefixes.entrySet()) {
            List<TopicFilter> filters = granted.get(i);
            assertThat(filters).isNotEmpty();
            Set<String> arrived = drain(inboxes.get(i++));
            assertThat(arrived)
                    .allSatisfy(one -> assertThat(one + "/").startsWith(client.getValue() + "/"))
                    .containsAll(
                            sent.stream()
                                    .filter(one -> filters.stream().anyMatch(f -> f.matches(one)))
                                    .toList());
            client.getKey().disconnect();
        }
    }

    private static List<TopicFilter> subscribeAtRandom(
            Mqtt5BlockingClient client, String own, Random random) {
        List<TopicFilter> granted = new ArrayList<>();
        String filter = own;
        for (int i = 0; i < 40; i++) {
            if (subscribe(client, filter)) {
                TopicFilter.parse(TopicFilter.withoutShare(filter)).ifPresent(granted::add);
            }
            filter = path(random, true);
        }
        return granted;
    }

    private static Set<String> drain(Mqtt5BlockingClient.Mqtt5Publishes inbox)
            throws InterruptedException {
        Set<String> topics = new HashSet<>();
        try (inbox) {
            for (var got = inbox.receive(500, TimeUnit.MILLISECONDS);
                    got.isPresent();
                    got = inbox.receive(500, TimeUnit.MILLISECONDS)) {
                topics.add(got.get().getTopic().toString());
            }
        }
        return topics;
    }

    private static boolean subscribe(Mqtt5BlockingClient client, String filter) {
        try {
            client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
            return true;
        } catch (Mqtt5SubAckException denied) {
            return false;
        }
    }

    private static String path(Random random, boolean filter) {
        List<List<String>> levels =
                List.of(
                        List.of("plain", "plain", "secure", "+"),
                        List.of("thermo-plain", "thermo-tls", "viewer-tls", "+"),
                        List.of("cmd", "dht22", "status", "+"),
                        List.of("led", "interval", "+"));
        List<String> path = new ArrayList<>();
        int depth = 1 + random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            List<String> choices = levels.get(i);
            path.add(choices.get(random.nextInt(choices.size() - (filter ? 0 : 1))));
        }
        if (filter && random.nextInt(3) == 0) {
            path.set(depth - 1, "#");
        }
        String text = String.join("/", path);
        return filter && random.nextInt(8) == 0 ? "$share/g/" + text : text;
    }
}
