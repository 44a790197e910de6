// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Provenance;
import twinport.wire.mqtt.Plausible;
import twinport.wire.tls.TlsSession;
import twinport.wire.websocket.WebSocketSession;

/// Finds out from the first bytes of a conversation what it carries, and keeps them meanwhile.
final class Recognition {
    /// With so many bytes of one direction the question is settled.
    private static final int BYTES_MAX = 1 << 12;

    /// Runs of bytes that are looked at before giving up, where the beginning was not captured.
    private static final int RUNS_MAX = 32;

    /// The shortest CONNECT up to its protocol name's second letter.
    private static final int CONNECT_BYTES = 6;

    /// `GET /`
    private static final int REQUEST_BYTES = 5;

    enum Verdict {
        OPEN,
        MQTT,
        TLS,
        /// A request of HTTP/1.1, which may ask for a WebSocket.
        HTTP,
        NOTHING_KNOWN
    }

    interface Bytes {
        void bytes(Direction direction, MemorySegment data, long at, int length, Provenance from);
    }

    interface Missing {
        void gap(Direction direction, long bytes);
    }

    /// A run of bytes kept, or with no bytes a gap.
    private record Kept(Direction direction, MemorySegment bytes, Provenance from, long missing) {}

    private final List<Kept> kept = new ArrayList<>();
    private byte[] clientBytes = new byte[0];
    private byte[] serverBytes = new byte[0];
    private int keptBytes;
    private int runs;
    private int evidence;
    private boolean middle;

    Recognition(boolean fromStart) {
        this.middle = !fromStart;
    }

    Verdict see(Direction direction, MemorySegment data, long at, int length, Provenance from) {
        byte[] bytes = data.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        kept.add(new Kept(direction, MemorySegment.ofArray(bytes), from.copy(), 0));
        keptBytes += length;
        runs += middle ? 1 : 0;
        Verdict verdict = middle ? inTheMiddle(bytes) : atTheStart(direction, bytes);
        if (verdict != Verdict.OPEN) {
            return verdict;
        }
        if (keptBytes > BYTES_MAX) {
            kept.clear();
            keptBytes = 0;
            middle = true;
        }
        return runs > RUNS_MAX ? Verdict.NOTHING_KNOWN : Verdict.OPEN;
    }

    /// Whether the beginning of a direction is missing, so that its units have to be looked for.
    boolean inTheMiddle() {
        return middle;
    }

    private Verdict inTheMiddle(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        if (TlsSession.recordsStartAt(data, 0, bytes.length)) {
            return Verdict.TLS;
        }
        evidence += Plausible.evidence(data, 0, bytes.length);
        return evidence >= Plausible.EVIDENCE_ENOUGH ? Verdict.MQTT : Verdict.OPEN;
    }

    private Verdict atTheStart(Direction direction, byte[] bytes) {
        if (direction == Direction.FROM_CLIENT) {
            clientBytes = joined(clientBytes, bytes);
            return ofClient(clientBytes);
        }
        serverBytes = joined(serverBytes, bytes);
        return ofServer(serverBytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /// A client begins with a ClientHello, with CONNECT (MQTT 5.0 §3.1), or with a request for a
    /// WebSocket.
    private static Verdict ofClient(byte[] bytes) {
        if (bytes[0] == 0x16) {
            return ofRecord(bytes);
        }
        if (bytes[0] == 'G') {
            return ofRequest(bytes);
        }
        if (bytes[0] < 0) {
            return ofSsl2(bytes);
        }
        if (bytes[0] != 0x10) {
            return ofOther(bytes);
        }
        int at = 1;
        while (at < bytes.length && at < 5 && bytes[at] < 0) {
            at++;
        }
        int name = at + 1;
        byte[] expected = {0, 0, 'M', 'Q'};
        for (int i = 0; i < expected.length && name + i < bytes.length; i++) {
            if (i != 1 && bytes[name + i] != expected[i]) {
                return Verdict.NOTHING_KNOWN;
            }
        }
        return bytes.length >= at + CONNECT_BYTES - 1 ? Verdict.MQTT : Verdict.OPEN;
    }

    /// A server answers; it never speaks first in MQTT or TLS.
    private static Verdict ofServer(byte[] bytes) {
        if (bytes[0] == 0x16 || bytes[0] == 0x15) {
            return ofRecord(bytes);
        }
        boolean connAck = bytes[0] == 0x20 && (bytes.length < 3 || (bytes[2] & 0xfe) == 0);
        if (!connAck) {
            return Verdict.NOTHING_KNOWN;
        }
        return bytes.length < 4 ? Verdict.OPEN : Verdict.MQTT;
    }

    /// A client may break the rule that CONNECT comes first.
    private static Verdict ofOther(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        return switch (Plausible.opening(data, 0, bytes.length, BYTES_MAX / 2)) {
            case PACKET -> Verdict.MQTT;
            case UNDECIDED -> Verdict.OPEN;
            case OTHER -> Verdict.NOTHING_KNOWN;
        };
    }

    private static Verdict ofRequest(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        if (!WebSocketSession.requestMayStartAt(data, 0, bytes.length)) {
            return Verdict.NOTHING_KNOWN;
        }
        return bytes.length < REQUEST_BYTES ? Verdict.OPEN : Verdict.HTTP;
    }

    private static Verdict ofRecord(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        if (!TlsSession.recordMayStartAt(data, 0, bytes.length)) {
            return Verdict.NOTHING_KNOWN;
        }
        return bytes.length < 5 ? Verdict.OPEN : Verdict.TLS;
    }

    /// Old clients begin TLS with a ClientHello in the form of SSL 2.0.
    private static Verdict ofSsl2(byte[] bytes) {
        if (bytes.length < 5) {
            return Verdict.OPEN;
        }
        return TlsSession.ssl2HelloStartsAt(MemorySegment.ofArray(bytes), 0, bytes.length)
                ? Verdict.TLS
                : Verdict.NOTHING_KNOWN;
    }

    void gap(Direction direction, long bytes) {
        kept.add(new Kept(direction, MemorySegment.NULL, new Provenance(), bytes));
        middle = true;
    }

    long held() {
        return (long) keptBytes + clientBytes.length + serverBytes.length;
    }

    /// Hands on what was kept, in its order.
    void replay(Bytes bytes, Missing missing) {
        for (Kept each : kept) {
            if (each.missing() > 0) {
                missing.gap(each.direction(), each.missing());
                continue;
            }
            int length = (int) each.bytes().byteSize();
            bytes.bytes(each.direction(), each.bytes(), 0, length, each.from());
        }
    }
}
