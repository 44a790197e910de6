// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.capture.CaptureRules;
import twinport.lab.LabControl;
import twinport.lab.WireFacts;

/// The checks of the catalogue over what crossed the wire so far. They are judged when somebody
/// asks, and then not again for a while: however many pages ask, the lab pays once.
final class WireJudge {
    static final Duration JUDGED_FOR = Duration.ofSeconds(3);

    /// A verdict stays for so many times what it took, so that a long capture cannot take a
    /// processor for itself.
    private static final int SHARE = 5;

    /// @param upTo time of the last frame; null before the first
    /// @param wire who is who
    record Judged(
            @Nullable Instant upTo, CaptureFacts facts, WireFacts wire, List<Finding> findings) {}

    private final LabControl lab;
    private final Catalogue catalogue = Catalogue.read();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Judged last;
    private long goodUntil;

    WireJudge(LabControl lab) {
        this.lab = lab;
    }

    /// Empty for a lab without a tap.
    Optional<Judged> now() {
        lock.lock();
        try {
            Judged known = last;
            long begin = System.nanoTime();
            if (known != null && goodUntil - begin > 0) {
                return Optional.of(known);
            }
            Optional<Judged> judged = lab.wireFacts().map(this::judge);
            long end = System.nanoTime();
            goodUntil = end + Math.max(JUDGED_FOR.toNanos(), SHARE * (end - begin));
            last = judged.orElse(null);
            return judged;
        } finally {
            lock.unlock();
        }
    }

    private Judged judge(WireFacts wire) {
        CaptureFacts facts = wire.soFar();
        Instant upTo = facts.lastNanos() == 0 ? null : Instant.ofEpochSecond(0, facts.lastNanos());
        return new Judged(upTo, facts, wire, CaptureRules.all().judge(catalogue, facts));
    }
}
