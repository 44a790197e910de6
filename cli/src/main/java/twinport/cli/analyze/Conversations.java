// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import twinport.cli.Terminal;
import twinport.wire.field.Column;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;
import twinport.wire.flow.Direction;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;

/// One row a TCP connection.
final class Conversations extends Table {
    /// Conversations that are told apart.
    static final int CONVERSATIONS_MAX = 200_000;

    static final List<Column> COLUMNS =
            List.of(
                    new Column("conversation", Type.NUMBER),
                    new Column("client", Type.TEXT),
                    new Column("server", Type.TEXT),
                    new Column("protocol", Type.TEXT),
                    new Column("version", Type.TEXT),
                    new Column("device", Type.TEXT),
                    new Column("start", Type.TIME),
                    new Column("duration", Type.TIME),
                    new Column("client_bytes", Type.NUMBER),
                    new Column("server_bytes", Type.NUMBER),
                    new Column("client_packets", Type.NUMBER),
                    new Column("server_packets", Type.NUMBER),
                    new Column("sealed_records", Type.NUMBER),
                    new Column("missing_bytes", Type.NUMBER),
                    new Column("ending", Type.TEXT));

    private static final class Tally {
        Conversation latest;
        boolean wanted;
        @Nullable String device;
        long from;
        long to;
        long clientBytes;
        long serverBytes;
        long clientPackets;
        long serverPackets;
        long sealed;
        long missing;
        String ending = "";

        Tally(Conversation conversation, long from) {
            this.latest = conversation;
            this.from = from;
            this.to = from;
        }
    }

    private final Map<Long, Tally> tallies = new LinkedHashMap<>();

    Conversations(
            RowWriter.Format format,
            OutputStream out,
            RowFilter filter,
            long limit,
            Terminal terminal) {
        super(RowWriter.ofColumns(format, COLUMNS, out), filter, limit, terminal);
    }

    private @Nullable Tally tally(Conversation conversation, long nanos) {
        Tally tally = tallies.get(conversation.id());
        if (tally == null) {
            if (tallies.size() >= CONVERSATIONS_MAX) {
                leaveOut();
                return null;
            }
            tally = new Tally(conversation, nanos);
            tallies.put(conversation.id(), tally);
        }
        tally.latest = conversation;
        tally.to = Math.max(tally.to, nanos);
        return tally;
    }

    @Override
    void unit(Observation observation) {
        Conversation conversation = row.conversation();
        Tally tally = conversation == null ? null : tally(conversation, row.epochNanos());
        if (tally == null) {
            return;
        }
        tally.wanted = true;
        tally.device = row.device();
        switch (observation) {
            case Observation.MqttSeen seen when seen.direction() == Direction.FROM_CLIENT ->
                    tally.clientPackets++;
            case Observation.MqttSeen _ -> tally.serverPackets++;
            case Observation.TlsRecordSeen seen when seen.sealedApplication() -> tally.sealed++;
            default -> {}
        }
    }

    @Override
    void other(Observation observation) {
        switch (observation) {
            case Observation.ConversationOpened seen ->
                    tally(seen.conversation(), seen.epochNanos());
            case Observation.ProtocolRecognised seen ->
                    tally(seen.conversation(), seen.epochNanos());
            case Observation.Gap gap -> {
                Tally tally = tally(gap.conversation(), gap.epochNanos());
                if (tally != null) {
                    tally.missing += gap.bytes();
                }
            }
            case Observation.ConversationClosed closed -> closed(closed);
            default -> {}
        }
    }

    private void closed(Observation.ConversationClosed closed) {
        Tally tally = tallies.get(closed.conversation().id());
        if (tally != null) {
            tally.latest = closed.conversation();
            tally.clientBytes = closed.clientBytes();
            tally.serverBytes = closed.serverBytes();
            tally.ending = closed.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    void end() {
        List<Tally> shown =
                tallies.values().stream().filter(tally -> tally.wanted || !filtered()).toList();
        write(shown, "conversations", CONVERSATIONS_MAX);
    }

    @Override
    void cells(Object thing) {
        Tally tally = (Tally) thing;
        Conversation conversation = tally.latest;
        number(conversation.id());
        text(conversation.client().toString());
        text(conversation.server().toString());
        text(conversation.protocol().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        text(version(conversation));
        text(tally.device);
        nanos(tally.from);
        nanos(tally.to - tally.from);
        number(tally.clientBytes);
        number(tally.serverBytes);
        number(tally.clientPackets);
        number(tally.serverPackets);
        number(tally.sealed);
        number(tally.missing);
        text(tally.ending);
    }

    private static @Nullable String version(Conversation conversation) {
        Conversation.Tls tls = conversation.tls();
        String sealed = tls == null || tls.version() == null ? null : tls.version().toString();
        if (conversation.mqttVersion() == null) {
            return sealed;
        }
        String mqtt =
                conversation.mqttVersion()
                        + (conversation.mqttVersionCertain() ? "" : " (inferred)");
        return sealed == null ? mqtt : sealed + ", " + mqtt;
    }
}
