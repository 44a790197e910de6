// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;

/// The rows of the truth table about captures.
public final class CaptureTruth {
    private static final Path EXAMPLES = Path.of("..", "examples", "captures");

    private CaptureTruth() {}

    public static List<TruthRow> rows() {
        List<TruthRow> rows = new ArrayList<>();
        rows.addAll(ClearTruth.rows());
        rows.addAll(TlsTruth.rows());
        rows.addAll(CertificateTruth.rows());
        rows.addAll(IdentityTruth.rows());
        rows.addAll(CommandTruth.rows());
        rows.addAll(OperationTruth.rows());
        rows.addAll(LeakTruth.rows());
        return rows;
    }

    static TruthRow row(
            String id,
            Verdict verdict,
            String bad,
            Supplier<CaptureFacts> must,
            String good,
            Supplier<CaptureFacts> mustNot) {
        return new TruthRow(
                id, verdict, bad, () -> judged(must.get()), good, () -> judged(mustNot.get()));
    }

    static List<Finding> judged(CaptureFacts facts) {
        return CaptureRules.all().judge(Catalogue.read(), facts);
    }

    /// A capture of examples/captures, without its keys.
    static CaptureFacts example(String name) {
        return read(name, false);
    }

    /// The same with its keys.
    static CaptureFacts opened(String name) {
        return read(name, true);
    }

    private static CaptureFacts read(String name, boolean keys) {
        CaptureFactsReader reader = new CaptureFactsReader(name);
        try (CaptureFile file = CaptureFile.open(EXAMPLES.resolve(name + ".pcap"))) {
            if (keys) {
                reader.accept(
                        new CaptureBlock.Secrets(
                                Files.readAllBytes(EXAMPLES.resolve(name + ".keys"))));
            }
            file.forEach(reader::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.finish();
    }
}
