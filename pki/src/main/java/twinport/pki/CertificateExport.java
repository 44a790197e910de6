// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A key, its certificate and the CA's certificate, in the forms that firmware and tools take.
/// Reads a CA's folder and changes nothing there; the CA's own key is not touched.
///
/// @param name what the files are called
/// @param ca what the peer's certificate is checked with
public record CertificateExport(String name, Credentials own, X509Certificate ca) {
    /// A form, and what it is good for.
    public enum Form {
        /// Text: `ca.pem`, `<name>.pem`, `<name>.key` (PKCS#8).
        PEM,
        /// Bytes: `ca.der`, `<name>.der`, `<name>.key.der` (PKCS#8).
        DER,
        /// One C and C++ header with PEM texts that an Arduino sketch can keep in flash.
        C,
        /// One module for Python and MicroPython with DER bytes.
        PYTHON,
        /// One PKCS#12 file with a password.
        PKCS12
    }

    private static final int BYTES_IN_LINE = 16;

    /// What a device has in the folder of a CA.
    ///
    /// @throws PkiException it has none, its files do not fit, or its certificate was withdrawn
    /// @throws IllegalArgumentException the name is no identity
    public static CertificateExport device(Path folder, String identity) throws IOException {
        CertificateAuthority.requireIdentity(identity);
        return read(folder, folder.resolve("devices"), identity);
    }

    /// What the broker has in the folder of a CA; the files are called `server`.
    public static CertificateExport server(Path folder) throws IOException {
        return read(folder, folder, "server");
    }

    private static CertificateExport read(Path folder, Path in, String name) throws IOException {
        Path certificate = in.resolve(name + ".pem");
        if (!Files.exists(certificate)) {
            throw new PkiException("'" + name + "' has no certificate: " + certificate);
        }
        Path key = in.resolve(name + ".key");
        var own =
                new Credentials(
                        Pem.readKey(text(key), key.toString()),
                        Pem.readCertificates(text(certificate), certificate.toString()));
        if (!Subjects.belongTogether(own)) {
            throw new PkiException(key + " is not the key of " + certificate);
        }
        var known = Register.load(folder.resolve("register")).find(own.certificate());
        if (known.flatMap(IssuedCertificate::withdrawal).isPresent()) {
            throw new PkiException(
                    "the certificate of '"
                            + name
                            + "' was revoked; a new one is made by: twinport certs renew "
                            + name);
        }
        Path ca = folder.resolve("ca.pem");
        return new CertificateExport(
                name, own, Pem.readCertificates(text(ca), ca.toString()).getFirst());
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /// The files of this form by name; all but the CA's hold, or go with, a private key.
    ///
    /// @param password of the PKCS#12 file; other forms have none
    public SortedMap<String, byte[]> as(Form form, String password) {
        byte[] caPem = text(Pem.certificates(List.of(ca)));
        SortedMap<String, byte[]> files = new TreeMap<>();
        switch (form) {
            case PEM -> {
                files.put("ca.pem", caPem);
                files.put(name + ".pem", text(own.certificatePem()));
                files.put(name + ".key", text(own.keyPem()));
            }
            case DER -> {
                files.put("ca.der", der(ca));
                files.put(name + ".der", der(own.certificate()));
                files.put(name + ".key.der", own.key().getEncoded());
            }
            case C -> files.put(name + ".h", text(header()));
            case PYTHON -> files.put(moduleName() + ".py", text(module()));
            case PKCS12 -> files.put(name + ".p12", store(password));
        }
        return files;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] store(String password) {
        List<X509Certificate> chain = new ArrayList<>(own.chain());
        chain.add(ca);
        return KeyStores.bytes(
                KeyStores.keyStore(new Credentials(own.key(), chain), password), password);
    }

    /// A hyphen or dot cannot stand in the name of a Python module, nor a digit at its front.
    private String moduleName() {
        return "identity_" + name.replaceAll("[^A-Za-z0-9]", "_");
    }

    private String header() {
        return "// "
                + name
                + ": holds a private key, keep it out of version control.\n"
                + "#pragma once\n"
                + "#ifdef ARDUINO\n#include <Arduino.h>\n#endif\n"
                + "#ifndef PROGMEM\n#define PROGMEM\n#endif\n\n"
                + literal("CA_CERT", Pem.certificates(List.of(ca)))
                + literal("CLIENT_CERT", own.certificatePem())
                + literal("CLIENT_KEY", own.keyPem());
    }

    private static String literal(String constant, String pem) {
        StringBuilder text = new StringBuilder("static const char " + constant + "[] PROGMEM =");
        pem.lines().forEach(line -> text.append("\n    \"").append(line).append("\\n\""));
        return text.append(";\n").toString();
    }

    private String module() {
        return "# "
                + name
                + ": holds a private key, keep it out of version control. All are DER.\n"
                + bytes("CA", der(ca))
                + bytes("CERT", der(own.certificate()))
                + bytes("KEY", own.key().getEncoded());
    }

    private static String bytes(String constant, byte[] der) {
        StringBuilder text = new StringBuilder(constant + " = (");
        for (int i = 0; i < der.length; i++) {
            if (i % BYTES_IN_LINE == 0) {
                text.append(i == 0 ? "\n    b'" : "'\n    b'");
            }
            text.append(String.format("\\x%02x", der[i]));
        }
        return text.append("'\n)\n").toString();
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException cannotHappen) {
            throw new IllegalStateException("a certificate in memory has no bytes", cannotHappen);
        }
    }
}
