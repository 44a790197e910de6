// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import twinport.lab.LabControl;
import twinport.lab.Outgoing;

final class TopicTableTest {
    @Test
    void messagesThatComeWhileTheTableIsMadeCountOnce() throws Exception {
        try (var lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), false)) {
            say(lab, "before");
            // as soon as the table listens, or has looked, somebody says something
            InvocationHandler talkative =
                    (_, method, arguments) -> {
                        Object answer = method.invoke(lab, arguments);
                        say(lab, method.getName());
                        return answer;
                    };
            var busy =
                    (LabControl)
                            Proxy.newProxyInstance(
                                    LabControl.class.getClassLoader(),
                                    new Class<?>[] {LabControl.class},
                                    talkative);

            try (var table = new TopicTable(busy)) {
                lab.heardAll();

                TopicTable.Topic topic =
                        table.since(0).stream()
                                .filter(one -> one.topic().equals("plain/busy"))
                                .findFirst()
                                .orElseThrow();
                assertThat(topic.messages()).isEqualTo(3);
                assertThat(topic.last().payload()).isEqualTo("snapshot");
                assertThat(table.since(table.revision())).isEmpty();
                say(lab, "after");
                lab.heardAll();
                assertThat(table.since(topic.revision()))
                        .extracting(TopicTable.Topic::topic)
                        .containsExactly("plain/busy");
            }
        }
    }

    private static void say(LabControl lab, String what) {
        lab.publish(
                new Outgoing(
                        "plain/busy",
                        what.getBytes(StandardCharsets.UTF_8),
                        0,
                        false,
                        new Outgoing.Properties(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                List.of())));
    }
}
