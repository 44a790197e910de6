// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.util.Optional;
import twinport.broker.TopicFilter;
import twinport.lab.Transport;

/// Which messages are wanted.
///
/// @param run the name of a run; all runs without one
/// @param fromNanos from this time on, in nanoseconds since 1970
/// @param toNanos before this time
/// @param identity of the sender
/// @param limit at most so many, the latest ones
public record HistoryQuery(
        Optional<String> run,
        long fromNanos,
        long toNanos,
        Optional<TopicFilter> filter,
        Optional<String> identity,
        Optional<Transport> transport,
        long limit) {
    /// Everything.
    public static final HistoryQuery ALL =
            new HistoryQuery(
                    Optional.empty(),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Long.MAX_VALUE);

    public HistoryQuery {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is not negative: " + limit);
        }
    }

    public HistoryQuery ofRun(String name) {
        return new HistoryQuery(
                Optional.of(name), fromNanos, toNanos, filter, identity, transport, limit);
    }

    public HistoryQuery between(long from, long to) {
        return new HistoryQuery(run, from, to, filter, identity, transport, limit);
    }

    public HistoryQuery of(TopicFilter topics) {
        return new HistoryQuery(
                run, fromNanos, toNanos, Optional.of(topics), identity, transport, limit);
    }

    /// As [#of(TopicFilter)], from text.
    ///
    /// @throws IllegalArgumentException no topic filter
    public HistoryQuery ofTopics(String text) {
        return of(TopicFilter.of(text));
    }

    boolean wants(String topic) {
        return filter.map(wanted -> wanted.matches(topic)).orElse(true);
    }

    public HistoryQuery from(String sender) {
        return new HistoryQuery(
                run, fromNanos, toNanos, filter, Optional.of(sender), transport, limit);
    }

    public HistoryQuery over(Transport side) {
        return new HistoryQuery(
                run, fromNanos, toNanos, filter, identity, Optional.of(side), limit);
    }

    public HistoryQuery atMost(long messages) {
        return new HistoryQuery(run, fromNanos, toNanos, filter, identity, transport, messages);
    }
}
