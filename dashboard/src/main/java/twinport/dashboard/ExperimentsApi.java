// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import twinport.lab.Experiments;
import twinport.lab.LabControl;
import twinport.lab.LabException;
import twinport.lab.ShownCertificates;

/// What is made wrong on purpose, over HTTP: the trap, and the certificate that the broker shows.
final class ExperimentsApi {
    record Trap(@Nullable Boolean on) {}

    /// @param flaw a word of [ShownCertificates]
    record Flaw(@Nullable String flaw) {}

    private interface Change {
        Experiments.State make() throws IOException, LabException;
    }

    private final LabControl lab;
    private final Json json;

    ExperimentsApi(LabControl lab, Json json) {
        this.lab = lab;
        this.json = json;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/experiments", call -> call.answer(200, lab.experiments().state()));
        routes.add("POST", "/api/trap", this::trap);
        routes.add("POST", "/api/certificates/server/flaw", this::flaw);
    }

    private void trap(Call call) throws IOException, BadRequest {
        call.demandJson();
        Boolean on = json.read(call.body(), Trap.class).on();
        if (on == null) {
            throw new BadRequest(400, "give on: true or false");
        }
        answer(call, () -> lab.experiments().trap(on, CertificateApi.who(call)));
    }

    private void flaw(Call call) throws IOException, BadRequest {
        call.demandJson();
        String word = json.read(call.body(), Flaw.class).flaw();
        var flaw =
                ShownCertificates.parse(word == null ? "" : word)
                        .orElseThrow(() ->
                                new BadRequest(400, "flaw is one of " + ShownCertificates.all()));
        answer(call, () -> lab.experiments().show(flaw, CertificateApi.who(call)));
    }

    private static void answer(Call call, Change change) throws IOException, BadRequest {
        try {
            call.answer(200, change.make());
        } catch (LabException e) {
            throw new BadRequest(409, e.getMessage() + "; " + e.hint());
        }
    }
}
