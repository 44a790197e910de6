// SPDX-License-Identifier: MIT
package twinport.lab;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.capture.CaptureFactsReader;
import twinport.wire.flow.Endpoint;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Observation;

/// What the bytes that crossed the wire show to somebody without keys, gathered while they cross.
/// Frames are counted from the beginning of the run, as in [WireView]. What is kept is bounded
/// ([CaptureFactsReader]); [CaptureFacts#left] says what there was no room for.
///
/// Any thread may call.
public final class WireFacts {
    private final Map<InetAddress, String> names;
    private final CaptureFactsReader reader;

    /// @param names whose addresses are known
    public WireFacts(Map<InetAddress, String> names) {
        this(names, _ -> {});
    }

    /// @param beside is told everything that is read, by the thread that calls [#accept]; must not
    ///   block
    WireFacts(Map<InetAddress, String> names, Consumer<? super Observation> beside) {
        this.names = Map.copyOf(names);
        this.reader = new CaptureFactsReader("this run", beside);
    }

    /// Reads the next block of the capture; keys in it are left aside.
    public synchronized void accept(CaptureBlock block) {
        if (!(block instanceof CaptureBlock.Secrets)) {
            reader.accept(block);
        }
    }

    /// What was read until now.
    public synchronized CaptureFacts soFar() {
        return reader.soFar();
    }

    /// Whose address it is: the board's name where that is known, else address and port.
    public String name(Endpoint client) {
        String known = names.get(client.address());
        return known == null ? client.toString() : known;
    }
}
