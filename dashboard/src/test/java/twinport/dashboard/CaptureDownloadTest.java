// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Taking the capture home.
final class CaptureDownloadTest {
    private static final byte[] SECTION_HEADER = {0x0A, 0x0D, 0x0D, 0x0A};

    private static HttpResponse<byte[]> download(boolean keyLog, boolean tap, String query)
            throws IOException, InterruptedException {
        int port = FreePort.take();
        try (var lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), keyLog);
                var page = new Dashboard(lab, DashboardSettings.onLoopback(port));
                var client = HttpClient.newHttpClient()) {
            page.start();
            if (!tap) {
                lab.removeTap();
            }
            URI address = page.address().resolve("/api/capture" + query);
            return client.send(
                    HttpRequest.newBuilder(address).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }

    private static String file(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Disposition").orElse("");
    }

    @Test
    void theCaptureComesWithANameAndWithoutSecrets() throws Exception {
        HttpResponse<byte[]> response = download(true, true, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith(SECTION_HEADER);
        assertThat(text(response)).contains("plain/thermo-plain").doesNotContain("CLIENT_RANDOM");
        assertThat(file(response))
                .matches("attachment; filename=\"twinport-four-boards-\\d{8}-\\d{6}.pcapng\"");
    }

    @Test
    void secretsComeOnlyWhenAskedForAndTheNameSaysSo() throws Exception {
        HttpResponse<byte[]> response = download(true, true, "?secrets=true");

        assertThat(text(response)).contains("CLIENT_RANDOM");
        assertThat(file(response)).contains("-WITH-SECRETS.pcapng");
    }

    @Test
    void aRunWithoutKeyLogHasNoSecretsToGive() throws Exception {
        HttpResponse<byte[]> response = download(false, true, "?secrets=true");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("--keylog");
    }

    @Test
    void aDoubtfulQuestionForSecretsIsNotGuessed() throws Exception {
        assertThat(download(true, true, "?secrets=1").statusCode()).isEqualTo(400);
    }

    @Test
    void aLabWithoutTapHasNoCapture() throws Exception {
        HttpResponse<byte[]> response = download(false, false, "");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(text(response)).contains("without a tap");
        assertThat(file(response)).isEmpty();
    }
}
