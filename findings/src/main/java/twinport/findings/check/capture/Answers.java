// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.payload.JsonValue;
import twinport.wire.payload.JsonValues;

/// Commands with their answers: matched by response topic and correlation data (MQTT 5.0 §4.10), or
/// by `id` in both payloads, the answer on the command's topic with `/response` appended.
final class Answers {
    /// An answer that takes longer is late: a person has given up, a program has asked again.
    private static final long LATE_NANOS = Duration.ofSeconds(10).toNanos();

    /// Commands that are followed; of more the first ones.
    private static final int COMMANDS_MAX = 10_000;

    private Answers() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "CMD-04", Answers::judge,
                "CMD-05", Answers::repeats);
    }

    /// Where an answer is expected, and what it must carry.
    private record Key(String topic, String sign) {}

    private static final class Command {
        private final Message first;
        private final Set<Long> seenBy = new HashSet<>();
        private final List<Place> sent = new ArrayList<>();
        private final List<Place> answers = new ArrayList<>();
        private @Nullable Place delivered;

        private Command(Message first) {
            this.first = first;
        }

        private @Nullable Place answer() {
            return answers.isEmpty() ? delivered : answers.getFirst();
        }
    }

    private record Stray(Message message, String why) {}

    private record Exchanges(Map<Key, Command> commands, List<Stray> strays) {}

    /// The `id` of a payload in JSON; null without one.
    static @Nullable String id(Message message) {
        byte[] bytes = message.payload().bytes();
        if (bytes.length == 0 || bytes[0] != '{') {
            return null;
        }
        JsonValue id = JsonValues.value(bytes, "id");
        boolean told =
                id != null
                        && (id.kind() == JsonValue.Kind.STRING
                                || id.kind() == JsonValue.Kind.NUMBER);
        return told && id != null ? id.text() : null;
    }

    private static @Nullable Key expected(Message command) {
        String topic = command.responseTopic();
        if (topic != null && command.correlation() != null) {
            return new Key(topic, "correlation data " + command.correlation());
        }
        String id = id(command);
        return id == null ? null : new Key(command.topic() + "/response", "id " + id);
    }

    private static List<Key> possible(Message answer) {
        List<Key> keys = new ArrayList<>();
        if (answer.correlation() != null) {
            keys.add(new Key(answer.topic(), "correlation data " + answer.correlation()));
        }
        String id = id(answer);
        if (id != null) {
            keys.add(new Key(answer.topic(), "id " + id));
        }
        return keys;
    }

    private static Exchanges exchanges(CaptureFacts facts) {
        Map<Key, Command> commands = new LinkedHashMap<>();
        Set<String> answerTopics = new HashSet<>();
        List<Stray> strays = new ArrayList<>();
        long begin = facts.messages().isEmpty() ? 0 : facts.messages().getFirst().place().nanos();
        for (Message each : facts.messages()) {
            if (Watched.command(each.topic())) {
                Key key = expected(each);
                if (key != null && (commands.size() < COMMANDS_MAX || commands.containsKey(key))) {
                    asked(commands.computeIfAbsent(key, _ -> new Command(each)), each);
                    answerTopics.add(key.topic());
                }
            } else if (answerTopics.contains(each.topic())) {
                Command command = null;
                List<Key> keys = possible(each);
                for (Key key : keys) {
                    command = command == null ? commands.get(key) : command;
                }
                if (command != null) {
                    answered(command, each);
                } else if (each.fromClient() && each.place().nanos() - begin > LATE_NANOS) {
                    String sign = keys.isEmpty() ? "nothing" : keys.getFirst().sign();
                    strays.add(new Stray(each, "an answer with " + sign + ", which nobody sent"));
                }
            }
        }
        return new Exchanges(commands, strays);
    }

    private static void asked(Command command, Message message) {
        command.seenBy.add(message.connection());
        if (message.fromClient() && !message.dup()) {
            command.sent.add(message.place());
        }
    }

    private static void answered(Command command, Message message) {
        if (!message.fromClient()) {
            command.delivered = command.delivered == null ? message.place() : command.delivered;
        } else if (!message.dup()) {
            command.answers.add(message.place());
        }
    }

    private static List<Outcome> judge(CaptureFacts facts) {
        Exchanges exchanges = exchanges(facts);
        Map<Long, Connection> connections = Watched.byId(facts);
        Gathered found = new Gathered();
        for (Command each : exchanges.commands().values()) {
            Place asked = each.first.place();
            Place answer = each.answer();
            Evidence command = asked.showing("the command");
            if (answer == null) {
                if (facts.left().isEmpty() && waited(each, connections)) {
                    found.add(
                            Verdict.WARN,
                            each.first.topic(),
                            "no answer was seen within 10 s",
                            command);
                }
            } else if (each.answers.size() > Math.max(1, each.sent.size())) {
                found.add(
                        Verdict.WARN,
                        each.first.topic(),
                        "answered more often than asked",
                        null,
                        List.of(command, each.answers.getLast().showing("another answer")));
            } else {
                boolean late = answer.nanos() - asked.nanos() > LATE_NANOS;
                found.add(
                        late ? Verdict.WARN : Verdict.PASS,
                        each.first.topic(),
                        late ? "answered after more than 10 s" : "answered once, within 10 s",
                        null,
                        List.of(command, answer.showing("its answer")));
            }
        }
        for (Stray each : exchanges.strays()) {
            found.add(
                    Verdict.WARN,
                    each.message().topic(),
                    each.why(),
                    each.message().place().showing("the answer"));
        }
        return found.outcomes();
    }

    /// Whether a connection on which the command was seen could be read for long enough after.
    private static boolean waited(Command command, Map<Long, Connection> connections) {
        long until = command.first.place().nanos() + LATE_NANOS;
        return command.seenBy.stream()
                .map(connections::get)
                .anyMatch(
                        each -> each != null && each.closedNanos() >= until && allRead(each.tls()));
    }

    private static boolean allRead(@Nullable Tls tls) {
        return tls == null || tls.facts().recordsSealed() == 0;
    }

    private static List<Outcome> repeats(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Map.Entry<Key, Command> each : exchanges(facts).commands().entrySet()) {
            Command command = each.getValue();
            boolean again = command.sent.size() > 1;
            found.add(
                    again ? Verdict.WARN : Verdict.INFO,
                    command.first.topic(),
                    again
                            ? "the same command was sent again with "
                                    + each.getKey().sign()
                                    + "; whether it was done again can't be seen"
                            : "commands came once each; what a repeated one does was not tried",
                    again ? Severity.MEDIUM : null,
                    again
                            ? command.sent.stream()
                                    .limit(5)
                                    .<Evidence>map(place -> place.showing("the command"))
                                    .toList()
                            : List.of(command.first.place().showing("the command")));
        }
        return found.outcomes();
    }
}
