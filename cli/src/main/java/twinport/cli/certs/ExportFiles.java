// SPDX-License-Identifier: MIT
package twinport.cli.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.lab.CertificateDesk;
import twinport.pki.CertificateExport;
import twinport.pki.CertificateExport.Form;
import twinport.pki.PkiException;
import twinport.pki.PrivateFiles;

/// Writes what `certs export` makes. A data folder is only read, so that it may belong to a lab
/// that runs.
record ExportFiles(Path data, Path out) {
    /// Shorter ones can be guessed by whoever has the file.
    private static final int LEAST_PASSWORD = 8;

    private static final int LONGEST_PASSWORD_FILE = 4096;

    /// @return the files written
    List<Path> write(String name, String format, @Nullable Path passwordFile) throws IOException {
        Form form = form(format);
        String password = password(form, passwordFile);
        SortedMap<String, byte[]> files = read(name).as(form, password);
        for (String file : files.keySet()) {
            if (Files.exists(out.resolve(file))) {
                throw new Failure(
                        Exit.USAGE,
                        out.resolve(file) + " is there already; nothing was written",
                        "remove it, or name another folder with --out DIR");
            }
        }
        Files.createDirectories(out);
        List<Path> written = new ArrayList<>();
        for (var file : files.entrySet()) {
            PrivateFiles.write(out.resolve(file.getKey()), file.getValue());
            written.add(out.resolve(file.getKey()));
        }
        return written;
    }

    private CertificateExport read(String name) throws IOException {
        Path pki = data.resolve("pki");
        try {
            return name.equals(CertificateDesk.SERVER)
                    ? CertificateExport.server(pki)
                    : CertificateExport.device(pki, name);
        } catch (PkiException | IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE, String.valueOf(e.getMessage()), "see: twinport certs show");
        }
    }

    private static Form form(String format) {
        return switch (format) {
            case "pem" -> Form.PEM;
            case "der" -> Form.DER;
            case "c" -> Form.C;
            case "python" -> Form.PYTHON;
            case "pkcs12" -> Form.PKCS12;
            default ->
                    throw new Failure(
                            Exit.USAGE, "no format " + format, "pem, der, c, python or pkcs12");
        };
    }

    private static String password(Form form, @Nullable Path file) throws IOException {
        if (form != Form.PKCS12) {
            if (file != null) {
                throw new Failure(
                        Exit.USAGE,
                        "--password-file is for --format pkcs12; other formats are not encrypted",
                        "leave it out, or choose pkcs12");
            }
            return "";
        }
        if (file == null || !Files.isRegularFile(file)) {
            throw new Failure(
                    Exit.USAGE,
                    file == null ? "a PKCS#12 file needs a password" : "there is no file " + file,
                    "write one into a file and name it with --password-file FILE");
        }
        String first =
                Files.size(file) > LONGEST_PASSWORD_FILE
                        ? ""
                        : Files.readString(file, StandardCharsets.ISO_8859_1)
                                .lines()
                                .findFirst()
                                .orElse("");
        if (first.length() < LEAST_PASSWORD || !first.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new Failure(
                    Exit.USAGE,
                    "the first line of "
                            + file
                            + " is no password of at least "
                            + LEAST_PASSWORD
                            + " printable ASCII characters",
                    "make one with: openssl rand -hex 16");
        }
        return first;
    }
}
