// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.board.net.Wifi;
import twinport.broker.TopicFilter;
import twinport.lab.ShownCertificates;
import twinport.lab.file.FaultWords;
import twinport.lab.file.Section;
import twinport.pki.CertificateFlaw;

/// Reads one step of a scenario: a mapping with the step's name as a key, and beside it `name`,
/// `board` and `within`.
final class StepReader {
    private static final int MAXIMUM_COUNT = 100_000;
    private static final int MAXIMUM_VALUES = 100;
    private static final int MAXIMUM_KEYS = 1_024;
    private static final List<String> KNOWN =
            List.of(
                    "delay",
                    "set-control",
                    "wait-serial",
                    "expect-pin",
                    "write-serial",
                    "wait-mqtt",
                    "publish",
                    "expect-message",
                    "wifi",
                    "clock",
                    "fault",
                    "mend",
                    "expect-no-plaintext",
                    "expect-finding",
                    "swap-cert",
                    "restart");

    /// A board beside them would look as if only its traffic counted.
    private static final Set<String> OF_ALL_BOARDS = Set.of("expect-finding", "swap-cert");

    /// Steps that others or later versions have.
    private static final Map<String, String> REFUSED =
            Map.of(
                    "take-screenshot",
                    "take-screenshot is not there: boards have no screen that could be compared");

    private final Section step;
    private final Path folder;

    /// @param folder that files are relative to
    StepReader(Section step, Path folder) {
        this.step = step;
        this.folder = folder;
    }

    /// The step; nothing if it is wrong, which is noted.
    Optional<Step> step(int number) {
        String name = step.text("name").orElse("");
        Optional<String> board = step.text("board");
        Optional<Duration> within = step.text("within").flatMap(text -> time("within", text));
        List<String> words = new ArrayList<>(step.keys());
        words.removeAll(List.of("name", "board", "within"));
        if (words.size() != 1) {
            step.wrongAt(
                    "",
                    words.isEmpty()
                            ? "a step needs one of " + String.join(", ", KNOWN)
                            : "a step is one thing: " + String.join(", ", words));
            return Optional.empty();
        }
        String word = words.getFirst();
        if (REFUSED.containsKey(word)) {
            step.wrongKey(word, String.valueOf(REFUSED.get(word)));
            return Optional.empty();
        }
        if (!KNOWN.contains(word)) {
            step.wrongKey(
                    word, "unknown step \"" + word + "\"; there are " + String.join(", ", KNOWN));
            return Optional.empty();
        }
        if (board.isPresent() && OF_ALL_BOARDS.contains(word)) {
            step.wrongAt("board", word + " is about the whole lab: it takes no board");
        }
        Action action = action(word);
        return action == null
                ? Optional.empty()
                : Optional.of(
                        new Step(
                                number,
                                step.line(word),
                                step.column(word),
                                name,
                                board,
                                within,
                                action));
    }

    private @Nullable Action action(String word) {
        return switch (word) {
            case "delay" ->
                    text(word).flatMap(t -> time(word, t)).map(Action.Delay::new).orElse(null);
            case "set-control" -> inner(word).flatMap(this::setControl).orElse(null);
            case "wait-serial" -> text(word).map(Action.WaitSerial::new).orElse(null);
            case "expect-pin" -> inner(word).flatMap(this::expectPin).orElse(null);
            case "write-serial" -> keys(word).map(Action.WriteSerial::new).orElse(null);
            case "wait-mqtt" ->
                    inner(word)
                            .flatMap(in -> match(in, 1))
                            .map(m -> new Action.WaitMqtt(m.match(), m.count()))
                            .orElse(null);
            case "expect-message" ->
                    inner(word)
                            .flatMap(in -> match(in, 0))
                            .map(m -> new Action.ExpectMessage(m.match(), m.count()))
                            .orElse(null);
            case "publish" -> inner(word).flatMap(this::publish).orElse(null);
            case "wifi" -> text(word).flatMap(this::wifi).orElse(null);
            case "clock" -> text(word).flatMap(this::clock).orElse(null);
            case "fault" -> faults(word).map(this::resolved).map(Action.Break::new).orElse(null);
            case "mend" ->
                    step.text(word).equals(Optional.of("all"))
                            ? new Action.Mend(List.of())
                            : faults(word).map(Action.Mend::new).orElse(null);
            case "expect-no-plaintext" -> bare(word, new Action.ExpectNoPlaintext());
            case "expect-finding" -> inner(word).flatMap(ExpectedFinding::read).orElse(null);
            case "swap-cert" -> text(word).flatMap(this::swapCertificate).orElse(null);
            case "restart" -> bare(word, new Action.Restart());
            default -> throw new AssertionError("not a known step: " + word);
        };
    }

