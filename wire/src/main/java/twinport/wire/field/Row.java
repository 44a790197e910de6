// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Endpoint;
import twinport.wire.flow.FrameFacts;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Version;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.tls.Alert;
import twinport.wire.tls.HandshakeMessage;

/// What fields read their values from: one unit at a time. One object is used over and over.
public final class Row {
    private final Ends ends;
    private final Devices devices;

    private Unit unit = Unit.FRAME;
    private @Nullable Conversation conversation;
    private Direction direction = Direction.FROM_CLIENT;
    private Protection protection = Protection.READABLE;
    private long frame;
    private long epochNanos;
    private long firstNanos;
    private boolean begun;
    private @Nullable FrameFacts facts;

    private @Nullable Packet packet;
    private Observation.@Nullable TlsRecordSeen record;
    private @Nullable HandshakeMessage handshake;
    private @Nullable Alert alert;

    private @Nullable Row next;

    public Row() {
        this(new Ends(), new Devices());
    }

    private Row(Ends ends, Devices devices) {
        this.ends = ends;
        this.devices = devices;
    }

    /// Another row of the same capture, as it is now, to keep beside this one.
    public Row copy() {
        Row copy = new Row(ends, devices);
        copy.unit = unit;
        copy.conversation = conversation;
        copy.direction = direction;
        copy.protection = protection;
        copy.frame = frame;
        copy.epochNanos = epochNanos;
        copy.firstNanos = firstNanos;
        copy.begun = begun;
        copy.facts = facts;
        copy.packet = packet;
        copy.record = record;
        copy.handshake = handshake;
        copy.alert = alert;
        return copy;
    }

    /// Becomes the row of an observation; false when the observation is none that has a row.
    public boolean take(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen -> {
                unit = Unit.MQTT;
                packet = seen.packet();
                devices.see(seen);
                at(seen.conversation(), seen.direction(), seen.frame(), seen.epochNanos());
                protection = seen.protection();
            }
            case Observation.TlsRecordSeen seen -> {
                unit = Unit.RECORD;
                record = seen;
                at(seen.conversation(), seen.direction(), seen.frame(), seen.epochNanos());
                protection = Protection.READABLE;
            }
            case Observation.TlsHandshake seen -> {
                unit = Unit.HANDSHAKE;
                handshake = seen.message();
                at(seen.conversation(), seen.direction(), seen.frame(), seen.epochNanos());
                protection = seen.protection();
            }
            case Observation.TlsAlert seen -> {
                unit = Unit.ALERT;
                alert = seen.alert();
                at(seen.conversation(), seen.direction(), seen.frame(), seen.epochNanos());
                protection = seen.protection();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void at(Conversation in, Direction sent, long number, long nanos) {
        conversation = in;
        direction = sent;
        frame = number;
        epochNanos = nanos;
    }

    /// Becomes the row of a frame.
    public void take(FrameFacts frameFacts) {
        unit = Unit.FRAME;
        facts = frameFacts;
        conversation = null;
        frame = frameFacts.number();
        epochNanos = frameFacts.epochNanos();
        direction = Objects.requireNonNullElse(frameFacts.direction(), Direction.FROM_CLIENT);
    }

    /// The headers of the frame at hand, for the rows that follow; null where nobody reads them.
    public void facts(@Nullable FrameFacts frameFacts) {
        facts = frameFacts;
    }

    /// Times are counted from the first frame of the capture; later calls change nothing.
    public void begin(long nanos) {
        if (!begun) {
            begun = true;
            firstNanos = nanos;
        }
    }

    /// A further row of the same frame: a field of the chain has the values of all of them.
    public void next(@Nullable Row further) {
        next = further;
    }

    public @Nullable Row next() {
        return next;
    }

    // ---- what fields read

    public Unit unit() {
        return unit;
    }

    public long frame() {
        return frame;
    }

    public long epochNanos() {
        return epochNanos;
    }

    public long sinceFirst() {
        return epochNanos - firstNanos;
    }

    public Direction direction() {
        return direction;
    }

    public Protection protection() {
        return protection;
    }

    /// Null for a frame that is only a frame.
    public @Nullable Conversation conversation() {
        return conversation;
    }

    /// The frame's headers; null when they are not read, or when the unit became complete in
    /// another frame than the one at hand, as opened records that were held back do.
    public @Nullable FrameFacts facts() {
        return facts != null && facts.number() == frame ? facts : null;
    }

    /// Null unless this is an MQTT packet's row, as below.
    public @Nullable Packet packet() {
        return unit == Unit.MQTT ? packet : null;
    }

    public Observation.@Nullable TlsRecordSeen record() {
        return unit == Unit.RECORD ? record : null;
    }

    public @Nullable HandshakeMessage handshake() {
        return unit == Unit.HANDSHAKE ? handshake : null;
    }

    public @Nullable Alert alert() {
        return unit == Unit.ALERT ? alert : null;
    }

    public @Nullable Endpoint source() {
        return conversation == null ? null : conversation.sender(direction);
    }

    public @Nullable Endpoint target() {
        return conversation == null ? null : conversation.receiver(direction);
    }

    @Nullable AddressText sourceAddress() {
        if (conversation != null) {
            return ends.sender(conversation, direction);
        }
        FrameFacts here = facts();
        return here == null || here.ipVersion() == 0
                ? null
                : AddressText.of(here.ipVersion() == 6, here.sourceHigh(), here.sourceLow());
    }

    @Nullable AddressText targetAddress() {
        if (conversation != null) {
            return ends.sender(conversation, direction.opposite());
        }
        FrameFacts here = facts();
        return here == null || here.ipVersion() == 0
                ? null
                : AddressText.of(here.ipVersion() == 6, here.targetHigh(), here.targetLow());
    }

    /// -1 where there is none.
    int sourcePort() {
        Endpoint end = source();
        if (end != null) {
            return end.port();
        }
        FrameFacts here = facts();
        return here == null || !here.tcp() ? -1 : here.sourcePort();
    }

    /// -1 where there is none.
    int targetPort() {
        Endpoint end = target();
        if (end != null) {
            return end.port();
        }
        FrameFacts here = facts();
        return here == null || !here.tcp() ? -1 : here.targetPort();
    }

    /// The client id of the conversation; null while it is not known.
    public @Nullable String device() {
        return conversation == null ? null : devices.of(conversation.id());
    }

    boolean five() {
        return conversation != null && conversation.mqttVersion() == Version.MQTT_5_0;
    }

    boolean oldest() {
        return conversation != null && conversation.mqttVersion() == Version.MQTT_3_1;
    }
}
