// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.CaPassphraseOption;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.PemFile;
import twinport.lab.DataFolder;
import twinport.lab.probe.impostor.Wardrobe;
import twinport.pki.BadCertificates;
import twinport.pki.CertificateAuthority;
import twinport.pki.Credentials;
import twinport.pki.Pem;
import twinport.pki.PkiException;
import twinport.pki.SubjectNames;
import twinport.pki.WrongPassphraseException;

/// Which CA signs an impostor's certificates, and for which names.
public final class ImpostorAuthority {
    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description =
                    "The CA that the device trusts (PEM). Default: the lab's, from the data folder.")
    private @Nullable Path certificate;

    @Option(
            names = "--ca-key",
            paramLabel = "FILE",
            description = "The key of --ca-cert. It signs in memory and is not kept.")
    private @Nullable Path key;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "A name or address by which the device reaches its broker; may be given more than once. Besides localhost, this computer's name and its loopback addresses.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The lab's data folder. Default: as for up.")
    private @Nullable Path data;

    /// What an impostor wears, and what a client under test is told to trust.
    ///
    /// @param authorityFile the CA, as PEM
    /// @param revocations the list on which the revoked certificate stands, as PEM
    record Dress(Wardrobe wardrobe, Path folder, Path authorityFile, Path revocations) {
        void forget() {
            try {
                Files.deleteIfExists(authorityFile);
                Files.deleteIfExists(revocations);
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                // two public files in the folder for temporary ones
            }
        }
    }

    @Mixin private CaPassphraseOption passphrase = new CaPassphraseOption();

    Dress dress(InstantSource clock, SecureRandom random) {
        SubjectNames subjects = subjects();
        try {
            Optional<Credentials> own = given();
            Path pki = dataFolder().resolve("pki");
            if (own.isPresent()) {
                BadCertificates made = new BadCertificates(own.get(), subjects, clock, random);
                return dress(made, true, Optional.empty(), own.get().certificate());
            }
            if (ImpostorCommand.hasAuthority(pki)) {
                CertificateAuthority lab =
                        CertificateAuthority.open(pki, clock, random, passphrase.of(dataFolder()));
                return dress(
                        lab.badCertificates(subjects),
                        true,
                        names.isEmpty() ? lab.presentServer() : Optional.empty(),
                        lab.certificate());
            }
            BadCertificates strange = BadCertificates.withoutAuthority(subjects, clock, random);
            return dress(strange, false, Optional.empty(), null);
        } catch (WrongPassphraseException e) {
            throw CaPassphraseOption.wrong(e);
        } catch (IOException e) {
            throw new Failure(
                    Exit.TLS,
                    "the CA cannot be used: " + e.getMessage(),
                    "give --ca-cert and --ca-key, or a lab's folder with --data");
        }
    }

    private static Dress dress(
            BadCertificates made,
            boolean authority,
            Optional<Credentials> present,
            @Nullable X509Certificate root)
            throws IOException {
        Wardrobe wardrobe = new Wardrobe(made, authority, present);
        Path folder = Files.createTempDirectory("twinport-impostor");
        Path file = folder.resolve("ca.pem");
        Path list = folder.resolve("crl.pem");
        Files.writeString(file, root == null ? "" : Pem.certificates(List.of(root)));
        Files.writeString(list, list(made, wardrobe), StandardCharsets.US_ASCII);
        return new Dress(wardrobe, folder, file, list);
    }

    private static String list(BadCertificates made, Wardrobe wardrobe) throws PkiException {
        try {
            byte[] der = made.revoking(List.of(wardrobe.revoked().certificate())).getEncoded();
            return "-----BEGIN X509 CRL-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END X509 CRL-----\n";
        } catch (GeneralSecurityException e) {
            throw new PkiException("the list of revocations cannot be written", e);
        }
    }

    private Optional<Credentials> given() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw ImpostorCommand.usage(
                    "--ca-cert and --ca-key go together", "give both, or neither for the lab's CA");
        }
        try {
            X509Certificate root = PemFile.read("--ca-cert", certificate).certificates().getFirst();
            return Optional.of(
                    new Credentials(PemFile.read("--ca-key", key).privateKey(), List.of(root)));
        } catch (MqttFailure e) {
            throw new Failure(e.kind().exitCode(), e.what(), e.hint());
        }
    }

    private Path dataFolder() {
        return data == null
                ? DataFolder.usual(name -> Optional.ofNullable(System.getenv(name)))
                : data;
    }

    private SubjectNames subjects() {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        addresses.add(InetAddress.ofLiteral("::1"));
        try {
            hosts.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // this computer does not know its own name; no device uses it then
        }
        for (String name : names) {
            try {
                addresses.add(InetAddress.ofLiteral(name));
            } catch (IllegalArgumentException e) {
                hosts.add(name);
            }
        }
        try {
            return new SubjectNames(hosts, addresses);
        } catch (IllegalArgumentException e) {
            throw ImpostorCommand.usage(
                    "--name: " + e.getMessage(), "give a host name or an IP address");
        }
    }
}
