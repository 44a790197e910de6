// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The CA of one lab, in its folder (its layout stands in the package's documentation).
///
/// Methods may be called from any thread of one process; two processes must not share a folder.
public final class CertificateAuthority {
    /// What has less than this to live is issued anew.
    static final Duration RENEW_BEFORE = Duration.ofDays(30);

    /// An identity is a file name, an MQTT level and a common name (at most 64, RFC 5280 appendix
    /// A).
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;
    private final Issuer issuer;
    private final Credentials root;
    private final Register register;

    private CertificateAuthority(Path folder, Issuer issuer, Credentials root, Register register) {
        this.folder = folder;
        this.issuer = issuer;
        this.root = root;
        this.register = register;
    }

    /// The same as below, with a passphrase that is made beside the folder.
    public static CertificateAuthority open(Path folder, InstantSource clock, SecureRandom random)
            throws IOException {
        return open(folder, clock, random, CaPassphrase.madeBeside(folder));
    }

    /// Loads the CA of a folder, or makes one if there is none (or only one that has expired). Its
    /// key is sealed on disk; one that lies there open, from an earlier version, is sealed now.
    ///
    /// @throws WrongPassphraseException if the passphrase does not open the key
    /// @throws PkiException if there is a CA that cannot be used
    public static CertificateAuthority open(
            Path folder, InstantSource clock, SecureRandom random, CaPassphrase passphrase)
            throws IOException {
        PrivateFiles.folder(folder);
        PrivateFiles.folder(folder.resolve("devices"));
        Issuer issuer = new Issuer(clock, random);
        Register register = Register.load(folder.resolve("register"));
        Optional<Credentials> found = loadRoot(folder, random, passphrase);
        if (found.isPresent() && livesOn(found.get().certificate(), issuer.now())) {
            return new CertificateAuthority(folder, issuer, found.get(), register);
        }
        Credentials root = issuer.root();
        save(folder, "ca", root, sealed(root, random, passphrase));
        return new CertificateAuthority(folder, issuer, root, register);
    }

    private static Optional<Credentials> loadRoot(
            Path folder, SecureRandom random, CaPassphrase passphrase) throws IOException {
        Path key = folder.resolve("ca.key");
        Optional<byte[]> sealed =
                Files.exists(key) ? Pem.readSealedKey(read(key), key.toString()) : Optional.empty();
        if (sealed.isPresent()) {
            char[] opens = passphrase.open();
            return load(folder, "ca", text -> SealedKey.open(sealed.get(), opens, key.toString()));
        }
        Optional<Credentials> open = load(folder, "ca");
        if (open.isPresent()) {
            String text = sealed(open.get(), random, passphrase);
            PrivateFiles.write(key, text.getBytes(StandardCharsets.US_ASCII));
        }
        return open;
    }

    private static String sealed(Credentials root, SecureRandom random, CaPassphrase passphrase)
            throws IOException {
        char[] seals = passphrase.seal(random);
        return Pem.sealedKey(SealedKey.seal(root.key(), seals, passphrase.iterations(), random));
    }

    public X509Certificate certificate() {
        return root.certificate();
    }

    /// What a client needs to check the broker.
    public String certificatePem() {
        return root.certificatePem();
    }

    public Path certificateFile() {
        return folder.resolve("ca.pem");
    }

    /// The broker's certificate, good for at least these names.
    public synchronized Credentials server(SubjectNames names) throws IOException {
        Optional<Credentials> found = load(folder, "server").filter(this::usable);
        if (found.isPresent()
                && Subjects.names(found.get().certificate())
                        .map(had -> had.cover(names))
                        .orElse(false)) {
            return found.get();
        }
        Credentials made = issuer.server(root, names);
        save(folder, "server", made);
        return made;
    }

    /// Server certificates with flaws, signed by this CA where they have to be; none is kept.
    public BadCertificates badCertificates(SubjectNames names) {
        return issuer.flawed(root, names);
    }

    /// The same for the names that the broker's certificate has.
    ///
    /// @throws PkiException if it has none yet
    public synchronized BadCertificates badServerCertificates() throws IOException {
        return badCertificates(presentNames());
    }

    /// The certificate that the lab's broker shows, if it was made already.
    public synchronized Optional<Credentials> presentServer() throws IOException {
        return load(folder, "server").filter(this::usable);
    }

    /// The certificate of a device; its common name is the identity. One that was withdrawn is not
    /// replaced: the device stays out until [#renewDevice].
    ///
    /// @throws IllegalArgumentException if the identity has other characters than letters, digits,
    ///   dot, underscore and hyphen, or more than 64
    public synchronized Credentials device(String identity) throws IOException {
        requireIdentity(identity);
        Optional<Credentials> present = load(folder.resolve("devices"), identity);
        if (present.isPresent() && isWithdrawn(present.get().certificate())) {
            return present.get();
        }
        Optional<Credentials> found =
                present.filter(this::usable)
                        .filter(one -> commonName(one.certificate()).equals(Optional.of(identity)));
        return found.isPresent() ? found.get() : renewDevice(identity);
    }

    /// A new key and certificate for a device, also for one whose certificate was withdrawn. The
    /// one before stays good until it expires.
    public synchronized Credentials renewDevice(String identity) throws IOException {
        requireIdentity(identity);
        noteFound(identity);
        Credentials made = issuer.device(root, identity);
        register.note(identity, made.certificate(), issuer.now()); // first: none goes unnoted
        save(folder.resolve("devices"), identity, made);
        return made;
    }

    /// A new key and certificate for the broker, for the names that it has.
    ///
    /// @throws PkiException if it has none yet
    public synchronized Credentials renewServer() throws IOException {
        Credentials made = issuer.server(root, presentNames());
        save(folder, "server", made);
        return made;
    }

