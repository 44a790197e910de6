// SPDX-License-Identifier: MIT
package twinport.findings.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.capture.CaptureFactsReader;
import twinport.findings.check.capture.LeakTruth;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;

final class EavesdropperTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "captures");

    /// Every recorded TLS connection with keys that a suite with known records sealed.
    static Stream<String> names() {
        return Stream.of(
                "tls12-aes128-gcm",
                "tls12-aes256-gcm",
                "tls12-cbc-sha",
                "tls12-cbc-sha256-etm",
                "tls12-cbc-sha256-no-etm",
                "tls12-cbc-sha384-no-etm",
                "tls12-chacha",
                "tls12-client-cert",
                "tls12-ecdsa-ccm",
                "tls12-ecdsa-ccm8",
                "tls12-psk",
                "tls12-resume",
                "tls12-static-rsa",
                "tls13-aes128",
                "tls13-aes256",
                "tls13-ccm",
                "tls13-ccm8",
                "tls13-chacha",
                "tls13-client-cert",
                "tls13-hrr",
                "tls13-keyupdate",
                "tls13-psk",
                "tls13-resume");
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsClaimedWithoutKeysIsWhatKeysShow(String name) throws Exception {
        List<Comparison> compared = new ArrayList<>();
        List<Connection> sealed = read(name, false).connections();
        List<Connection> opened = read(name, true).connections();
        for (int i = 0; i < opened.size(); i++) {
            Connection truth = opened.get(i);
            assertThat(sealed.get(i).unsealed()).isEmpty();
            Eavesdropper.of(sealed.get(i))
                    .ifPresent(known -> compared.addAll(Comparison.of(truth, known)));
        }

        assertThat(compared).hasSizeGreaterThan(1);
        assertThat(compared).allMatch(Comparison::holds);
        assertThat(compared).anyMatch(each -> each.claimed().startsWith("CONNECT"));
    }

    @Test
    void anAeadSuiteTellsOneNumberAndCbcARange() throws Exception {
        assertThat(claims("tls12-aes128-gcm")).allMatch(claim -> claim.least() == claim.most());
        assertThat(claims("tls12-cbc-sha")).allMatch(claim -> claim.most() - claim.least() <= 15);
    }

    @Test
    void onlyRecordsThatCannotBePaddedAreCertain() throws Exception {
        assertThat(claims("tls12-aes128-gcm"))
                .allMatch(claim -> claim.sure() == Claim.Sure.CERTAIN);
        assertThat(claims("tls13-aes128"))
                .allMatch(claim -> claim.sure() == Claim.Sure.UNLESS_PADDED);
    }

    @Test
    void fieldsWrittenOneByOneTellTheLengthOfThePassword() {
        Connection sealed = LeakTruth.fieldWise(false).connections().getFirst();
        Connection opened = LeakTruth.fieldWise(true).connections().getFirst();
        Eavesdropper known = Eavesdropper.of(sealed).orElseThrow();

        assertThat(known.fields())
                .extracting(
                        claim -> ((Claim.What.Field) claim.what()).words() + " " + claim.bytes())
                .containsExactly(
                        "client id 6",
                        "user name or will topic 3",
                        "password or will message 9",
                        "topic 16",
                        "payload 4");
        assertThat(Comparison.of(opened, known)).hasSize(9).allMatch(Comparison::holds);
    }

    private static List<Claim> claims(String name) throws Exception {
        List<Claim> claims = new ArrayList<>();
        for (Connection each : read(name, false).connections()) {
            Eavesdropper.of(each).ifPresent(known -> claims.addAll(known.contents()));
        }
        assertThat(claims).isNotEmpty();
        return claims;
    }

    static CaptureFacts read(String name, boolean keys) throws Exception {
        CaptureFactsReader reader = new CaptureFactsReader(name);
        if (keys) {
            reader.accept(
                    new CaptureBlock.Secrets(Files.readAllBytes(EXAMPLES.resolve(name + ".keys"))));
        }
        try (CaptureFile file = CaptureFile.open(EXAMPLES.resolve(name + ".pcap"))) {
            file.forEach(reader::accept);
        }
        return reader.finish();
    }
}
