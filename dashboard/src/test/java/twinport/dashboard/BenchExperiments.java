// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.lab.Experiments;
import twinport.lab.LabException;
import twinport.lab.ShownCertificates;
import twinport.pki.CertificateFlaw;

/// Experiments of the bench: viewer-tls looks at certificates, thermo-tls does not.
final class BenchExperiments implements Experiments {
    private final InstantSource clock;
    private final Consumer<State> told;
    private final List<String> who = new ArrayList<>();
    private @Nullable Instant trapSince;
    private @Nullable Instant shownSince;
    private CertificateFlaw flaw = CertificateFlaw.NONE;
    private String obstacle = "";

    BenchExperiments(InstantSource clock, Consumer<State> told) {
        this.clock = clock;
        this.told = told;
    }

    synchronized boolean trapped() {
        return trapSince != null;
    }

    /// From now on nothing can be switched, for this reason.
    synchronized void forbid(String why) {
        obstacle = why;
    }

    /// Who changed something, in this order.
    synchronized List<String> changedBy() {
        return List.copyOf(who);
    }

    @Override
    public synchronized State state() {
        boolean wrong = flaw != CertificateFlaw.NONE;
        List<String> careful = List.of("viewer-tls");
        List<String> careless = List.of("thermo-tls");
        return new State(
                new Trap(trapped(), trapSince, trapped(), obstacle),
                new Shown(
                        ShownCertificates.word(flaw),
                        shownSince,
                        wrong,
                        obstacle,
                        wrong ? careless : List.of("thermo-tls", "viewer-tls"),
                        wrong ? careful : List.of()));
    }

    @Override
    public synchronized State trap(boolean on, String by) throws LabException {
        change(by);
        trapSince = on ? clock.instant() : null;
        told.accept(state());
        return state();
    }

    @Override
    public synchronized State show(CertificateFlaw shown, String by) throws LabException {
        change(by);
        flaw = shown;
        shownSince = clock.instant();
        told.accept(state());
        return state();
    }

    private void change(String by) throws LabException {
        if (!obstacle.isEmpty()) {
            throw new LabException(obstacle, "use another lab file");
        }
        who.add(by);
    }
}
