// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Connection;
import twinport.wire.flow.ConnectionSink;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Ending;
import twinport.wire.flow.Layer;
import twinport.wire.flow.Provenance;
import twinport.wire.tls.TlsContext;

/// Reads one conversation: finds out what it carries and tells what it holds.
final class ConversationReader implements ConnectionSink {
    private final Connection connection;
    private final Reader.Now now;
    private final TlsContext context;
    private final Consumer<? super Observation> sink;
    private final @Nullable Statistics counting;

    private Conversation conversation;
    private @Nullable Recognition recognition;
    private @Nullable Carried carried;

    ConversationReader(
            Connection connection,
            Reader.Now now,
            TlsContext context,
            Consumer<? super Observation> sink,
            @Nullable Statistics counting) {
        this.connection = connection;
        this.now = now;
        this.context = context;
        this.sink = sink;
        this.counting = counting;
        this.recognition = new Recognition(connection.fromStart());
        this.conversation =
                new Conversation(
                        connection.id(),
                        connection.client(),
                        connection.server(),
                        connection.fromStart(),
                        Protocol.UNKNOWN,
                        null,
                        null,
                        false,
                        null);
        sink.accept(new Observation.ConversationOpened(conversation, now.nanos, now.frame));
    }

    Conversation conversation() {
        return conversation;
    }

    Reader.Now now() {
        return now;
    }

    void tell(Observation observation) {
        sink.accept(observation);
    }

    void learn(Conversation fuller) {
        conversation = fuller;
    }

    /// Bytes that could not be read.
    void malformed(Direction direction, Layer layer, String what, String rule, ByteRange where) {
        tell(
                new Observation.Malformed(
                        conversation,
                        direction,
                        layer,
                        what,
                        rule,
                        now.nanos,
                        where.frame(),
                        where.offset()));
    }

    /// Bytes that could be read, and break a rule.
    void ruleBroken(Direction direction, Layer layer, String what, String rule, ByteRange where) {
        tell(
                new Observation.RuleBroken(
                        conversation,
                        direction,
                        layer,
                        what,
                        rule,
                        now.nanos,
                        where.frame(),
                        where.offset()));
    }

    // ---- the connection's bytes

    @Override
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        if (carried != null) {
            carried.bytes(direction, data, at, length, from);
        } else if (recognition != null) {
            recognise(recognition, direction, data, at, length, from);
        }
    }

    private void recognise(
            Recognition open,
            Direction direction,
            MemorySegment data,
            long at,
            int length,
            Provenance from) {
        Recognition.Verdict verdict = open.see(direction, data, at, length, from);
        Carried found =
                switch (verdict) {
                    case MQTT -> channel(Protection.READABLE, open.inTheMiddle());
                    case HTTP -> new WebSocketChannel(this, Protection.READABLE);
                    case TLS -> new TlsChannel(this, context, open.inTheMiddle());
                    case OPEN, NOTHING_KNOWN -> null;
                };
        if (verdict != Recognition.Verdict.OPEN) {
            recognition = null;
        }
        if (found == null) {
            return;
        }
        carried = found;
        switch (verdict) {
            case MQTT -> recognised(Protocol.PLAIN_MQTT);
            case TLS -> {
                learn(conversation.with(Conversation.Tls.UNSEEN));
                recognised(Protocol.TLS);
            }
            case HTTP, OPEN, NOTHING_KNOWN -> {}
        }
        open.replay(found::bytes, found::gap);
    }

    /// Whether the connection's beginning was captured.
    boolean fromStart() {
        return connection.fromStart();
    }

    MqttChannel channel(Protection protection, boolean middle) {
        return new MqttChannel(this, protection, middle, counting);
    }

    void recognised(Protocol protocol) {
        learn(conversation.with(protocol));
        tell(new Observation.ProtocolRecognised(conversation, now.nanos, now.frame));
    }

    @Override
    public void gap(Direction direction, long bytes) {
        tell(new Observation.Gap(conversation, direction, bytes, now.nanos, now.frame));
        if (carried != null) {
            carried.gap(direction, bytes);
        } else if (recognition != null) {
            recognition.gap(direction, bytes);
        }
    }

    @Override
    public void contradicted(Direction direction, ByteRange first, ByteRange again) {
        tell(
                new Observation.Contradiction(
                        conversation, direction, first, again, now.nanos, now.frame));
    }

    @Override
    public long held() {
        long sum = recognition == null ? 0 : recognition.held();
        return sum + (carried == null ? 0 : carried.held());
    }

    @Override
    public void closed(Ending ending) {
        if (carried != null) {
            carried.end();
        }
        tell(
                new Observation.ConversationClosed(
                        conversation,
                        ending,
                        connection.delivered(Direction.FROM_CLIENT),
                        connection.delivered(Direction.FROM_SERVER),
                        now.nanos,
                        now.frame));
    }
}
