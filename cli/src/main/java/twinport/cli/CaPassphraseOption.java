// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import twinport.lab.DataFolder;
import twinport.pki.CaPassphrase;
import twinport.pki.CertificateAuthority;
import twinport.pki.WrongPassphraseException;

/// Where the passphrase of the CA's key comes from: a file, the environment, or a file that is
/// made.
public final class CaPassphraseOption {
    private static final String VARIABLE = "TWINPORT_CA_PASSPHRASE";

    @Option(
            names = "--ca-passphrase-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The first line of FILE opens the CA's key. Default: TWINPORT_CA_PASSPHRASE, else pki.passphrase in the data folder, which is made.")
    private @Nullable Path file;

    /// @throws Failure with exit code 2 if it cannot be had
    public CaPassphrase of(Path dataFolder) {
        try {
            if (file != null) {
                return CaPassphrase.inFile(file);
            }
            Optional<String> said = Home.environment(VARIABLE);
            return said.isPresent()
                    ? new CaPassphrase.Given(said.get())
                    : CaPassphrase.madeBeside(DataFolder.pkiOf(dataFolder));
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, VARIABLE + ": " + e.getMessage(), "set a longer one");
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    "give a file that has it with --ca-passphrase-file");
        }
    }

    /// Looks before anything starts whether it opens the key that is there.
    ///
    /// @throws Failure with exit code 2 if it does not
    public CaPassphrase checked(Path dataFolder) {
        CaPassphrase passphrase = of(dataFolder);
        Path pki = DataFolder.pkiOf(dataFolder);
        if (Files.exists(pki.resolve("ca.pem"))) {
            try {
                CertificateAuthority.open(
                        pki, InstantSource.system(), new SecureRandom(), passphrase);
            } catch (WrongPassphraseException e) {
                throw wrong(e);
            } catch (IOException e) {
                throw new Failure(
                        Exit.USAGE,
                        String.valueOf(e.getMessage()),
                        "give what opens the CA's key with --ca-passphrase-file, or use another --data");
            }
        }
        return passphrase;
    }

    public static Failure wrong(WrongPassphraseException e) {
        return new Failure(
                Exit.USAGE,
                String.valueOf(e.getMessage()),
                "give the right one with --ca-passphrase-file or " + VARIABLE);
    }
}
