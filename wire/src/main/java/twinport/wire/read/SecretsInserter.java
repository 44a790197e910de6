// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureCopy;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.SecretLabel;
import twinport.wire.tls.SecretLog;

/// Writes a capture anew as pcapng that opens by itself: the secrets of its TLS sessions stand in
/// it, each before the first frame that needs it. What the capture had of secrets stays.
public final class SecretsInserter {
    private static final int FAULTS_MAX = 100;
    private static final byte[] NONE = new byte[0];

    private final SecretLog keyLog;
    private final byte @Nullable [] everything;
    private final List<byte[]> randoms = new ArrayList<>();
    private final List<CaptureBlock.Fault> faults = new ArrayList<>();
    private final Reader reader;
    private final SecretLog inCapture = new SecretLog();
    private long frames;
    private long sessions;
    private long withSecrets;
    private long withSecretsInside;

    /// @param everything a key log to stand before the first frame whole; null for the secrets of
    ///   sessions seen, each where it is needed
    private SecretsInserter(SecretLog keyLog, byte @Nullable [] everything) {
        this.keyLog = keyLog;
        this.everything = everything;
        // One log for reading, so that sealed second handshakes are found as well.
        this.reader = new Reader(this::observed, keyLog);
    }

    /// What was written.
    ///
    /// @param sessions TLS sessions whose beginning was seen
    /// @param opened those among them for which secrets were put in
    /// @param openedBefore those for which the capture had secrets already
    /// @param faults damage in the capture, where the copy may end
    public record Outcome(
            long frames,
            long sessions,
            long opened,
            long openedBefore,
            List<CaptureBlock.Fault> faults) {
        public Outcome {
            faults = List.copyOf(faults);
        }
    }

    /// Copies `in` to `out`.
    ///
    /// @param keyLog secrets, of which those of sessions in the capture are put in
    public static Outcome insert(CaptureFile in, OutputStream out, SecretLog keyLog)
            throws IOException {
        return new SecretsInserter(keyLog, null).copy(in, out, true);
    }

    /// Copies `in` to `out` with all of a key log, before the first frame.
    public static Outcome insertAll(CaptureFile in, OutputStream out, byte[] nssKeyLog)
            throws IOException {
        SecretLog known = new SecretLog();
        known.add(nssKeyLog);
        return new SecretsInserter(known, nssKeyLog).copy(in, out, true);
    }

    /// Copies `in` to `out` without its secrets.
    public static Outcome strip(CaptureFile in, OutputStream out) throws IOException {
        return new SecretsInserter(new SecretLog(), null).copy(in, out, false);
    }

    private Outcome copy(CaptureFile in, OutputStream out, boolean keepSecrets) throws IOException {
        new CaptureCopy(in, out).copy(keepSecrets, keepSecrets ? this::before : this::stripped);
        reader.end();
        return new Outcome(frames, sessions, withSecrets, withSecretsInside, faults);
    }

    private byte[] stripped(CaptureBlock block) {
        before(block);
        return NONE;
    }

    private byte[] before(CaptureBlock block) {
        frames += block instanceof Frame ? 1 : 0;
        if (block instanceof CaptureBlock.Secrets(byte[] log)) {
            inCapture.add(log);
        }
        if (block instanceof CaptureBlock.Fault fault && faults.size() < FAULTS_MAX) {
            faults.add(fault);
        }
        reader.accept(block);
        byte[] lines = claim();
        if (everything == null) {
            return lines;
        }
        return frames == 1 && block instanceof Frame ? everything : NONE;
    }

    /// The secrets of the sessions that began since the last call.
    private byte[] claim() {
        byte[] lines = NONE;
        for (byte[] random : randoms) {
            lines = joined(lines, secretsOf(random));
        }
        randoms.clear();
        return lines;
    }

    private byte[] secretsOf(byte[] random) {
        Set<SecretLabel> inside = inCapture.labelsOf(random);
        byte[] lines = keyLog.linesOf(random, inside);
        withSecrets += lines.length > 0 ? 1 : 0;
        withSecretsInside += lines.length == 0 && !inside.isEmpty() ? 1 : 0;
        return lines;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /// A session begins with each ClientHello but the one that a HelloRetryRequest asked for, whose
    /// client random is the same.
    private void observed(Observation observation) {
        if (observation instanceof Observation.TlsHandshake seen
                && seen.message() instanceof HandshakeMessage.ClientHello hello) {
            Conversation.Tls tls = seen.conversation().tls();
            if (tls == null || tls.facts().retryRequest() == null) {
                sessions++;
                randoms.add(hello.random());
            }
        }
    }
}
