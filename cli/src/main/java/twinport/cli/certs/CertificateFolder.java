// SPDX-License-Identifier: MIT
package twinport.cli.certs;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.cli.CaPassphraseOption;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.lab.AuditTrail;
import twinport.lab.CertificateDesk;
import twinport.lab.DataFolder;
import twinport.lab.LabException;
import twinport.pki.CertificateAuthority;
import twinport.pki.PkiException;
import twinport.pki.RevocationReason;
import twinport.pki.WrongPassphraseException;

/// The certificates of a data folder. While a lab runs on it, that lab is asked over HTTP, since it
/// alone may write there and ends connections; else the folder's lock is taken for as long as it
/// needs.
record CertificateFolder(Path root, CaPassphraseOption passphrase) {
    /// The broker looks for a new certificate every 10 s, and is given 25 s.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private interface Work<T> {
        T on(CertificateDesk desk) throws IOException, LabException;
    }

    JsonNode list() throws IOException, LabException {
        return JsonMapper.shared()
                .readTree(
                        done(
                                desk -> json(desk.list()),
                                HttpRequest.newBuilder().GET(),
                                "/api/certificates"));
    }

    JsonNode revoke(String name, RevocationReason reason) throws IOException, LabException {
        String body =
                JsonMapper.shared().createObjectNode().put("reason", reason.name()).toString();
        return JsonMapper.shared()
                .readTree(
                        done(
                                desk -> json(desk.revoke(name, reason, who())),
                                posting(body),
                                path(name, "revoke")));
    }

    JsonNode renew(String name) throws IOException, LabException {
        return JsonMapper.shared()
                .readTree(
                        done(
                                desk -> json(desk.renew(name, who())),
                                posting("{}"),
                                path(name, "renew")));
    }

    String crl() throws IOException, LabException {
        return done(CertificateDesk::crlPem, HttpRequest.newBuilder().GET(), "/api/crl");
    }

    private String done(Work<String> alone, HttpRequest.Builder request, String path)
            throws IOException, LabException {
        if (!Files.exists(root.resolve("pki").resolve("ca.pem"))) {
            throw new Failure(
                    Exit.USAGE,
                    "there are no certificates in " + root,
                    "twinport up makes them, or name another folder with --data DIR");
        }
        DataFolder data;
        try {
            data = DataFolder.open(root);
        } catch (LabException running) {
            Optional<URI> page = DataFolder.page(root);
            if (page.isEmpty()) {
                throw running;
            }
            return ask(request.uri(page.get().resolve(path)));
        }
        try (data) {
            var clock = InstantSource.system();
            var ca =
                    CertificateAuthority.open(
                            data.pki(), clock, new SecureRandom(), passphrase.of(data.root()));
            var audit = new AuditTrail(data.root(), clock);
            return alone.on(new CertificateDesk(ca, Optional.empty(), audit, clock));
        } catch (WrongPassphraseException e) {
            throw CaPassphraseOption.wrong(e);
        } catch (PkiException | IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE, String.valueOf(e.getMessage()), "see: twinport certs show");
        }
    }

    private static String ask(HttpRequest.Builder request) throws IOException {
        HttpRequest asked = request.timeout(PATIENCE).build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(asked, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new Failure(
                        answer.statusCode() == 404 ? Exit.USAGE : Exit.NOT_GOOD,
                        "the lab said " + answer.statusCode() + ": " + answer.body(),
                        "see: twinport certs show");
            }
            return answer.body();
        } catch (ConnectException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "the lab's page does not answer: " + asked.uri(),
                    "is the lab still running?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpRequest.Builder posting(String body) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String path(String name, String what) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/certificates/" + encoded + "/" + what;
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    private static String who() {
        return "command line of " + System.getProperty("user.name", "?");
    }
}
