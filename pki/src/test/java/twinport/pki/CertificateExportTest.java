// SPDX-License-Identifier: MIT
package twinport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is exported is read by the tools that it is for.
class CertificateExportTest {
    private static final String NAME = "thermo-tls.1";
    private static final String PASSWORD = "correct horse";

    @TempDir private Path data;
    private Path pki;
    private Path out;
    private CertificateAuthority ca;

    @BeforeEach
    void aDeviceWithACertificate() throws Exception {
        pki = data.resolve("pki");
        out = Files.createDirectory(data.resolve("out"));
        ca = CertificateAuthority.open(pki, InstantSource.system(), new SecureRandom());
        ca.device(NAME);
    }

    private void export(CertificateExport.Form form) throws IOException {
        for (var part : CertificateExport.device(pki, NAME).as(form, PASSWORD).entrySet()) {
            Files.write(out.resolve(part.getKey()), part.getValue());
        }
    }

    private String run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(out.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private String keyOf(Path file) throws Exception {
        return run("openssl", "pkey", "-in", file.toString(), "-pubout");
    }

    @Test
    void opensslReadsPemAndTheKeyFitsTheCertificate() throws Exception {
        export(CertificateExport.Form.PEM);
        assertThat(run("openssl", "verify", "-CAfile", "ca.pem", NAME + ".pem")).contains("OK");
        assertThat(run("openssl", "x509", "-in", NAME + ".pem", "-noout", "-pubkey"))
                .isEqualTo(keyOf(out.resolve(NAME + ".key")));
    }

    @Test
    void opensslReadsDer() throws Exception {
        export(CertificateExport.Form.DER);
        run("openssl", "x509", "-inform", "DER", "-in", "ca.der", "-noout");
        String in = NAME + ".der";
        assertThat(run("openssl", "x509", "-inform", "DER", "-in", in, "-noout", "-pubkey"))
                .isEqualTo(keyOf(out.resolve(NAME + ".key.der")));
    }

    @Test
    void aProgramWithTheHeaderHasTheSameTexts() throws Exception {
        export(CertificateExport.Form.C);
        Files.writeString(
                out.resolve("main.c"),
                "#include <stdio.h>\n#include \""
                        + NAME
                        + ".h\"\nint main(void) {\n  return printf(\"%s%s%s\", CA_CERT,"
                        + " CLIENT_CERT, CLIENT_KEY) < 0;\n}\n");
        String[] strict = {"clang", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main"};
        run(strict);
        String device = Files.readString(ca.deviceCertificateFile(NAME));
        assertThat(run("./main"))
                .isEqualTo(ca.certificatePem() + device + Files.readString(ca.deviceKeyFile(NAME)));
    }

    @Test
    void pythonImportsTheModuleAndTrustsTheCa() throws Exception {
        export(CertificateExport.Form.PYTHON);
        String program =
                """
                import ssl, identity_thermo_tls_1 as me
                context = ssl.create_default_context(cadata=me.CA)
                assert context.get_ca_certs(True)[-1] == me.CA
                open('key', 'wb').write(me.KEY)
                print(ssl.DER_cert_to_PEM_cert(me.CERT), end='')
                """;
        assertThat(run("python3", "-c", program))
                .isEqualTo(Files.readString(ca.deviceCertificateFile(NAME)));
        assertThat(keyOf(out.resolve("key"))).isEqualTo(keyOf(ca.deviceKeyFile(NAME)));
    }

    @Test
    void opensslAndKeytoolReadPkcs12WithItsPasswordOnly() throws Exception {
        export(CertificateExport.Form.PKCS12);
        String file = NAME + ".p12";
        assertThat(run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", "pass:" + PASSWORD))
                .contains("BEGIN PRIVATE KEY", "CN = " + NAME);
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(run(keytool, "-list", "-v", "-keystore", file, "-storepass", PASSWORD))
                .contains("PrivateKeyEntry", "chain length: 2");
        assertThatThrownBy(() -> run("openssl", "pkcs12", "-in", file, "-passin", "pass:other"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aRevokedCertificateIsNotExported() throws Exception {
        ca.revoke(NAME, RevocationReason.KEY_COMPROMISE);
        assertThatThrownBy(() -> CertificateExport.device(pki, NAME))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("certs renew " + NAME);
        ca.renewDevice(NAME);
        assertThat(CertificateExport.device(pki, NAME).name()).isEqualTo(NAME);
    }

    @Test
    void aNameThatLeadsOutOfTheFolderIsRefused() {
        assertThatThrownBy(() -> CertificateExport.device(pki, "../ca"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