    /// A step that needs no value: nothing, or `true`.
    private @Nullable Action bare(String word, Action action) {
        Optional<String> value = step.text(word);
        if (value.isPresent() && List.of("", "null", "~", "true").contains(value.get())) {
            return action;
        }
        if (value.isPresent()) {
            step.wrongAt(word, word + " takes no value; board: says which board is meant");
        }
        return null;
    }

    private Optional<Section> inner(String word) {
        return step.section(word);
    }

    private Optional<String> text(String word) {
        Optional<String> text = step.text(word);
        if (text.isPresent() && text.get().isEmpty()) {
            step.wrongAt(word, word + " needs a text");
            return Optional.empty();
        }
        return text;
    }

    private Optional<Duration> time(String key, String text) {
        Optional<Duration> time = TimeText.parse(text);
        if (time.isEmpty()) {
            step.wrongAt(
                    key,
                    key
                            + " is a time with its unit, such as 100ms, 1.5s, 2m or 1h, at most "
                            + TimeText.LONGEST.toDays()
                            + " days: "
                            + text);
        }
        return time;
    }

    private Optional<Action> wifi(String text) {
        return switch (text) {
            case "up" -> Optional.of(new Action.Wireless(Wifi.Air.GOOD));
            case "down" -> Optional.of(new Action.Wireless(Wifi.Air.GONE));
            case "wrong-password" -> Optional.of(new Action.Wireless(Wifi.Air.REFUSING));
            default -> {
                step.wrongAt("wifi", "wifi is one of up, down, wrong-password: " + text);
                yield Optional.empty();
            }
        };
    }

    private Optional<Action> clock(String text) {
        Optional<ClockChange> change = ClockChange.parse(text);
        if (change.isEmpty()) {
            step.wrongAt(
                    "clock",
                    "clock is 1970, a moment such as 2031-05-01T12:00:00Z, or a time with its"
                            + " sign such as +90m or -36h: "
                            + text);
        }
        return change.map(Action.SetClock::new);
    }

    private List<String> resolved(List<String> faults) {
        List<String> resolved = new ArrayList<>();
        for (String fault : faults) {
            try {
                resolved.add(FaultWords.resolved(fault, folder));
            } catch (IllegalArgumentException e) {
                step.wrongAt("fault", String.valueOf(e.getMessage()));
            }
        }
        return resolved;
    }

    private Optional<List<String>> faults(String word) {
        if (!step.isList(word)) {
            return text(word).map(List::of);
        }
        List<String> faults = step.texts(word, MAXIMUM_VALUES);
        if (faults.isEmpty()) {
            step.wrongAt(word, word + " needs a text");
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
    }

    private Optional<Action> setControl(Section in) {
        Optional<String> part = needed(in, "part-id");
        Optional<String> control = either(in, "control");
        Optional<String> value = needed(in, "value");
        in.refuseOthers();
        return part.isEmpty() || control.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Action.SetControl(part.get(), control.get(), value.get()));
    }

