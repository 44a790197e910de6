// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.pki.CertificateFlaw;

/// What is made wrong at a running broker on purpose, to see what follows. Everything is right when
/// a lab starts, unless its file says otherwise, and each change leaves a line in the audit trail.
/// Any thread may call.
public interface Experiments {
    /// The identity of the client that listens on the plain side while the trap is on.
    String LISTENER = "trap-listener";

    State state();

    /// The trap: a broker that serves both sides and keeps no bounds between them hands what came
    /// over TLS in clear to whoever subscribes on the plain side. Switched on, the lab also lets
    /// one client on the plain port subscribe to all of the TLS side. Switched off, subscriptions
    /// across the sides are ended.
    ///
    /// @throws LabException it can't be done in this lab
    State trap(boolean on, String who) throws IOException, LabException;

    /// Lets the broker show another certificate, and ends the connections of all boards of the TLS
    /// side, so that they come again and look at it. [CertificateFlaw#NONE] brings the right one
    /// back.
    ///
    /// @throws LabException it can't be done in this lab
    State show(CertificateFlaw flaw, String who) throws IOException, LabException;

    /// What is wrong now.
    record State(Trap trap, Shown certificate) {
        public static final State NONE =
                new State(
                        new Trap(false, null, false, "this lab has no broker of its own"),
                        new Shown(
                                "good",
                                null,
                                false,
                                "this lab has no broker of its own",
                                List.of(),
                                List.of()));
    }

    /// @param since when it was switched on; null while it is off
    /// @param listening whether [#LISTENER] hears the TLS side in clear
    /// @param obstacle why it can't be switched; empty if it can
    record Trap(boolean on, @Nullable Instant since, boolean listening, String obstacle) {}

    /// @param certificate a word of [ShownCertificates]; `good` is the broker's own
    /// @param since when it was changed; null while it never was
    /// @param wrong whether it has a flaw
    /// @param obstacle why it can't be changed; empty if it can
    /// @param came boards of the TLS side that the broker let in since then: with a flaw, they did
    ///   not look at it
    /// @param away those that it did not let in since then
    record Shown(
            String certificate,
            @Nullable Instant since,
            boolean wrong,
            String obstacle,
            List<String> came,
            List<String> away) {}
}
