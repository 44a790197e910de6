// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import twinport.capture.keylog.KeyLog;
import twinport.capture.keylog.KeyLogException;
import twinport.wire.traffic.Channel;
import twinport.wire.traffic.PcapOutput;
import twinport.wire.traffic.Traffic;
import twinport.wire.traffic.Truth;

/// Makes captures of known content: `CaptureMaker FOLDER SIZE KIND...`.
///
/// Beside each `.pcap` stand `.truth`, what it holds, and for TLS `.keys`, its secrets. A capture
/// that is there already is left as it is.
public final class CaptureMaker {
    private static final long SEED = 20_260_101;
    private static final int CLIENTS_MIN = 24;
    private static final int SMALL_BYTES_A_CLIENT = 125_000;
    private static final int SMALL_CLIENTS_MAX = 4_000;
    private static final int PACKED_BYTES_A_CLIENT = 500_000;
    private static final int PACKED_CLIENTS_MAX = 1_000;

    private CaptureMaker() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: CaptureMaker FOLDER SIZE KIND...; kinds: " + Kind.labels());
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        Size size = Size.of(arguments[1]);
        for (String label : List.of(arguments).subList(2, arguments.length)) {
            make(folder, size, Kind.of(label));
        }
    }

    /// The capture of this kind and size; made now if it is not there.
    static MadeCapture make(Path folder, Size size, Kind kind)
            throws IOException, GeneralSecurityException, KeyLogException {
        MadeCapture capture = MadeCapture.in(folder, size, kind);
        if (Files.exists(capture.truth())) {
            return capture;
        }
        Files.createDirectories(folder);
        Truth truth = kind.sealed() ? sealed(capture) : plain(capture);
        // The truth is written last: where it stands the capture is whole.
        Path unfinished = folder.resolve(capture.truth().getFileName() + ".new");
        Files.writeString(unfinished, truth.properties());
        Files.move(unfinished, capture.truth(), StandardCopyOption.ATOMIC_MOVE);
        System.err.printf(
                "made %s: %,d frames, %,d MQTT packets, %,d connections%n",
                capture.file(), truth.frames(), truth.packets(), truth.connections());
        return capture;
    }

    private static Truth plain(MadeCapture capture) throws IOException {
        return write(capture, Channel::plain);
    }

    @SuppressWarnings("try") // the key log listens while it is open; nobody calls it
    private static Truth sealed(MadeCapture capture)
            throws IOException, GeneralSecurityException, KeyLogException {
        String protocol = Objects.requireNonNull(capture.kind().protocol());
        String suite = Objects.requireNonNull(capture.kind().suite());
        try (OutputStream keys = new BufferedOutputStream(Files.newOutputStream(capture.keys()));
                KeyLog log = KeyLog.install(new KeyFile(keys))) {
            Identity identity = Identity.create();
            return write(capture, () -> new EngineChannel(identity, protocol, suite));
        }
    }

    private static Truth write(MadeCapture capture, Supplier<Channel> channels) throws IOException {
        Kind kind = capture.kind();
        Traffic.Plan plan =
                new Traffic.Plan(
                        kind.shape(),
                        capture.size().bytes(),
                        clients(kind, capture.size()),
                        kind.port(),
                        SEED);
        try (PcapOutput out = new PcapOutput(Files.newOutputStream(capture.file()))) {
            return Traffic.write(plan, channels, out);
        }
    }

    private static int clients(Kind kind, Size size) {
        boolean small = kind.shape() == Traffic.Shape.SMALL;
        long wanted = size.bytes() / (small ? SMALL_BYTES_A_CLIENT : PACKED_BYTES_A_CLIENT);
        return Math.clamp(wanted, CLIENTS_MIN, small ? SMALL_CLIENTS_MAX : PACKED_CLIENTS_MAX);
    }
}
