// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framer;
import twinport.wire.flow.Provenance;

/// One connection that begins with an HTTP/1.1 request: its upgrade to WebSocket, then the frames
/// of both directions.
///
/// Only the first request of a connection is looked at: an upgrade after other requests is not
/// found.
public final class WebSocketSession {
    /// Bytes of the client that are kept until the server's answer is whole.
    private static final int HELD_BYTES_MAX = 1 << 16;

    private final WebSocketSink sink;
    private final Upgrade upgrade;
    private final HttpHead request = new HttpHead();
    private final HttpHead answer = new HttpHead();
    private final List<Held> held = new ArrayList<>();
    private int heldBytes;
    private boolean over;
    private @Nullable FrameStream fromClient;
    private @Nullable FrameStream fromServer;
    private @Nullable Framer clientFramer;
    private @Nullable Framer serverFramer;

    private record Held(MemorySegment bytes, Provenance from) {}

    public WebSocketSession(WebSocketSink sink) {
        this.sink = sink;
        this.upgrade = new Upgrade(sink);
    }

    /// Whether these bytes can be the beginning of a request for an upgrade, as far as they go.
    public static boolean requestMayStartAt(MemorySegment data, long at, long end) {
        byte[] method = {'G', 'E', 'T', ' ', '/'};
        for (int i = 0; i < method.length && at + i < end; i++) {
            if (data.get(ValueLayout.JAVA_BYTE, at + i) != method[i]) {
                return false;
            }
        }
        return true;
    }

    /// Takes the next bytes of a direction.
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        if (over) {
            return;
        }
        Framer framer = direction == Direction.FROM_CLIENT ? clientFramer : serverFramer;
        if (framer != null) {
            framer.bytes(data, at, length, from);
        } else if (direction == Direction.FROM_CLIENT) {
            ofClient(data, at, length, from);
        } else {
            ofServer(data, at, length, from);
        }
    }

    private void ofClient(MemorySegment data, long at, int length, Provenance from) {
        int taken = 0;
        if (!request.whole()) {
            taken = request.take(data, at, length, from);
            if (request.tooLong() || (request.whole() && !upgrade.asks(request))) {
                refuse();
                return;
            }
            if (request.whole()) {
                upgrade.checkRequest(request);
            }
        }
        if (taken < length) {
            hold(data, at + taken, length - taken, from.from(taken));
        }
    }

    /// Frames of the client mean nothing before the answer says which extensions hold.
    private void hold(MemorySegment data, long at, int length, Provenance from) {
        heldBytes += length;
        if (heldBytes > HELD_BYTES_MAX) {
            refuse();
            return;
        }
        byte[] bytes = data.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        held.add(new Held(MemorySegment.ofArray(bytes), from));
    }

    private void ofServer(MemorySegment data, long at, int length, Provenance from) {
        int taken = answer.take(data, at, length, from);
        if (answer.tooLong() || !request.whole() || (answer.whole() && !upgrade.agrees(answer))) {
            refuse();
            return;
        }
        if (!answer.whole()) {
            return;
        }
        open();
        if (taken < length) {
            bytes(Direction.FROM_SERVER, data, at + taken, length - taken, from.from(taken));
        }
    }

    private void open() {
        Handshake handshake = upgrade.agreed(request, answer);
        Deflate deflate = Deflate.of(handshake.extensions());
        Inflation client = deflate == null ? null : new Inflation(deflate.clientForgets());
        Inflation server = deflate == null ? null : new Inflation(deflate.serverForgets());
        FrameStream ofClient = new FrameStream(Direction.FROM_CLIENT, client, sink);
        FrameStream ofServer = new FrameStream(Direction.FROM_SERVER, server, sink);
        fromClient = ofClient;
        fromServer = ofServer;
        clientFramer = new Framer(ofClient);
        serverFramer = new Framer(ofServer);
        sink.opened(handshake);
        for (Held each : held) {
            int length = (int) each.bytes().byteSize();
            bytes(Direction.FROM_CLIENT, each.bytes(), 0, length, each.from());
        }
        forget();
    }

    private void forget() {
        held.clear();
        heldBytes = 0;
        request.forget();
        answer.forget();
    }

    private void refuse() {
        over = true;
        forget();
        sink.refused();
    }

    /// Bytes of a direction are missing.
    public void gap(Direction direction, long bytes) {
        Framer framer = direction == Direction.FROM_CLIENT ? clientFramer : serverFramer;
        if (framer != null) {
            framer.gap(bytes);
        } else if (!over) {
            refuse();
        }
    }

    /// Bytes kept for what is still to come, the windows of compression included.
    public long held() {
        long sum = heldBytes;
        sum += clientFramer == null ? 0 : clientFramer.held();
        sum += serverFramer == null ? 0 : serverFramer.held();
        sum += fromClient == null ? 0 : fromClient.held();
        return sum + (fromServer == null ? 0 : fromServer.held());
    }

    /// The connection ended.
    public void end() {
        if (fromClient != null) {
            fromClient.end();
        }
        if (fromServer != null) {
            fromServer.end();
        }
    }
}
