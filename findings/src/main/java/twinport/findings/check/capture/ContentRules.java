// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.NameSeen;
import twinport.findings.check.CaptureFacts.Subscription;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Verdict;
import twinport.wire.payload.JsonValue;
import twinport.wire.payload.JsonValues;

/// What messages hold that they should not: times of a clock that is not set, secrets, and what a
/// broker tells strangers of itself.
final class ContentRules {
    private static final Set<String> TIMES =
            Set.of("ts", "time", "timestamp", "date", "datetime", "epoch");

    /// The first years after 1970, and the first month of 2000: where clocks begin that nobody set.
    private static final long FIRST_YEARS = Duration.ofDays(2 * 365).toSeconds();

    private static final long Y2K = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long Y2K_END = Instant.parse("2000-02-01T00:00:00Z").getEpochSecond();
    private static final long PLAUSIBLE = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final double MILLISECONDS_FROM = 1e11;
    private static final Pattern UNSET = Pattern.compile("(1970-|1969-12-31|2000-01-).*");
    private static final Pattern YEAR = Pattern.compile("(20[2-9]\\d)-\\d\\d-\\d\\d.*");

    /// A device that starts asks for the time at once.
    private static final long BOOT_NANOS = Duration.ofSeconds(60).toNanos();

    /// Characters of a topic that are searched.
    private static final int TOPIC_MAX = 1_024;

    private static final String SECRET_NAMES =
            "ssid\\d?|passw(?:or)?d|passwort|passphrase|pwd|psk|(?:access_|refresh_)?token"
                    + "|api_?key|(?:client_)?secret|e-?mail";
    private static final Pattern MEMBER =
            Pattern.compile("(?i)\"(" + SECRET_NAMES + ")\"\\s{0,9}:\\s{0,9}\"(?!\\*|\")");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(?:^|[&?;,\\s])(" + SECRET_NAMES + ")=(?!\\*|&|\\s|$)");
    private static final Pattern LEVEL = Pattern.compile("(?i)(?:.*/)?(" + SECRET_NAMES + ")");
    private static final Pattern EMAIL =
            Pattern.compile("[\\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}");
    private static final Pattern JWT =
            Pattern.compile("eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}");

