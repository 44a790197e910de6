// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Endpoint;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.mqtt.ReasonCode;

/// Keeps what is told of every client's connection.
final class SessionBook {
    /// More CONNECT packets are counted, their sessions not kept.
    static final int SESSIONS_MAX = 1 << 16;

    /// Characters of client ids, user names and will topics kept together.
    static final int TEXT_CHARS_MAX = 16 << 20;

    private static final long NEVER = -1;

    private final List<Entry> all = new ArrayList<>();
    private final Map<Long, Entry> open = new HashMap<>();
    private final Map<Who, Entry> connected = new HashMap<>();
    private long text;
    private long notKept;

    /// The same client id at another server is another client.
    private record Who(Endpoint server, String clientId) {}

    private static final class Entry {
        Conversation conversation;
        String clientId;
        int keepAliveSeconds;
        final @Nullable String userName;
        final boolean cleanStart;
        final Session.@Nullable WillNotice will;
        final long connectedNanos;
        long lastNanos;
        long lastClientNanos;
        long longestSilence;
        long clientPackets;
        long serverPackets;
        long published;
        long received;
        long overReceiveMaximum;
        long takenOverBy = NEVER;
        boolean sessionPresent;
        @Nullable ReasonCode answer;
        Session.Leaving leaving = Session.Leaving.STILL_CONNECTED;

        Entry(Observation.MqttSeen seen, Packet.Connect connect) {
            conversation = seen.conversation();
            clientId = connect.clientId();
            userName = connect.userName();
            cleanStart = connect.cleanStart();
            keepAliveSeconds = connect.keepAliveSeconds();
            will = notice(connect.will());
            connectedNanos = seen.epochNanos();
            lastNanos = connectedNanos;
            lastClientNanos = connectedNanos;
        }

        private static Session.@Nullable WillNotice notice(Packet.@Nullable Will will) {
            return will == null
                    ? null
                    : new Session.WillNotice(
                            will.topic(), will.payload().length, will.qos(), will.retain());
        }

        Session snapshot() {
            return new Session(
                    conversation,
                    clientId,
                    userName,
                    cleanStart,
                    answer,
                    sessionPresent,
                    keepAliveSeconds,
                    will,
                    connectedNanos,
                    lastNanos,
                    longestSilence,
                    clientPackets,
                    serverPackets,
                    published,
                    received,
                    overReceiveMaximum,
                    leaving,
                    takenOverBy);
        }

        /// The client was silent until now.
        void silentUntil(long nanos) {
            if (lastClientNanos != NEVER) {
                longestSilence = Math.max(longestSilence, nanos - lastClientNanos);
            }
        }
    }

    List<Session> sessions() {
        return all.stream().map(Entry::snapshot).toList();
    }

    long notKept() {
        return notKept;
    }

    void seen(Observation.MqttSeen seen) {
        long conversation = seen.conversation().id();
        Entry entry = open.get(conversation);
        if (entry == null && seen.packet() instanceof Packet.Connect connect) {
            entry = connect(seen, connect);
        }
        if (entry == null) {
            return;
        }
        entry.conversation = seen.conversation();
        entry.lastNanos = seen.epochNanos();
        if (seen.direction() == Direction.FROM_CLIENT) {
            ofClient(entry, seen);
        } else {
            ofServer(entry, seen.packet());
        }
    }

    private @Nullable Entry connect(Observation.MqttSeen seen, Packet.Connect connect) {
        int chars = connect.clientId().length();
        chars += connect.userName() == null ? 0 : connect.userName().length();
        chars += connect.will() == null ? 0 : connect.will().topic().length();
        if (all.size() == SESSIONS_MAX || text + chars > TEXT_CHARS_MAX) {
            notKept++;
            return null;
        }
        text += chars;
        Entry entry = new Entry(seen, connect);
        all.add(entry);
        open.put(seen.conversation().id(), entry);
        return entry;
    }

    private void ofClient(Entry entry, Observation.MqttSeen seen) {
        entry.clientPackets++;
        entry.silentUntil(seen.epochNanos());
        entry.lastClientNanos = seen.epochNanos();
        switch (seen.packet()) {
            case Packet.Publish _ -> entry.published++;
            case Packet.Disconnect disconnect ->
                    entry.leaving =
                            disconnect.reason().number() == 0x04
                                    ? Session.Leaving.DISCONNECTED_WITH_WILL
                                    : Session.Leaving.DISCONNECTED;
            default -> {}
        }
    }

    private void ofServer(Entry entry, Packet packet) {
        entry.serverPackets++;
        switch (packet) {
            case Packet.ConnAck answer -> answered(entry, answer);
            case Packet.Publish _ -> entry.received++;
            case Packet.Disconnect _ -> entry.leaving = Session.Leaving.SENT_AWAY;
            default -> {}
        }
    }

    private void answered(Entry entry, Packet.ConnAck answer) {
        entry.answer = answer.reason();
        if (answer.reason().number() != 0) {
            entry.leaving = Session.Leaving.REFUSED;
            return;
        }
        entry.sessionPresent = answer.sessionPresent();
        answer.properties()
                .number(PropertyId.SERVER_KEEP_ALIVE)
                .ifPresent(seconds -> entry.keepAliveSeconds = (int) seconds);
        answer.properties()
                .text(PropertyId.ASSIGNED_CLIENT_IDENTIFIER)
                .filter(assigned -> assigned.length() + text <= TEXT_CHARS_MAX)
                .ifPresent(assigned -> assign(entry, assigned));
        if (entry.clientId.isEmpty()) {
            return;
        }
        // The server ends the older connection when it accepts the newer (MQTT 5.0 §3.1.4).
        Who who = new Who(entry.conversation.server(), entry.clientId);
        Entry older = connected.put(who, entry);
        if (older != null && older.leaving == Session.Leaving.STILL_CONNECTED && older != entry) {
            older.takenOverBy = entry.conversation.id();
        }
    }

    private void assign(Entry entry, String clientId) {
        text += clientId.length();
        entry.clientId = clientId;
    }

    void overReceiveMaximum(long conversation) {
        Entry entry = open.get(conversation);
        if (entry != null) {
            entry.overReceiveMaximum++;
        }
    }

    /// What the client sent meanwhile may be missing.
    void gap(long conversation) {
        Entry entry = open.get(conversation);
        if (entry != null) {
            entry.lastClientNanos = NEVER;
        }
    }

    void closed(Observation.ConversationClosed closed) {
        Entry entry = open.remove(closed.conversation().id());
        if (entry == null) {
            return;
        }
        entry.conversation = closed.conversation();
        connected.remove(new Who(entry.conversation.server(), entry.clientId), entry);
        if (entry.leaving == Session.Leaving.STILL_CONNECTED) {
            entry.silentUntil(closed.epochNanos());
            entry.leaving =
                    switch (closed.ending()) {
                        case FINISHED, RESET, REPLACED -> Session.Leaving.VANISHED;
                        case CAPTURE_ENDED, EVICTED -> Session.Leaving.STILL_CONNECTED;
                    };
        }
    }
}
