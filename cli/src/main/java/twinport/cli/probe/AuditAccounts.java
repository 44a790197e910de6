// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.TlsMaterial;
import twinport.lab.probe.audit.AuditSettings.Account;

/// As whom an audit asks.
final class AuditAccounts {
    @Option(
            names = {"-i", "--id"},
            paramLabel = "ID",
            description = "Client id of the account. Default: its user name, or twinport-audit.")
    private @Nullable String clientId;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "An account to try with. Without one the audit is a stranger.")
    private @Nullable String user;

    @Option(
            names = {"-P", "--pw"},
            paramLabel = "PASSWORD",
            description =
                    "Its password. Sent in clear only to loopback, over TLS only to a chain that --cafile vouches for.")
    private @Nullable String password;

    @Option(names = "--cert", paramLabel = "FILE", description = "Its certificate (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key (PEM).")
    private @Nullable Path key;

    @Option(
            names = "--own-topic",
            paramLabel = "TOPIC",
            description = "A topic on which the account may publish; may be given more than once.")
    private List<String> ownTopics = new ArrayList<>();

    @Option(
            names = "--other-username",
            paramLabel = "NAME",
            description = "A second account, whose topics the first must not write to.")
    private @Nullable String otherUser;

    @Option(names = "--other-pw", paramLabel = "PASSWORD", description = "Its password.")
    private @Nullable String otherPassword;

    @Option(names = "--other-cert", paramLabel = "FILE", description = "Its certificate (PEM).")
    private @Nullable Path otherCertificate;

    @Option(names = "--other-key", paramLabel = "FILE", description = "Its key (PEM).")
    private @Nullable Path otherKey;

    @Option(
            names = "--other-topic",
            paramLabel = "TOPIC",
            description =
                    "A topic of the second account; a short text is published there. May be given more than once.")
    private List<String> otherTopics = new ArrayList<>();

    @Option(
            names = "--revoked-cert",
            paramLabel = "FILE",
            description = "A client certificate that was revoked (PEM).")
    private @Nullable Path revokedCertificate;

    @Option(names = "--revoked-key", paramLabel = "FILE", description = "Its key (PEM).")
    private @Nullable Path revokedKey;

    List<Account> tried() {
        List<Account> accounts = new ArrayList<>();
        account("the account", clientId, user, password, certificate, key, ownTopics)
                .ifPresent(accounts::add);
        account(
                        "the other account",
                        null,
                        otherUser,
                        otherPassword,
                        otherCertificate,
                        otherKey,
                        otherTopics)
                .ifPresent(accounts::add);
        return accounts;
    }

    private static Optional<Account> account(
            String what,
            @Nullable String id,
            @Nullable String user,
            @Nullable String password,
            @Nullable Path certificate,
            @Nullable Path key,
            List<String> topics) {
        if ((certificate == null) != (key == null)) {
            throw new Failure(
                    Exit.USAGE,
                    "a certificate and its key belong together, but only one is given for " + what,
                    "give both");
        }
        if (user == null && certificate == null) {
            return Optional.empty();
        }
        String name = user != null ? user : nameOf(certificate);
        return Optional.of(
                new Account(
                        name,
                        id == null ? name : id,
                        Optional.ofNullable(user),
                        Optional.ofNullable(password),
                        certificate == null ? List.of() : keys(certificate, key),
                        topics));
    }

    Optional<Account> revoked() {
        return account(
                "the revoked identity",
                "twinport-revoked",
                null,
                null,
                revokedCertificate,
                revokedKey,
                List.of());
    }

    /// What the file is called, without its suffix.
    private static String nameOf(@Nullable Path certificate) {
        return certificate == null
                ? "the account"
                : String.valueOf(certificate.getFileName()).replaceFirst("\\.[^.]*$", "");
    }

    private static List<KeyManager> keys(Path certificate, @Nullable Path key) {
        var identity = material(null, certificate, key).identity();
        return identity == null ? List.of() : Arrays.asList(identity.getKeyManagers());
    }

    static TlsMaterial material(
            @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
        try {
            return TlsMaterial.load(
                    new TlsMaterial.Sources(authorities, certificate, key, List.of(), false));
        } catch (MqttFailure e) {
            throw new Failure(e.kind().exitCode(), e.what(), e.hint());
        }
    }
}