    private ContentRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "OPS-06", ContentRules::clocks,
                "OPS-07", ContentRules::secrets,
                "OPS-08", ContentRules::brokerTopics);
    }

    private static List<Outcome> clocks(CaptureFacts facts) {
        Map<Long, Connection> connections = Watched.byId(facts);
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            Connection connection = connections.get(each.connection());
            byte[] payload = each.payload().bytes();
            if (!each.fromClient() || connection == null || payload.length == 0) {
                continue;
            }
            for (JsonValue value : payload[0] == '{' ? JsonValues.paths(payload) : noValues()) {
                Boolean set = isTime(value) ? set(value) : null;
                if (set != null) {
                    found.add(
                            set ? Verdict.PASS : Verdict.WARN,
                            connection.device(),
                            set
                                    ? "times in its messages are of our years"
                                    : "a time near 1970 or 2000, or counted from its start: "
                                            + value.path(),
                            each.place().showing("PUBLISH " + each.topic()));
                }
            }
        }
        tlsBeforeTime(facts, found);
        return found.outcomes();
    }

    private static List<JsonValue> noValues() {
        return List.of();
    }

    private static boolean isTime(JsonValue value) {
        String path = value.path();
        String name = path.substring(path.lastIndexOf('.') + 1);
        return TIMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Whether it is a time of a clock that was set; null where nobody can tell.
    private static @Nullable Boolean set(JsonValue value) {
        if (value.kind() == JsonValue.Kind.STRING) {
            return UNSET.matcher(value.text()).matches()
                    ? Boolean.FALSE
                    : YEAR.matcher(value.text()).matches() ? Boolean.TRUE : null;
        }
        if (value.kind() != JsonValue.Kind.NUMBER) {
            return null;
        }
        double number = value.number();
        double seconds = number > MILLISECONDS_FROM ? number / 1000 : number;
        if (seconds >= PLAUSIBLE) {
            return Boolean.TRUE;
        }
        boolean unset =
                (seconds >= 0 && seconds < FIRST_YEARS) || (seconds >= Y2K && seconds < Y2K_END);
        return unset ? Boolean.FALSE : null;
    }

    /// Only where the time came soon after, as when a device starts: one that runs for long knows
    /// it.
    private static void tlsBeforeTime(CaptureFacts facts, Gathered found) {
        Map<String, NameSeen> answers = new HashMap<>();
        facts.names().stream()
                .filter(each -> each.kind() == NameSeen.Kind.TIME_ANSWER)
                .forEach(each -> answers.putIfAbsent(each.host(), each));
        for (Connection each : facts.connections()) {
            Tls tls = each.tls();
            NameSeen answer = answers.get(each.host());
            if (tls == null || answer == null || !Watched.mayBeMqtt(each, tls)) {
                continue;
            }
            long before = answer.place().nanos() - each.opened().nanos();
            if (before <= BOOT_NANOS) {
                found.add(
                        before > 0 ? Verdict.WARN : Verdict.PASS,
                        each.device(),
                        before > 0
                                ? "TLS began before the first answer of a time server"
                                : "a time server answered before TLS began",
                        null,
                        List.of(
                                each.opened().showing("TLS begins"),
                                answer.place().showing("the time server's answer")));
            }
        }
    }

    private static List<Outcome> secrets(CaptureFacts facts) {
        Gathered found = new Gathered();
        Evidence first = null;
        for (Message each : facts.messages()) {
            if (each.payloadLength() == 0) {
                continue;
            }
            String what = secret(each);
            Evidence evidence =
                    each.place().showing("PUBLISH with " + (what == null ? "data" : what));
            first = first == null ? evidence : first;
            if (what != null) {
                found.add(Verdict.FAIL, masked(each.topic()), "holds " + what, evidence);
            }
        }
        if (first != null && found.outcomes().isEmpty()) {
            found.add(
                    Verdict.PASS,
                    facts.subject(),
                    "no password, token, SSID or e-mail address in messages: "
                            + facts.messages().size(),
                    first);
        }
        return found.outcomes();
    }

    private static @Nullable String secret(Message message) {
        String topic = start(message.topic());
        String text = message.payload().text();
        if (EMAIL.matcher(topic).find()) {
            return "an e-mail address in the topic";
        }
        Matcher level = LEVEL.matcher(topic);
        if (level.matches() && !text.isBlank()) {
            return "what its topic calls " + level.group(1).toLowerCase(Locale.ROOT);
        }
        for (Pattern pattern : List.of(MEMBER, PARAMETER)) {
            Matcher named = pattern.matcher(text);
            if (named.find()) {
                return "a value named " + named.group(1);
            }
        }
        if (JWT.matcher(text).find()) {
            return "a signed token (JWT)";
        }
        return EMAIL.matcher(text).find() ? "an e-mail address" : null;
    }

    private static String start(String topic) {
        return topic.substring(0, Math.min(topic.length(), TOPIC_MAX));
    }

    private static String masked(String topic) {
        return EMAIL.matcher(start(topic)).replaceAll("***");
    }

    private static List<Outcome> brokerTopics(CaptureFacts facts) {
        Map<Long, Connection> strangers = new HashMap<>();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                if (login.accepted() && IdentityRules.anonymous(each, login)) {
                    strangers.put(each.id(), each);
                }
            }
        }
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            if (!each.fromClient()
                    && each.topic().startsWith("$SYS/")
                    && strangers.containsKey(each.connection())) {
                found.add(
                        Verdict.WARN,
                        strangers.get(each.connection()).server().toString(),
                        "tells a client without credentials of itself in $SYS",
                        each.place().showing("PUBLISH " + each.topic()));
            }
        }
        for (Connection each : strangers.values()) {
            for (Subscription filter : each.subscriptions()) {
                if (filter.filter().startsWith("$SYS/") && Boolean.TRUE.equals(filter.refused())) {
                    found.add(
                            Verdict.PASS,
                            each.server().toString(),
                            "refuses $SYS to a client without credentials",
                            filter.place().showing("SUBSCRIBE " + filter.filter()));
                }
            }
        }
        return found.outcomes();
    }
}
