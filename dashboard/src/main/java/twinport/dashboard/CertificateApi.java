// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.lab.IdentityView;
import twinport.lab.LabControl;
import twinport.lab.LabException;
import twinport.pki.PkiException;
import twinport.pki.RevocationReason;

/// The lab's certificates over HTTP: look, withdraw, renew; and who has which rights. No key and no
/// password goes this way.
final class CertificateApi {
    /// @param reason a name of [RevocationReason]; unspecified if left out
    record Revocation(@Nullable String reason) {}

    private final LabControl lab;
    private final Json json;

    CertificateApi(LabControl lab, Json json) {
        this.lab = lab;
        this.json = json;
    }

    /// Who may come to the broker.
    record Identities(List<IdentityView> identities) {}

    void addTo(Routes routes) {
        routes.add(
                "GET",
                "/api/identities",
                call -> call.answer(200, new Identities(lab.identities())));
        routes.add("GET", "/api/certificates", call -> call.answer(200, lab.certificates().list()));
        routes.add("GET", "/api/crl", this::crl);
        routes.add("POST", "/api/certificates/{name}/revoke", this::revoke);
        routes.add("POST", "/api/certificates/{name}/renew", this::renew);
    }

    private void crl(Call call) throws IOException {
        byte[] pem = lab.certificates().crlPem().getBytes(StandardCharsets.US_ASCII);
        call.answer(200, "application/x-pem-file", pem);
    }

    private void revoke(Call call) throws IOException, BadRequest {
        call.demandJson();
        String asked = json.read(call.body(), Revocation.class).reason();
        RevocationReason reason =
                Arrays.stream(RevocationReason.values())
                        .filter(one -> one.name().equals(asked == null ? "UNSPECIFIED" : asked))
                        .findFirst()
                        .orElseThrow(() ->
                                new BadRequest(
                                        400,
                                        "reasons are "
                                                + Arrays.toString(RevocationReason.values())));
        try {
            call.answer(200, lab.certificates().revoke(call.parameter("name"), reason, who(call)));
        } catch (PkiException | IllegalArgumentException e) {
            throw new BadRequest(404, String.valueOf(e.getMessage()));
        }
    }

    private void renew(Call call) throws IOException, BadRequest {
        call.demandJson();
        call.body();
        try {
            call.answer(200, lab.certificates().renew(call.parameter("name"), who(call)));
        } catch (PkiException | IllegalArgumentException e) {
            throw new BadRequest(404, String.valueOf(e.getMessage()));
        } catch (LabException e) {
            throw new BadRequest(500, e.getMessage() + "; " + e.hint());
        }
    }

    /// Nobody logs in to the page, so all that is known is where the call came from.
    static String who(Call call) {
        return "HTTP from " + call.exchange().getRemoteAddress().getAddress().getHostAddress();
    }
}
