// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Ending;

/// Matches MQTT packets with those that answer them, and keeps a view of every client's session.
///
/// Fed with the observations of a [Reader], in their order. An [Exchange] goes to the sink when its
/// last packet was seen, or when it is sure that none will be: at the conversation's end or at
/// [#end].
///
/// ```
/// var exchanges = new Exchanges(exchange -> {
///     if (exchange instanceof Exchange.Delivery delivery && delivery.missing() != null) {
///         System.out.println(delivery.topic() + " was not acknowledged: " + delivery.missing());
///     }
/// });
/// var reader = new Reader(exchanges::accept);
/// ...
/// exchanges.end();
/// exchanges.sessions().stream().filter(Session::keepAliveBroken).forEach(System.out::println);
/// ```
public final class Exchanges {
    /// What open exchanges may take together, counted as characters of topics and [#OPEN_COST]
    /// each. Beyond it the oldest of the conversation at hand is given up.
    static final int OPEN_CHARS_MAX = 32 << 20;

    static final int OPEN_COST = 64;

    private final Consumer<? super Exchange> sink;
    private final Map<Long, OpenExchanges> open = new HashMap<>();
    private final SessionBook book = new SessionBook();
    private final Room room = new Room();
    private @Nullable OpenExchanges latest;

    /// The room that open exchanges take.
    static final class Room {
        int taken;

        boolean over() {
            return taken > OPEN_CHARS_MAX;
        }
    }

    /// @param sink takes each exchange once
    public Exchanges(Consumer<? super Exchange> sink) {
        this.sink = sink;
    }

    /// Takes the next observation; what is no part of MQTT's dialogue is ignored.
    public void accept(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen -> {
                book.seen(seen);
                of(seen.conversation().id()).seen(seen);
            }
            case Observation.Gap gap -> gap(gap.conversation().id());
            case Observation.Resynchronised again -> gap(again.conversation().id());
            case Observation.Malformed wrong when wrong.conversation() != null ->
                    gap(wrong.conversation().id());
            case Observation.Undecryptable sealed -> gap(sealed.conversation().id());
            case Observation.ConversationClosed closed -> closed(closed);
            default -> {}
        }
    }

    private OpenExchanges of(long conversation) {
        OpenExchanges known = latest;
        if (known == null || known.id() != conversation) {
            known =
                    open.computeIfAbsent(
                            conversation, id -> new OpenExchanges(id, this::tell, room));
            latest = known;
        }
        return known;
    }

    private void tell(Exchange exchange) {
        if (exchange instanceof Exchange.OverReceiveMaximum over) {
            book.overReceiveMaximum(over.conversation().id());
        }
        sink.accept(exchange);
    }

    private void gap(long conversation) {
        book.gap(conversation);
        OpenExchanges there = open.get(conversation);
        if (there != null) {
            there.gap();
        }
    }

    private void closed(Observation.ConversationClosed closed) {
        book.closed(closed);
        OpenExchanges there = open.remove(closed.conversation().id());
        if (there != null) {
            there.end(reason(closed.ending()));
        }
        latest = null;
    }

    private static Exchange.Missing reason(Ending ending) {
        return switch (ending) {
            case FINISHED, RESET, REPLACED -> Exchange.Missing.CONVERSATION_CLOSED;
            case CAPTURE_ENDED -> Exchange.Missing.CAPTURE_ENDED;
            case EVICTED -> Exchange.Missing.NOT_FOLLOWED;
        };
    }

    /// Nothing follows: what is still open is told.
    public void end() {
        open.values().forEach(each -> each.end(Exchange.Missing.CAPTURE_ENDED));
        open.clear();
        latest = null;
    }

    /// The sessions seen so far, in the order of their CONNECT.
    public List<Session> sessions() {
        return new ArrayList<>(book.sessions());
    }

    /// CONNECT packets whose sessions are not in [#sessions], because there were too many.
    public long sessionsNotKept() {
        return book.notKept();
    }
}
