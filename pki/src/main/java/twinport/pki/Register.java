// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.pki.IssuedCertificate.Withdrawal;

/// Which certificates devices were given, and which of them are withdrawn: the file `register`, a
/// line each. A renewed device still has its earlier certificate, so all must be known.
///
/// Writers are serialised by the CA; anybody may look at any time.
final class Register {
    /// More certificates than this are refused: the file is read whole.
    static final int MOST_ENTRIES = 100_000;

    private static final int COLUMNS = 5;
    private static final String NONE = "-";

    private final Path file;
    private volatile Map<BigInteger, IssuedCertificate> entries;

    private Register(Path file, Map<BigInteger, IssuedCertificate> entries) {
        this.file = file;
        this.entries = entries;
    }

    static Register load(Path file) throws IOException {
        Map<BigInteger, IssuedCertificate> found = new LinkedHashMap<>();
        if (Files.exists(file)) {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                IssuedCertificate one = parse(line, file + ":" + ++number);
                found.put(one.serial(), one);
            }
        }
        return new Register(file, found);
    }

    List<IssuedCertificate> all() {
        return List.copyOf(entries.values());
    }

    Optional<IssuedCertificate> find(X509Certificate certificate) {
        return Optional.ofNullable(entries.get(certificate.getSerialNumber()));
    }

    /// Notes a certificate, unless it is known, and forgets those that have expired; withdrawn ones
    /// never: whose certificate was withdrawn stays out until somebody renews it.
    void note(String identity, X509Certificate certificate, Instant now) throws IOException {
        Map<BigInteger, IssuedCertificate> changed = new LinkedHashMap<>(entries);
        changed.values()
                .removeIf(one -> one.withdrawal().isEmpty() && one.notAfter().isBefore(now));
        changed.putIfAbsent(
                certificate.getSerialNumber(),
                new IssuedCertificate(
                        certificate.getSerialNumber(),
                        identity,
                        certificate.getNotAfter().toInstant(),
                        Optional.empty()));
        write(changed);
    }

    /// Withdraws all that an identity has.
    ///
    /// @return how many were not withdrawn before
    int withdraw(String identity, Withdrawal how) throws IOException {
        Map<BigInteger, IssuedCertificate> changed = new LinkedHashMap<>(entries);
        int count = 0;
        for (var entry : changed.entrySet()) {
            IssuedCertificate one = entry.getValue();
            if (one.identity().equals(identity) && one.withdrawal().isEmpty()) {
                entry.setValue(one.withdrawn(how));
                count++;
            }
        }
        write(changed);
        return count;
    }

    /// On disk first: what is not kept over a restart was not withdrawn.
    private void write(Map<BigInteger, IssuedCertificate> changed) throws IOException {
        if (changed.size() > MOST_ENTRIES) {
            throw new PkiException(file + ": more than " + MOST_ENTRIES + " certificates");
        }
        StringBuilder text = new StringBuilder();
        changed.values().forEach(one -> text.append(line(one)).append('\n'));
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        entries = changed;
    }

    private static String line(IssuedCertificate one) {
        return String.join(
                "\t",
                one.serial().toString(16),
                one.identity(),
                one.notAfter().toString(),
                one.withdrawal().map(how -> how.at().toString()).orElse(NONE),
                one.withdrawal().map(how -> how.reason().name()).orElse(NONE));
    }

    private static IssuedCertificate parse(String line, String where) throws PkiException {
        String[] part = line.split("\t", -1);
        if (part.length != COLUMNS) {
            throw new PkiException(where + ": expected " + COLUMNS + " columns between tabs");
        }
        try {
            Optional<Withdrawal> how =
                    part[3].equals(NONE)
                            ? Optional.empty()
                            : Optional.of(
                                    new Withdrawal(
                                            Instant.parse(part[3]),
                                            RevocationReason.valueOf(part[4])));
            return new IssuedCertificate(
                    new BigInteger(part[0], 16), part[1], Instant.parse(part[2]), how);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new PkiException(where + ": " + e.getMessage(), e);
        }
    }
}
