// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Will;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Verdict;
import twinport.wire.flow.Ending;

/// How clients behave: whether they are missed when they are gone, and what is unusual.
final class OperationRules {
    private static final int KEEP_ALIVE_SECONDS_MAX = 20 * 60;
    private static final int CONNECTS_A_MINUTE_MAX = 10;
    private static final int REFUSALS_MANY = 3;
    private static final int FILTERS_MANY = 50;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /// Who connects, publishes and is gone within this time needs no will.
    private static final long VISIT_NANOS = Duration.ofSeconds(10).toNanos();

    private OperationRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "OPS-01", OperationRules::wills,
                "OPS-02", OperationRules::keepAlives,
                "OPS-03", OperationRules::reconnects,
                "OPS-04", OperationRules::refusals,
                "OPS-05", OperationRules::looksAround);
    }

    private static List<Outcome> wills(CaptureFacts facts) {
        Map<Long, List<Message>> published = new HashMap<>();
        facts.messages().stream()
                .filter(Message::fromClient)
                .forEach(each ->
                        published
                                .computeIfAbsent(each.connection(), _ -> new ArrayList<>())
                                .add(each));
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            List<Message> own = published.getOrDefault(each.id(), List.of());
            boolean device = own.stream().anyMatch(message -> !Watched.command(message.topic()));
            if (!each.logins().isEmpty() && device) {
                will(each, each.logins().getFirst(), own, facts.left().isEmpty(), found);
            }
        }
        return found.outcomes();
    }

    private static void will(
            Connection connection, Login login, List<Message> own, boolean all, Gathered found) {
        boolean visit = connection.closedNanos() - login.place().nanos() < VISIT_NANOS;
        Will will = login.will();
        String said;
        if (will == null) {
            if (visit && connection.ending() == Ending.FINISHED) {
                return;
            }
            said = "no will: nobody learns when it is gone";
        } else if (!will.retain()) {
            said = "the will is not retained: who comes later does not learn that it is gone";
        } else if (own.stream()
                .anyMatch(each -> each.retain() && each.topic().equals(will.topic()))) {
            found.add(
                    Verdict.PASS,
                    connection.device(),
                    "a retained will, and a retained message that it is there",
                    login.place().showing("CONNECT with a will"));
            return;
        } else if (visit || !all) {
            return; // it may say so yet, or said so in what was not kept
        } else {
            said = "it never says on the topic of its will, retained, that it is there";
        }
        found.add(Verdict.WARN, connection.device(), said, login.place().showing("CONNECT"));
    }

    private static List<Outcome> keepAlives(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                if (login.refused()) {
                    continue;
                }
                long seconds = login.serverKeepAliveSeconds().orElse(login.keepAliveSeconds());
                boolean bad = seconds == 0 || seconds > KEEP_ALIVE_SECONDS_MAX;
                found.add(
                        bad ? Verdict.WARN : Verdict.PASS,
                        each.device(),
                        seconds == 0
                                ? "keep alive is off: a lost connection is never noticed"
                                : "keep alive of " + seconds + " s",
                        login.place().showing("CONNECT"));
            }
        }
        return found.outcomes();
    }

    /// Who connects, as far as one program can be told from another.
    private static @Nullable String who(Connection connection) {
        String id = connection.logins().isEmpty() ? "" : connection.logins().getFirst().clientId();
        if (id.isEmpty() && connection.sharedAddress()) {
            return null;
        }
        return connection.device() + " to " + connection.server();
    }

    private static boolean mqtt(Connection connection) {
        return connection.packets() > 0
                || (connection.tls() != null && Watched.mayBeMqtt(connection, connection.tls()));
    }

    private static List<Outcome> reconnects(CaptureFacts facts) {
        Map<String, List<Place>> opened = new LinkedHashMap<>();
        for (Connection each : facts.connections()) {
            String who = mqtt(each) ? who(each) : null;
            if (who != null) {
                opened.computeIfAbsent(who, _ -> new ArrayList<>()).add(each.opened());
            }
        }
        boolean aMinute =
                !facts.connections().isEmpty()
                        && facts.lastNanos() - facts.connections().getFirst().opened().nanos()
                                >= MINUTE_NANOS;
        Gathered found = new Gathered();
        opened.forEach((who, places) -> {
            int most = 0;
            int begin = 0;
            for (int from = 0, to = 0; to < places.size(); to++) {
                while (places.get(to).nanos() - places.get(from).nanos() >= MINUTE_NANOS) {
                    from++;
                }
                if (to - from + 1 > most) {
                    most = to - from + 1;
                    begin = from;
                }
            }
            if (most > CONNECTS_A_MINUTE_MAX) {
                found.add(
                        Verdict.WARN,
                        who,
                        most + " connections within a minute",
                        null,
                        places.subList(begin, begin + most).stream()
                                .<Evidence>map(each -> each.showing("it connects"))
                                .toList());
            } else if (aMinute) {
                found.add(
                        Verdict.PASS,
                        who,
                        "at most " + CONNECTS_A_MINUTE_MAX + " connections a minute",
                        places.getFirst().showing("it connects"));
            }
        });
        return found.outcomes();
    }

    private static List<Outcome> refusals(CaptureFacts facts) {
        Map<String, List<Evidence>> refused = new LinkedHashMap<>();
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                String who = each.sharedAddress() ? each.device() : each.host();
                if (login.refused() && login.answer() != null) {
                    refused.computeIfAbsent(who, _ -> new ArrayList<>())
                            .add(
                                    login.place()
                                            .showing(
                                                    "CONNECT, answered: " + login.answer().name()));
                } else if (login.accepted()) {
                    found.add(Verdict.PASS, who, "let in", login.place().showing("CONNECT"));
                }
            }
        }
        refused.forEach((who, evidence) ->
                found.add(
                        evidence.size() < REFUSALS_MANY ? Verdict.INFO : Verdict.WARN,
                        who,
                        "refused " + evidence.size() + " times",
                        null,
                        evidence));
        return found.outcomes();
    }

    private static List<Outcome> looksAround(CaptureFacts facts) {
        Set<Long> talking = new HashSet<>();
        facts.messages().forEach(each -> talking.add(each.connection()));
        Gathered found = new Gathered();
        for (Connection each : facts.connections()) {
            if (each.logins().isEmpty() || !each.logins().getFirst().accepted()) {
                continue;
            }
            Login login = each.logins().getFirst();
            Place place =
                    each.subscriptions().isEmpty()
                            ? login.place()
                            : each.subscriptions().getFirst().place();
            long asked = each.subscriptions().size();
            long refused =
                    each.subscriptions().stream()
                            .filter(filter -> Boolean.TRUE.equals(filter.refused()))
                            .count();
            boolean silent = asked == 0 && !talking.contains(each.id());
            if (asked > FILTERS_MANY) {
                warn(found, each, "subscribes to " + asked + " filters or more", place);
            } else if (refused >= REFUSALS_MANY) {
                warn(found, each, "asked for " + refused + " filters that are denied", place);
            } else if (!silent) {
                found.add(
                        Verdict.PASS,
                        each.device(),
                        "subscribes to few filters, and takes part",
                        place.showing("SUBSCRIBE, or CONNECT"));
            } else if (facts.left().isEmpty()
                    && each.closedNanos() - login.place().nanos() >= MINUTE_NANOS) {
                warn(found, each, "stays for a minute or more and sends and gets nothing", place);
            }
        }
        return found.outcomes();
    }

    private static void warn(Gathered found, Connection connection, String said, Place place) {
        found.add(Verdict.WARN, connection.device(), said, place.showing("SUBSCRIBE, or CONNECT"));
    }
}
