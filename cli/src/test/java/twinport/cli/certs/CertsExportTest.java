// SPDX-License-Identifier: MIT
package twinport.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.cli.Exit;
import twinport.cli.Peers;
import twinport.pki.CertificateAuthority;

/// Exports from a data folder; that tools read the files is shown in pki.
class CertsExportTest {
    @TempDir private Path data;
    private Path out;

    @BeforeEach
    void aFolderWithOneDevice() throws Exception {
        out = data.resolve("out");
        CertificateAuthority.open(data.resolve("pki"), InstantSource.system(), new SecureRandom())
                .device("thermo-tls");
    }

    private Peers.Said export(Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("certs", "export", "--data", data, "--out", out));
        words.addAll(Arrays.asList(more));
        return Peers.twinport(words.toArray());
    }

    @Test
    void whatIsWrittenIsListedAndOnlyItsOwnerReadsIt() throws Exception {
        Peers.Said said = export("thermo-tls");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("ca.pem", "thermo-tls.key", "thermo-tls.pem")
                .doesNotContain("PRIVATE");
        var mode = Files.getPosixFilePermissions(out.resolve("thermo-tls.key"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }

    @Test
    void noFileIsOverwrittenAndThenNoneIsWritten() throws Exception {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thermo-tls.pem"), "mine");
        Peers.Said said = export("thermo-tls");
        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("is there already");
        assertThat(out.resolve("thermo-tls.pem")).hasContent("mine");
        assertThat(out.resolve("thermo-tls.key")).doesNotExist();
    }

    @Test
    void pkcs12NeedsAPasswordThatCannotBeGuessedAtOnce() throws Exception {
        assertThat(export("thermo-tls", "--format", "pkcs12").exitCode()).isEqualTo(Exit.USAGE);
        Path password = Files.writeString(data.resolve("password"), "short\n");
        Peers.Said refused =
                export("thermo-tls", "--format", "pkcs12", "--password-file", password);
        assertThat(refused.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("at least 8").doesNotContain("short");
        Files.writeString(password, "long enough\n");
        Peers.Said said = export("thermo-tls", "--format", "pkcs12", "--password-file", password);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(out.resolve("thermo-tls.p12")).isNotEmptyFile();
    }

    @Test
    void wrongUseIsToldAndNothingIsWritten() {
        for (Object[] words :
                new Object[][] {
                    {"nobody"}, {"../ca"}, {"@server"}, {"thermo-tls", "--format", "doc"}
                }) {
            Peers.Said said = export(words);
            assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(Exit.USAGE);
        }
        assertThat(out).doesNotExist();
    }
}
