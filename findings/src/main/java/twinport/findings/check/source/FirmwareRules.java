// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Program.Place;
import twinport.findings.check.source.Source.Language;
import twinport.findings.check.source.Token.Kind;

/// How firmware speaks MQTT: in clear or not, its will, its keep alive, its commands and its
/// buffer.
final class FirmwareRules {
    /// PubSubClient's MQTT_MAX_PACKET_SIZE.
    private static final long BUFFER_DEFAULT = 256;

    /// Its fixed header and the topic's length.
    private static final int PACKET_OVERHEAD = 7;

    private static final long KEEPALIVE_MAX_SECONDS = 1200;
    private static final Pattern COMMAND_TOPIC =
            Pattern.compile("(?i).*/(cmd|command|commands|set|control)(/.*)?");
    private static final String[] CLIENTS_CPP = {"PubSubClient", "MQTTClient", "AsyncMqttClient"};

    private FirmwareRules() {}

    static List<Outcome> clear(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            if (program.language() == Language.CPP) {
                clearInCpp(program).ifPresent(outcomes::add);
            } else {
                clearInPython(program, outcomes);
            }
        }
        return outcomes;
    }

    private static Optional<Outcome> clearInCpp(Program program) {
        Optional<String> client = mqttClient(program);
        if (client.isEmpty()) {
            return Optional.empty();
        }
        boolean secure = program.has("WiFiClientSecure", "NetworkClientSecure", "setSecure");
        boolean clear =
                program.has("WiFiClient", "NetworkClient", "EthernetClient")
                        || (client.get().equals("AsyncMqttClient") && !secure);
        String word = program.has("WiFiClient") ? "WiFiClient" : client.get();
        if (secure) {
            return Optional.of(
                    new Outcome(
                            clear ? Verdict.INFO : Verdict.PASS,
                            program.name(),
                            clear
                                    ? "has a client for TLS and one in clear; which one is used the source does not tell"
                                    : "speaks MQTT over TLS",
                            program.at(
                                    program.has("WiFiClientSecure")
                                            ? "WiFiClientSecure"
                                            : client.get())));
        }
        return clear
                ? Optional.of(
                        new Outcome(
                                Verdict.FAIL,
                                program.name(),
                                "speaks MQTT in clear: topics, payloads and passwords can be read and changed on the way",
                                program.at(word)))
                : Optional.empty();
    }

    private static void clearInPython(Program program, List<Outcome> outcomes) {
        clients(program)
                .forEach(place -> {
                    Optional<List<Token>> ssl = tls(place.call());
                    boolean depends =
                            ssl.filter(value ->
                                            value.stream().anyMatch(token -> token.isWord("if")))
                                    .isPresent();
                    boolean off =
                            ssl.filter(value -> value.size() == 1)
                                    .filter(value ->
                                            value.getFirst().isWord("False")
                                                    || value.getFirst().isWord("None"))
                                    .isPresent();
                    boolean clear = ssl.isEmpty() || off;
                    outcomes.add(
                            new Outcome(
                                    clear ? Verdict.FAIL : depends ? Verdict.INFO : Verdict.PASS,
                                    place.file().name(),
                                    clear
                                            ? "speaks MQTT in clear: topics, payloads and passwords can be read and changed on the way"
                                            : depends
                                                    ? "TLS is a setting; which one is used the source does not tell"
                                                    : "speaks MQTT over TLS",
                                    place.file().at(place.call().line())));
                });
    }

    /// umqtt's `MQTTClient(client_id, server, port, user, password, keepalive, ssl, ssl_params)`.
    private static Optional<List<Token>> tls(Call call) {
        if (call.keyword("ssl").isPresent()) {
            return call.keyword("ssl");
        }
        return positional(call, 6);
    }

    private static Optional<List<Token>> positional(Call call, int index) {
        boolean there =
                index < call.arguments().size()
                        && call.arguments().stream()
                                .limit(index + 1L)
                                .noneMatch(each -> each.size() > 2 && each.get(1).isSign('='));
        return there ? Optional.of(call.arguments().get(index)) : Optional.empty();
    }

    static List<Outcome> everything(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            program.calls(call -> call.name().equals("subscribe"))
                    .forEach(place -> {
                        Optional<String> filter =
                                literal(program, place.call(), 0)
                                        .filter(text ->
                                                text.equals("#")
                                                        || text.equals("+/#")
                                                        || text.startsWith("$SYS/"));
                        filter.ifPresent(text ->
                                outcomes.add(
                                        new Outcome(
                                                Verdict.WARN,
                                                place.file().name() + " (" + text + ")",
                                                "asks for everything; a device needs its own topics only",
                                                place.file().at(place.call().line()))));
                    });
        }
        return outcomes;
    }

    static List<Outcome> will(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            List<Place> connects = connects(program).toList();
            if (connects.isEmpty()) {
                continue;
            }
            Optional<Place> will = program.calls(FirmwareRules::isWill).findFirst();
            Evidence at =
                    will.orElse(connects.getFirst())
                            .file()
                            .at(will.orElse(connects.getFirst()).call().line());
            outcomes.add(
                    will.isPresent()
                            ? new Outcome(Verdict.PASS, program.name(), "leaves a last will", at)
                            : new Outcome(
                                    Verdict.WARN,
                                    program.name(),
                                    "connects without a last will, so nobody learns that the device is gone",
                                    at));
        }
        return outcomes;
    }

    private static boolean isWill(Call call) {
        return switch (call.name()) {
            case "setWill", "set_last_will", "will_set" -> true;
            case "connect" -> call.arguments().size() == 5 || call.arguments().size() >= 7;
            default -> false;
        };
    }

    /// Where a program connects to a broker, not to a network.
    private static Stream<Place> connects(Program program) {
        if (program.language() == Language.PYTHON) {
            return clients(program);
        }
        return mqttClient(program).isEmpty()
                ? Stream.empty()
                : program.calls(call ->
                                call.name().equals("connect") && !call.before().startsWith("WiFi"))
                        .filter(place -> !place.call().before().isEmpty());
    }

    static List<Outcome> keepAlive(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            if (program.language() == Language.PYTHON) {
                clients(program).forEach(place -> outcomes.add(keepAlive(program, place)));
            } else if (mqttClient(program).isPresent()) {
                program.calls(call -> call.name().equals("setKeepAlive"))
                        .forEach(place ->
                                number(program, place.call(), 0)
                                        .ifPresent(seconds ->
                                                outcomes.add(keepAlive(place, seconds))));
            }
        }
        return outcomes;
    }

    private static Outcome keepAlive(Program program, Place place) {
        Optional<List<Token>> given =
                place.call().keyword("keepalive").or(() -> positional(place.call(), 5));
        if (given.isEmpty()) {
            return new Outcome(
                    Verdict.WARN,
                    place.file().name(),
                    "keepalive is not given, and umqtt's default is 0: the broker never notices that the device is gone",
                    place.file().at(place.call().line()));
        }
        Optional<Long> seconds =
                given.filter(value -> value.size() == 1)
                        .flatMap(value -> program.literal(value.getFirst()))
                        .flatMap(Tokens::number);
        return seconds.map(value -> keepAlive(place, value))
                .orElseGet(() ->
                        new Outcome(
                                Verdict.INFO,
                                place.file().name(),
                                "the keep alive is computed",
                                place.file().at(place.call().line())));
    }

    private static Outcome keepAlive(Place place, long seconds) {
        boolean bad = seconds == 0 || seconds > KEEPALIVE_MAX_SECONDS;
        return new Outcome(
                bad ? Verdict.WARN : Verdict.PASS,
                place.file().name(),
                seconds == 0
                        ? "the keep alive is 0: the broker never notices that the device is gone"
                        : "the keep alive is " + seconds + " s",
                place.file().at(place.call().line()));
    }

    static List<Outcome> retainedCommands(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            program.calls(call -> call.name().equals("publish"))
                    .forEach(place ->
                            literal(program, place.call(), 0)
                                    .filter(topic -> COMMAND_TOPIC.matcher(topic).matches())
                                    .ifPresent(topic -> outcomes.add(command(place, topic))));
        }
        return outcomes;
    }

    private static Outcome command(Place place, String topic) {
        boolean retained = isRetained(place.call());
        return new Outcome(
                retained ? Verdict.FAIL : Verdict.PASS,
                place.file().name() + " (" + topic + ")",
                retained
                        ? "a command is published retained: it is carried out again at every reconnect"
                        : "the command is not retained",
                place.file().at(place.call().line()));
    }

    private static boolean isRetained(Call call) {
        return call.isWordAt(2, "true")
                || call.isWordAt(2, "True")
                || call.keyword("retain")
                        .filter(value -> value.getFirst().isWord("True"))
                        .isPresent();
    }

    /// PubSubClient drops what does not fit into its buffer, and says so by a result that is rarely
    /// looked at.
    static List<Outcome> buffers(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Program program : Program.of(facts.sources())) {
            if (!program.has("PubSubClient")) {
                continue;
            }
            long buffer = buffer(program);
            program.calls(call -> call.name().equals("publish") && call.arguments().size() > 1)
                    .forEach(place -> fits(program, place, buffer).ifPresent(outcomes::add));
        }
        return outcomes;
    }

    /// Nothing where the source does not tell how long the payload is.
    private static Optional<Outcome> fits(Program program, Place place, long buffer) {
        long topic = literal(program, place.call(), 0).map(String::length).orElse(1);
        Optional<String> text = literal(program, place.call(), 1);
        long payload = text.map(each -> (long) each.length()).orElseGet(() -> arrayOf(place));
        if (text.isEmpty() && payload == 0) {
            return Optional.empty();
        }
        long size = topic + PACKET_OVERHEAD + payload;
        Verdict verdict =
                size <= buffer ? Verdict.PASS : text.isPresent() ? Verdict.FAIL : Verdict.WARN;
        String said =
                "this packet has "
                        + (text.isPresent() ? "" : "up to ")
                        + size
                        + " bytes, PubSubClient's buffer "
                        + buffer
                        + (size <= buffer ? "" : ": publish() returns false and nothing is sent");
        return Optional.of(
                new Outcome(
                        verdict,
                        place.file().name() + " (publish)",
                        said,
                        place.file().at(place.call().line())));
    }

    private static long buffer(Program program) {
        Optional<Long> set =
                program.calls(call -> call.name().equals("setBufferSize"))
                        .flatMap(place -> number(program, place.call(), 0).stream())
                        .findFirst();
        return set.or(() ->
                        Optional.ofNullable(program.constants().get("MQTT_MAX_PACKET_SIZE"))
                                .flatMap(Tokens::number))
                .orElse(program.has("setBufferSize") ? Long.MAX_VALUE : BUFFER_DEFAULT);
    }

    /// The size of `char name[size]`, where the payload is such an array; else 0.
    private static long arrayOf(Place place) {
        Optional<Token> name = place.call().single(1).filter(token -> token.kind() == Kind.WORD);
        if (name.isEmpty()) {
            return 0;
        }
        List<Token> tokens = place.file().tokens();
        for (int i = 1; i + 3 < tokens.size(); i++) {
            if (tokens.get(i).isWord(name.get().text())
                    && tokens.get(i - 1).isWord("char")
                    && tokens.get(i + 1).isSign('[')
                    && tokens.get(i + 3).isSign(']')) {
                return Tokens.number(tokens.get(i + 2)).orElse(0L);
            }
        }
        return 0;
    }

    private static Optional<String> mqttClient(Program program) {
        return Stream.of(CLIENTS_CPP).filter(program::has).findFirst();
    }

    private static Stream<Place> clients(Program program) {
        return program.calls(call ->
                call.name().equals("MQTTClient")
                        && !call.before().equals("class")
                        && call.arguments().size() > 1);
    }

    private static Optional<String> literal(Program program, Call call, int index) {
        return call.single(index)
                .flatMap(program::literal)
                .filter(token -> token.kind() == Kind.TEXT)
                .map(Token::text);
    }

    private static Optional<Long> number(Program program, Call call, int index) {
        return call.single(index).flatMap(program::literal).flatMap(Tokens::number);
    }
}
