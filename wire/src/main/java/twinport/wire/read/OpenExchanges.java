// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketType;
import twinport.wire.mqtt.Properties;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.mqtt.ReasonCode;

/// The exchanges of one conversation that wait for an answer.
final class OpenExchanges {
    /// PINGREQ packets that wait at once.
    private static final int PINGS_MAX = 16;

    private static final int RECEIVE_MAXIMUM_DEFAULT = 0xffff;

    private final long id;
    private final Consumer<? super Exchange> sink;
    private final Exchanges.Room room;
    private final Side client = new Side();
    private final Side server = new Side();
    private final Deque<Waiting.Request> pings = new ArrayDeque<>();
    private @Nullable Conversation conversation;
    private Waiting.@Nullable Request connect;
    private boolean sessionResumed;
    private long gaps;

    /// What one end sent and waits for. Both ends number their packets independently (MQTT 5.0
    /// §2.2.1).
    private static final class Side {
        final Map<Integer, Waiting> open = new LinkedHashMap<>();
        final BitSet used = new BitSet();

        /// Acknowledgements still to come for repeated packets, by packet identifier.
        final Map<Integer, Integer> extra = new LinkedHashMap<>();

        int inFlight;

        /// What the other end takes at once.
        int receiveMaximum = RECEIVE_MAXIMUM_DEFAULT;
    }

    OpenExchanges(long id, Consumer<? super Exchange> sink, Exchanges.Room room) {
        this.id = id;
        this.sink = sink;
        this.room = room;
    }

    long id() {
        return id;
    }

    void gap() {
        gaps++;
    }

    private Side side(Direction direction) {
        return direction == Direction.FROM_CLIENT ? client : server;
    }

    void seen(Observation.MqttSeen seen) {
        conversation = seen.conversation();
        Side own = side(seen.direction());
        Side other = side(seen.direction().opposite());
        switch (seen.packet()) {
            case Packet.Connect asks -> connect(seen, asks, other);
            case Packet.ConnAck answer -> connAck(seen, answer, other);
            case Packet.Publish publish when publish.qos() > 0 -> publish(seen, publish, own);
            case Packet.PubAck ack -> ended(seen, other, ack.packetId(), 1, ack.reason());
            case Packet.PubRec ack -> received(seen, other, ack.packetId(), ack.reason());
            case Packet.PubRel release -> released(seen, own, release.packetId());
            case Packet.PubComp ack -> ended(seen, other, ack.packetId(), 2, ack.reason());
            case Packet.Subscribe asks ->
                    request(seen, own, asks.packetId(), asks.subscriptions().size());
            case Packet.Unsubscribe asks ->
                    request(seen, own, asks.packetId(), asks.topicFilters().size());
            case Packet.SubAck answer ->
                    answered(
                            seen, other, answer.packetId(), PacketType.SUBSCRIBE, answer.reasons());
            case Packet.UnsubAck answer ->
                    answered(
                            seen,
                            other,
                            answer.packetId(),
                            PacketType.UNSUBSCRIBE,
                            answer.reasons());
            case Packet.PingReq _ -> ping(seen);
            case Packet.PingResp _ -> pong(seen);
            case Packet.Publish _, Packet.Disconnect _, Packet.Auth _ -> {}
        }
    }

    // ---- CONNECT and PINGREQ

    private void connect(Observation.MqttSeen seen, Packet.Connect asks, Side other) {
        other.receiveMaximum = receiveMaximum(asks.properties());
        if (connect == null) {
            connect = new Waiting.Request(seen, 0, gaps, 0);
        }
    }

    private void connAck(Observation.MqttSeen seen, Packet.ConnAck answer, Side other) {
        other.receiveMaximum = receiveMaximum(answer.properties());
        sessionResumed |= answer.sessionPresent();
        if (connect == null) {
            unexpected(seen, other, 0, Exchange.Why.NEVER_SENT);
        } else {
            sink.accept(connect.answered(seen, List.of(answer.reason())));
            connect = null;
        }
    }

    private static int receiveMaximum(Properties properties) {
        long told = properties.number(PropertyId.RECEIVE_MAXIMUM).orElse(RECEIVE_MAXIMUM_DEFAULT);
        return told == 0 ? RECEIVE_MAXIMUM_DEFAULT : (int) told;
    }

    private void ping(Observation.MqttSeen seen) {
        if (pings.size() == PINGS_MAX) {
            sink.accept(
                    pings.removeFirst()
                            .without(seen.conversation(), Exchange.Missing.NOT_FOLLOWED));
        }
        pings.addLast(new Waiting.Request(seen, 0, gaps, 0));
    }

    private void pong(Observation.MqttSeen seen) {
        Waiting.Request first = pings.pollFirst();
        if (first == null) {
            unexpected(seen, side(seen.direction().opposite()), 0, Exchange.Why.NEVER_SENT);
        } else {
            sink.accept(first.answered(seen, List.of()));
        }
    }

    // ---- QoS 1 and 2

    private void publish(Observation.MqttSeen seen, Packet.Publish publish, Side own) {
        int packetId = publish.packetId();
        if (own.open.get(packetId) instanceof Waiting.Message open && open.repeatedBy(publish)) {
            open.duplicates++;
            return;
        }
        Waiting.Message message = new Waiting.Message(seen, publish, gaps);
        add(seen, own, message);
        message.inFlight = true;
        own.inFlight++;
        if (own.inFlight > own.receiveMaximum) {
            sink.accept(
                    new Exchange.OverReceiveMaximum(
                            seen.conversation(),
                            seen.direction(),
                            packetId,
                            own.receiveMaximum,
                            seen.frame(),
                            seen.epochNanos()));
        }
    }