    private SubjectNames presentNames() throws IOException {
        return load(folder, "server")
                .flatMap(one -> Subjects.names(one.certificate()))
                .orElseThrow(() ->
                        new PkiException(
                                folder.resolve("server.pem") + " is not there, or names no host"));
    }

    /// A key and certificate that are kept nowhere, neither as files nor in the register: for many
    /// devices of one short run. They live for [Issuer#PASSING_LIFE] and cannot be withdrawn.
    public Credentials passing(String identity) {
        requireIdentity(identity);
        return issuer.passing(root, identity);
    }

    /// Withdraws every certificate of a device that is known. It is on disk when this returns.
    ///
    /// @return how many were withdrawn now; 0 if none was left
    /// @throws PkiException if the device never had one
    public synchronized int revoke(String identity, RevocationReason reason) throws IOException {
        requireIdentity(identity);
        noteFound(identity);
        if (register.all().stream().noneMatch(one -> one.identity().equals(identity))) {
            throw new PkiException("'" + identity + "' has no certificate of this CA");
        }
        return register.withdraw(identity, new IssuedCertificate.Withdrawal(issuer.now(), reason));
    }

    /// A folder of an earlier version has certificates that no register knows.
    private void noteFound(String identity) throws IOException {
        Optional<Credentials> present = load(folder.resolve("devices"), identity);
        if (present.isPresent()) {
            register.note(identity, present.get().certificate(), issuer.now());
        }
    }

    /// Why this certificate is refused although it is valid otherwise, if it was withdrawn.
    public Optional<String> withdrawn(X509Certificate certificate) {
        return register.find(certificate)
                .flatMap(IssuedCertificate::withdrawal)
                .map(how ->
                        "the certificate was revoked at "
                                + how.at()
                                + " ("
                                + how.reason()
                                + "); issue a new one with: twinport certs renew");
    }

    private boolean isWithdrawn(X509Certificate certificate) {
        return withdrawn(certificate).isPresent();
    }

    /// The broker's certificate, if there is one.
    public synchronized Optional<X509Certificate> serverCertificate() throws IOException {
        return load(folder, "server").map(Credentials::certificate);
    }

    /// The certificate that a device has now, if there is one; none is made.
    public synchronized Optional<X509Certificate> deviceCertificate(String identity)
            throws IOException {
        requireIdentity(identity);
        return load(folder.resolve("devices"), identity).map(Credentials::certificate);
    }

    /// The devices that have a certificate, by name.
    public synchronized List<String> devices() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("devices"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pem"))
                    .map(name -> name.substring(0, name.length() - ".pem".length()))
                    .filter(name -> IDENTITY.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /// The list of withdrawn certificates that have not expired, signed now (RFC 5280 §5).
    public synchronized String crlPem() {
        return Pem.crl(issuer.crl(root, register.all()));
    }

    /// A device's certificate file; beside it lies the key, `<id>.key`.
    public Path deviceCertificateFile(String identity) {
        requireIdentity(identity);
        return folder.resolve("devices").resolve(identity + ".pem");
    }

    public Path deviceKeyFile(String identity) {
        requireIdentity(identity);
        return folder.resolve("devices").resolve(identity + ".key");
    }

    /// The common name of a certificate's subject, if there is exactly one.
    public static Optional<String> commonName(X509Certificate certificate) {
        return Subjects.commonName(certificate);
    }

    static void requireIdentity(String identity) {
        if (!IDENTITY.matcher(identity).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + identity
                            + "' is no identity: a letter or digit, then letters, digits, '.', '_'"
                            + " and '-', at most 64");
        }
    }

    private boolean usable(Credentials found) {
        X509Certificate certificate = found.certificate();
        try {
            certificate.verify(root.certificate().getPublicKey());
        } catch (GeneralSecurityException notOurs) {
            return false;
        }
        return livesOn(certificate, issuer.now());
    }

    private static boolean livesOn(X509Certificate certificate, Instant now) {
        return !certificate.getNotBefore().toInstant().isAfter(now)
                && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    }

    /// Nothing if there is no certificate: it is written last, so a key alone was never in use.
    private static Optional<Credentials> load(Path folder, String name) throws IOException {
        String key = folder.resolve(name + ".key").toString();
        return load(folder, name, text -> Pem.readKey(text, key));
    }

    /// Makes a key of a file's text.
    private interface KeyReader {
        PrivateKey read(String text) throws PkiException;
    }

    private static Optional<Credentials> load(Path folder, String name, KeyReader keys)
            throws IOException {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        if (!Files.exists(certificate)) {
            return Optional.empty();
        }
        if (!Files.exists(key)) {
            throw new PkiException(
                    certificate
                            + " is there but its key "
                            + key
                            + " is not; bring the key back, or remove the certificate to have both"
                            + " made anew");
        }
        var chain = Pem.readCertificates(read(certificate), certificate.toString());
        Credentials found = new Credentials(keys.read(read(key)), chain);
        if (!Subjects.belongTogether(found)) {
            throw new PkiException(
                    key + " is not the key of " + certificate + "; remove both to have them made");
        }
        return Optional.of(found);
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /// The key first: a certificate without its key would look like damage.
    private static void save(Path folder, String name, Credentials made) throws IOException {
        save(folder, name, made, made.keyPem());
    }

    private static void save(Path folder, String name, Credentials made, String key)
            throws IOException {
        Files.deleteIfExists(folder.resolve(name + ".pem"));
        PrivateFiles.write(folder.resolve(name + ".key"), key.getBytes(StandardCharsets.US_ASCII));
        PrivateFiles.write(
                folder.resolve(name + ".pem"),
                made.certificatePem().getBytes(StandardCharsets.US_ASCII));
    }
}
