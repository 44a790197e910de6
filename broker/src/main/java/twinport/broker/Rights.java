// SPDX-License-Identifier: MIT
package twinport.broker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may publish to what and subscribe to what. What is not allowed is denied; an empty map
/// allows nothing.
///
/// An identity may come in by both sides (a password on the plain one, a certificate on the TLS
/// one). What must not leave one side is told by the bounds: no grant reaches beyond them. Without
/// such a bound a message published over TLS goes out in clear to whoever subscribes on the plain
/// side.
///
/// @param grants identity -> what it may do
/// @param plainBounds filters that every topic on the plain side must fall under
/// @param tlsBounds the same for the TLS side
/// @param strangers what clients without credentials may do where they are let in, instead of what
///   [Grant#open] says; they are then let in over TLS too unless a client certificate is required
/// @param fleet devices that are named by number
public record Rights(
        Map<String, Grant> grants,
        List<TopicFilter> plainBounds,
        List<TopicFilter> tlsBounds,
        Optional<Grant> strangers,
        Fleet fleet) {
    private static final List<TopicFilter> UNBOUNDED =
            List.of(TopicFilter.of("#"), TopicFilter.of("$SYS/#"));

    public static final Rights NONE = new Rights(Map.of());

    public Rights {
        grants = Map.copyOf(grants);
        plainBounds = List.copyOf(plainBounds);
        tlsBounds = List.copyOf(tlsBounds);
    }

    /// Rights without bounds for the sides.
    public Rights(Map<String, Grant> grants) {
        this(grants, UNBOUNDED, UNBOUNDED, Optional.empty(), Fleet.NONE);
    }

    /// The same, with everything on a side kept under these filters.
    public Rights bounded(Side side, List<String> filters) {
        List<TopicFilter> bounds = filters.stream().map(TopicFilter::of).toList();
        return side == Side.PLAIN
                ? new Rights(grants, bounds, tlsBounds, strangers, fleet)
                : new Rights(grants, plainBounds, bounds, strangers, fleet);
    }

    /// The same, and this identity with this grant.
    public Rights with(String identity, Grant grant) {
        Map<String, Grant> more = new HashMap<>(grants);
        more.put(identity, grant);
        return new Rights(more, plainBounds, tlsBounds, strangers, fleet);
    }

    /// The same, and clients without credentials may do this: a broker like the public ones.
    public Rights withStrangers(Grant grant) {
        return new Rights(grants, plainBounds, tlsBounds, Optional.of(grant), fleet);
    }

    /// The same, and the devices of this fleet.
    public Rights with(Fleet other) {
        return new Rights(grants, plainBounds, tlsBounds, strangers, other);
    }

    public Optional<Grant> of(String identity) {
        Grant own = grants.get(identity);
        return own != null ? Optional.of(own) : fleet.grant(Side.TLS, identity);
    }

    /// Why somebody with this grant may not publish to a topic on this side; empty if it may.
    public Optional<String> publishDenial(Grant grant, Side side, String topic) {
        if (grant.publish().stream().noneMatch(filter -> filter.matches(topic))) {
            return Optional.of(explain("publish to", grant.publish(), topic));
        }
        if (bounds(side).stream().noneMatch(filter -> filter.matches(topic))) {
            return Optional.of(outOfBounds(side));
        }
        return Optional.empty();
    }

    /// Why somebody with this grant may not make a subscription on this side; empty if it may: then
    /// everything that the subscription can match is allowed. `$share/group/` in front makes no
    /// difference.
    public Optional<String> subscribeDenial(Grant grant, Side side, String subscription) {
        Optional<TopicFilter> wanted = TopicFilter.parse(TopicFilter.withoutShare(subscription));
        if (wanted.isEmpty()) {
            return Optional.of("this is no topic filter (MQTT 5.0 sections 4.7 and 4.8.2)");
        }
        if (grant.subscribe().stream().noneMatch(filter -> filter.covers(wanted.get()))) {
            return Optional.of(explain("subscribe to", grant.subscribe(), subscription));
        }
        if (bounds(side).stream().noneMatch(filter -> filter.covers(wanted.get()))) {
            return Optional.of(outOfBounds(side));
        }
        return Optional.empty();
    }

    /// Somebody who may publish to this topic, and by which filter, in words.
    public Optional<String> whoMayPublish(String topic) {
        return who(grant -> grant.publish().stream().filter(each -> each.matches(topic)));
    }

    /// Somebody who may make this subscription, and by which filter, in words.
    public Optional<String> whoMaySubscribe(String subscription) {
        return TopicFilter.parse(TopicFilter.withoutShare(subscription))
                .flatMap(wanted ->
                        who(grant ->
                                grant.subscribe().stream().filter(each -> each.covers(wanted))));
    }

    private Optional<String> who(Function<Grant, Stream<TopicFilter>> allowing) {
        return grants.entrySet().stream()
                .flatMap(each ->
                        allowing.apply(each.getValue())
                                .map(filter -> each.getKey() + " may, by " + filter))
                .findFirst();
    }

    private List<TopicFilter> bounds(Side side) {
        return side == Side.PLAIN ? plainBounds : tlsBounds;
    }

    private String outOfBounds(Side side) {
        return "the "
                + (side == Side.PLAIN ? "plain" : "TLS")
                + " side is kept to "
                + join(bounds(side));
    }

    private static String explain(String verb, List<TopicFilter> allowed, String wanted) {
        if (allowed.isEmpty()) {
            return "it may " + verb + " nothing";
        }
        TopicFilter nearest =
                allowed.stream()
                        .max(Comparator.comparingInt(filter -> filter.nearness(wanted)))
                        .orElseThrow();
        return "it may " + verb + " " + join(allowed) + "; the nearest is " + nearest;
    }

    private static String join(List<TopicFilter> filters) {
        return filters.stream().map(TopicFilter::toString).collect(Collectors.joining(", "));
    }

    /// What one identity may do.
    ///
    /// @param publish every topic that one of these matches may be published to
    /// @param subscribe a subscription is allowed if one of these covers it
    public record Grant(List<TopicFilter> publish, List<TopicFilter> subscribe) {
        public static final Grant NOTHING = new Grant(List.of(), List.of());

        public Grant {
            publish = List.copyOf(publish);
            subscribe = List.copyOf(subscribe);
        }

        /// From filters as text.
        public static Grant of(List<String> publish, List<String> subscribe) {
            return new Grant(
                    publish.stream().map(TopicFilter::of).toList(),
                    subscribe.stream().map(TopicFilter::of).toList());
        }

        /// What an open client of the plain side gets: everything below its own client id.
        public static Grant open(String clientId) {
            List<TopicFilter> own = List.of(TopicFilter.of("plain/" + clientId + "/#"));
            return new Grant(own, own);
        }
    }
}