    private void add(Observation.MqttSeen seen, Side own, Waiting waiting) {
        Waiting before = own.open.remove(waiting.packetId);
        if (before != null) {
            forget(own, before);
            tellWithout(before, seen.conversation(), Exchange.Missing.IDENTIFIER_REUSED);
        }
        own.extra.remove(waiting.packetId);
        own.used.set(waiting.packetId);
        own.open.put(waiting.packetId, waiting);
        room.taken += waiting.cost();
        while (room.over() && !own.open.isEmpty()) {
            Iterator<Waiting> eldest = own.open.values().iterator();
            Waiting given = eldest.next();
            eldest.remove();
            forget(own, given);
            sink.accept(given.without(seen.conversation(), Exchange.Missing.NOT_FOLLOWED));
        }
    }

    /// Gives back the room and the place in flight of one that is no longer open.
    private void forget(Side own, Waiting gone) {
        room.taken -= gone.cost();
        if (gone instanceof Waiting.Message message && message.inFlight) {
            message.inFlight = false;
            own.inFlight--;
        }
    }

    private void received(Observation.MqttSeen seen, Side own, int packetId, ReasonCode reason) {
        Waiting.Message message = message(seen, own, packetId, 2);
        if (message == null) {
            return;
        }
        message.reason = reason;
        if (reason.failed()) {
            end(seen, own, message);
        } else if (message.state == Exchange.State.PUBLISHED) {
            message.state = Exchange.State.RECEIVED;
        }
    }

    private void released(Observation.MqttSeen seen, Side own, int packetId) {
        Waiting.Message message = message(seen, own, packetId, 2);
        if (message != null) {
            message.state = Exchange.State.RELEASED;
        }
    }

    private void ended(
            Observation.MqttSeen seen, Side own, int packetId, int qos, ReasonCode reason) {
        Waiting.Message message = message(seen, own, packetId, qos);
        if (message != null) {
            message.reason = reason;
            end(seen, own, message);
        }
    }

    private void end(Observation.MqttSeen seen, Side own, Waiting.Message message) {
        own.open.remove(message.packetId);
        forget(own, message);
        if (message.duplicates > 0) {
            own.extra.put(message.packetId, message.duplicates);
        }
        sink.accept(message.complete(seen));
    }

    /// The open message that this packet belongs to; null, and told, when there is none.
    private Waiting.@Nullable Message message(
            Observation.MqttSeen seen, Side own, int packetId, int qos) {
        Waiting open = own.open.get(packetId);
        if (open instanceof Waiting.Message message && message.qos == qos) {
            return message;
        }
        if (open == null && own.extra.containsKey(packetId)) {
            own.extra.merge(packetId, -1, (left, one) -> left + one > 0 ? left + one : null);
            return null;
        }
        unexpected(seen, own, packetId, open == null ? null : Exchange.Why.WRONG_TYPE);
        return null;
    }

    // ---- SUBSCRIBE and UNSUBSCRIBE

    private void request(Observation.MqttSeen seen, Side own, int packetId, int asked) {
        add(seen, own, new Waiting.Request(seen, packetId, gaps, asked));
    }

    private void answered(
            Observation.MqttSeen seen,
            Side own,
            int packetId,
            PacketType type,
            List<ReasonCode> reasons) {
        Waiting open = own.open.get(packetId);
        if (open instanceof Waiting.Request request && request.type() == type) {
            own.open.remove(packetId);
            forget(own, request);
            sink.accept(request.answered(seen, reasons));
        } else {
            unexpected(seen, own, packetId, open == null ? null : Exchange.Why.WRONG_TYPE);
        }
    }

    /// @param why null to tell it from what was sent before
    private void unexpected(
            Observation.MqttSeen seen, Side own, int packetId, Exchange.@Nullable Why why) {
        Exchange.Why told = why;
        if (told == null) {
            boolean used = own.used.get(packetId);
            told = used ? Exchange.Why.ALREADY_COMPLETE : Exchange.Why.NEVER_SENT;
        }
        boolean certain = seen.conversation().fromStart() && gaps == 0 && !sessionResumed;
        sink.accept(
                new Exchange.Unexpected(
                        seen.conversation(),
                        seen.direction(),
                        seen.packet().type(),
                        packetId,
                        told,
                        certain,
                        seen.frame(),
                        seen.epochNanos()));
    }

    // ---- the end

    /// Tells what is still open, in the order it began in each direction.
    void end(Exchange.Missing reason) {
        Conversation last = conversation;
        if (last == null) {
            return;
        }
        if (connect != null) {
            tellWithout(connect, last, reason);
        }
        for (Side each : List.of(client, server)) {
            for (Waiting waiting : each.open.values()) {
                room.taken -= waiting.cost();
                tellWithout(waiting, last, reason);
            }
            each.open.clear();
        }
        pings.forEach(ping -> tellWithout(ping, last, reason));
        pings.clear();
    }

    private void tellWithout(Waiting waiting, Conversation last, Exchange.Missing reason) {
        boolean torn = waiting.gapsBefore < gaps;
        sink.accept(waiting.without(last, torn ? Exchange.Missing.GAP : reason));
    }
}
