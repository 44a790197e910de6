// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;

class CommandConventionTest {
    private static final String TOPIC = "site/board/cmd/led";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "on | {\"id\":\"c1\",\"value\":\"on\"}",
                "2.50 | {\"id\":\"c1\",\"value\":2.50}",
                "\"on\" | {\"id\":\"c1\",\"value\":\"on\"}",
                "{} | {\"id\":\"c1\"}",
                "{ \"value\": 2.50 } | {\"id\":\"c1\",\"value\": 2.50 }",
                "{\"id\":7,\"value\":1} | {\"id\":7,\"value\":1}",
            })
    void aCommandCarriesAnIdAndKeepsItsSpelling(String payload, String sent) throws MqttFailure {
        assertThat(convention(payload).payload()).asString(UTF_8).isEqualTo(sent);
    }

    @Test
    void onlyAFreshAnswerWithTheSameIdCounts() throws MqttFailure {
        CommandConvention convention = convention("on");
        assertThat(convention.test(answer("{\"id\":\"c1\",\"ok\":true}", false))).isTrue();
        assertThat(convention.test(answer("{\"id\":\"c1\",\"ok\":true}", true))).isFalse();
        assertThat(convention.test(answer("{\"id\":\"c2\",\"ok\":true}", false))).isFalse();
        assertThat(convention.test(answer("{\"ok\":true}", false))).isFalse();
        assertThat(convention.test(answer("ok", false))).isFalse();
    }

    private static CommandConvention convention(String payload) throws MqttFailure {
        return CommandConvention.ofTopic(TOPIC, payload.getBytes(UTF_8), "c1", null);
    }

    private static Received answer(String payload, boolean retained) {
        return new Received(
                TOPIC + "/response",
                payload.getBytes(UTF_8),
                0,
                retained,
                MessageProperties.NONE,
                Instant.EPOCH,
                () -> {});
    }
}
