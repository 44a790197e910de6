// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Connection;
import twinport.wire.flow.ConnectionSink;
import twinport.wire.flow.Direction;
import twinport.wire.flow.FlowSink;
import twinport.wire.flow.FrameCounts;
import twinport.wire.flow.FrameFacts;
import twinport.wire.flow.Layer;
import twinport.wire.flow.Reassembler;
import twinport.wire.flow.Share;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.tls.SecretLog;
import twinport.wire.tls.TlsContext;

/// The pipeline from capture blocks to observations, the same for files and for live traffic.
///
/// Not thread-safe: it works in the caller's thread. It never throws on bad input, whose faults are
/// observations.
public final class Reader {
    private final Consumer<? super Observation> sink;
    private final TlsContext tls;
    private final Reassembler reassembler;
    private final Now now = new Now();
    private final @Nullable Statistics counting;
    private @Nullable FrameFacts facts;
    private @Nullable Consumer<? super FrameFacts> frameSink;

    /// Without secrets but those the capture itself holds.
    public Reader(Consumer<? super Observation> sink) {
        this(sink, new SecretLog());
    }

    /// @param secrets known beforehand; those the capture holds are added to it
    public Reader(Consumer<? super Observation> sink, SecretLog secrets) {
        this(sink, secrets, Share.ALL, null);
    }

    /// @param counting where it is not null, takes the MQTT packets, and the sink takes none
    Reader(
            Consumer<? super Observation> sink,
            SecretLog secrets,
            Share share,
            @Nullable Statistics counting) {
        this.sink = sink;
        this.tls = new TlsContext(secrets);
        this.counting = counting;
        this.reassembler = new Reassembler(new Flows(), share);
    }

    /// Tells every frame too, whatever it holds, after all that it completed. Costs nothing to
    /// those who do not ask.
    ///
    /// @param taker gets the same object each time, to be read at once; while observations of a
    ///   frame are told, [#facts] is already that frame's
    public void tellFrames(Consumer<? super FrameFacts> taker) {
        facts = new FrameFacts();
        frameSink = taker;
    }

    /// The headers of the frame being read; null unless [#tellFrames] asked for them.
    public @Nullable FrameFacts facts() {
        return facts;
    }

    /// The frame being read: when what it completes became complete.
    static final class Now {
        long frame;
        long nanos;
    }

    /// Reads one block; what it completes goes to the sink before this returns.
    public void accept(CaptureBlock block) {
        switch (block) {
            case Frame frame -> {
                now.frame = frame.number();
                now.nanos = frame.epochNanos();
                if (facts != null && frameSink != null) {
                    facts.read(frame);
                    reassembler.accept(frame);
                    frameSink.accept(facts);
                } else {
                    reassembler.accept(frame);
                }
            }
            case CaptureBlock.Secrets(byte[] log) -> tls.secrets().add(log);
            case CaptureBlock.Fault fault -> sink.accept(new Observation.CaptureDamaged(fault));
            case CaptureBlock.Interface _, CaptureBlock.Names _, CaptureBlock.Statistics _ -> {}
        }
    }

    /// The capture is over: what was held back is reported and every conversation closed.
    public void end() {
        reassembler.end();
    }

    FrameCounts frameCounts() {
        return reassembler.counts();
    }

    private final class Flows implements FlowSink {
        @Override
        public ConnectionSink opened(Connection connection) {
            return new ConversationReader(connection, now, tls, sink, counting);
        }

        @Override
        public void segment(Connection connection, Direction direction) {
            if (facts != null) {
                facts.belongsTo(connection, direction);
            }
        }

        @Override
        public void malformed(Layer layer, String what, String rule, long frame, int offset) {
            sink.accept(
                    new Observation.Malformed(
                            null, null, layer, what, rule, now.nanos, frame, offset));
        }
    }
}
