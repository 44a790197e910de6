// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Layer;
import twinport.wire.flow.Provenance;
import twinport.wire.websocket.CloseCode;
import twinport.wire.websocket.Handshake;
import twinport.wire.websocket.WebSocketSession;
import twinport.wire.websocket.WebSocketSink;

/// WebSocket over one conversation, in the clear or opened, and the MQTT in it.
///
/// Its messages are read as MQTT where the sub-protocol says so, or where the first thing the
/// client sends is a CONNECT.
final class WebSocketChannel implements Carried {
    private static final int CONNECT = 0x10;

    private final ConversationReader owner;
    private final Protection protection;
    private final WebSocketSession session;
    private @Nullable MqttChannel mqtt;
    private @Nullable Recognition recognition;
    private boolean textTold;

    /// Of what the client sends; -1 before.
    private int firstByte = -1;

    WebSocketChannel(ConversationReader owner, Protection protection) {
        this.owner = owner;
        this.protection = protection;
        this.session = new WebSocketSession(new Sink());
    }

    @Override
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        session.bytes(direction, data, at, length, from);
    }

    @Override
    public void gap(Direction direction, long bytes) {
        session.gap(direction, bytes);
    }

    @Override
    public long held() {
        long sum = session.held() + (mqtt == null ? 0 : mqtt.held());
        return sum + (recognition == null ? 0 : recognition.held());
    }

    @Override
    public void end() {
        session.end();
    }

    private final class Sink implements WebSocketSink {
        @Override
        public void opened(Handshake handshake) {
            owner.learn(owner.conversation().with(handshake));
            if (protection == Protection.READABLE) {
                owner.recognised(Protocol.WEBSOCKET);
            }
            Reader.Now now = owner.now();
            owner.tell(
                    new Observation.WebSocketOpened(
                            owner.conversation(), protection, now.nanos, now.frame));
            if (handshake.isMqtt()) {
                mqtt = owner.channel(protection, false);
            } else {
                recognition = new Recognition(true);
            }
        }

        @Override
        public void refused() {}

        @Override
        public void data(
                Direction direction,
                boolean text,
                MemorySegment data,
                long at,
                int length,
                Provenance from) {
            MqttChannel known = mqtt;
            if (known == null) {
                recognise(direction, data, at, length, from);
                return;
            }
            if (text && !textTold) {
                textTold = true;
                owner.ruleBroken(
                        direction,
                        Layer.MQTT,
                        "MQTT in a text message",
                        "MQTT 5.0 §6 (3.1.1 §6): only binary messages",
                        new ByteRange(owner.now().frame, from.offsetOf(0), 1));
            }
            known.bytes(direction, data, at, length, from);
        }

        @Override
        public void gap(Direction direction) {
            recognition = null;
            if (mqtt != null) {
                mqtt.gap(direction, Long.MAX_VALUE);
            }
        }

        @Override
        public void closed(
                Direction direction, CloseCode code, String reason, List<ByteRange> where) {
            Reader.Now now = owner.now();
            owner.tell(
                    new Observation.WebSocketClosed(
                            owner.conversation(),
                            direction,
                            code,
                            reason,
                            protection,
                            now.nanos,
                            where,
                            now.frame));
        }

        @Override
        public void ruleBroken(Direction direction, String what, String rule, ByteRange where) {
            owner.ruleBroken(direction, Layer.WEBSOCKET, what, rule, where);
        }

        @Override
        public void malformed(Direction direction, String what, String rule, ByteRange where) {
            owner.malformed(direction, Layer.WEBSOCKET, what, rule, where);
        }

        @Override
        public void malformed(Direction direction, String what, String rule, int offset) {
            owner.malformed(
                    direction,
                    Layer.WEBSOCKET,
                    what,
                    rule,
                    new ByteRange(owner.now().frame, offset, 1));
        }

        @Override
        public void resynchronised(Direction direction, long skipped) {
            Reader.Now now = owner.now();
            owner.tell(
                    new Observation.Resynchronised(
                            owner.conversation(), direction, skipped, now.nanos, now.frame));
        }
    }

    private void recognise(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        Recognition looking = recognition;
        if (looking == null) {
            return;
        }
        if (firstByte < 0 && direction == Direction.FROM_CLIENT) {
            firstByte = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        }
        Recognition.Verdict verdict = looking.see(direction, data, at, length, from);
        if (verdict == Recognition.Verdict.OPEN && !looking.inTheMiddle()) {
            return;
        }
        recognition = null;
        boolean connect =
                direction == Direction.FROM_CLIENT
                        && firstByte == CONNECT
                        && !looking.inTheMiddle();
        if (verdict == Recognition.Verdict.MQTT && connect) {
            MqttChannel channel = owner.channel(protection, false);
            mqtt = channel;
            looking.replay(channel::bytes, channel::gap);
        }
    }
}