    private Optional<Action> expectPin(Section in) {
        Optional<String> part = needed(in, "part-id");
        Optional<String> pin = either(in, "pin");
        boolean there = in.has("value");
        int value = in.whole("value", 0, 0, 1);
        if (!there) {
            in.wrongAt("value", "expect-pin needs the key value: 0 or 1");
        }
        in.refuseOthers();
        return part.isEmpty() || pin.isEmpty()
                ? Optional.empty()
                : Optional.of(new Action.ExpectPin(part.get(), pin.get(), value == 1));
    }

    /// Wokwi's files have `name` for what was called `control` and `pin` before.
    private static Optional<String> either(Section in, String key) {
        return in.has("name") && !in.has(key) ? needed(in, "name") : needed(in, key);
    }

    private static Optional<String> needed(Section in, String key) {
        Optional<String> text = in.text(key);
        if (text.isEmpty() || text.get().isEmpty()) {
            in.wrongAt(key, "the key " + key + " is needed here, with a text");
            return Optional.empty();
        }
        return text;
    }

    private Optional<String> keys(String word) {
        if (!step.isList(word)) {
            return text(word);
        }
        List<String> numbers = step.texts(word, MAXIMUM_KEYS);
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            String number = numbers.get(i);
            if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > 255) {
                step.wrongAt(word, "a byte is a whole number from 0 to 255: " + number);
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(number);
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            step.wrongAt(word, word + " needs a text or a list of bytes");
        } catch (CharacterCodingException e) {
            step.wrongAt(word, "these bytes are no text in UTF-8, which a terminal sends");
        }
        return Optional.empty();
    }

    private record Counted(MessageMatch match, int count) {}

    private Optional<Counted> match(Section in, int least) {
        Optional<TopicFilter> topic = needed(in, "topic").flatMap(text -> filter(in, text));
        var match =
                new MessageMatch(
                        topic.orElse(TopicFilter.of("#")),
                        in.text("from"),
                        in.text("payload"),
                        in.text("contains"),
                        json(in));
        int count = in.whole("count", 1, least, MAXIMUM_COUNT);
        in.refuseOthers();
        return topic.map(_ -> new Counted(match, count));
    }

    private static Optional<TopicFilter> filter(Section in, String text) {
        Optional<TopicFilter> filter = TopicFilter.parse(text);
        if (filter.isEmpty()) {
            in.wrongAt(
                    "topic",
                    "topic is a topic filter; + stands for a whole level, # only at the end: "
                            + text);
        }
        return filter;
    }

    private static Map<String, ValueMatch> json(Section in) {
        Map<String, ValueMatch> values = new LinkedHashMap<>();
        in.section("json")
                .ifPresent(json -> {
                    if (json.keys().size() > MAXIMUM_VALUES) {
                        in.wrongAt("json", "json has at most " + MAXIMUM_VALUES + " values");
                        return;
                    }
                    for (String path : json.keys()) {
                        json.text(path).ifPresent(text -> value(json, path, text, values));
                    }
                });
        return values;
    }

    private static void value(
            Section json, String path, String text, Map<String, ValueMatch> values) {
        var value = ValueMatch.parse(text);
        if (value.isEmpty()) {
            json.wrongAt(path, "after <, <=, > and >= stands a number: " + text);
        }
        value.ifPresent(v -> values.put(path, v));
    }

    private Optional<Action> swapCertificate(String word) {
        Optional<CertificateFlaw> flaw = ShownCertificates.parse(word);
        if (flaw.isEmpty()) {
            step.wrongAt(
                    "swap-cert", "swap-cert is one of " + ShownCertificates.all() + ": " + word);
        }
        return flaw.map(Action.SwapCertificate::new);
    }

    private Optional<Action> publish(Section in) {
        Optional<String> topic = needed(in, "topic");
        if (topic.isPresent() && (topic.get().contains("+") || topic.get().contains("#"))) {
            in.wrongAt("topic", "a topic to publish to has no + and no #: " + topic.get());
        }
        String payload = in.text("payload").orElse("");
        int qos = in.whole("qos", 1, 0, 2);
        boolean retain = in.yes("retain", false);
        in.refuseOthers();
        return topic.map(to -> new Action.Publish(to, payload, qos, retain));
    }
}
