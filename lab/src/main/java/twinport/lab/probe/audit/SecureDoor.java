// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.lab.probe.audit.AuditSettings.Account;
import twinport.wire.mqtt.Version;

/// MQTT over TLS. A password is sent only to a server whose chain leads to the CA given.
final class SecureDoor implements MqttAudit.Door {
    private final AuditSettings settings;
    private final SecureLine stranger;
    private final Map<Account, SecureLine> lines = new HashMap<>();
    private final boolean trusted;

    /// Looks at the server's certificate.
    ///
    /// @throws IOException when no connection is left
    SecureDoor(AuditSettings settings, Line line, Optional<String> serverName)
            throws GeneralSecurityException, IOException {
        this.settings = settings;
        this.stranger = new SecureLine(line, serverName, List.of(), settings.authority());
        for (Account account : settings.accounts()) {
            lines.put(
                    account,
                    new SecureLine(line, serverName, account.keys(), settings.authority()));
        }
        this.trusted = looksTrusted();
    }

    private boolean looksTrusted() throws IOException {
        try {
            stranger.connect().socket().close();
        } catch (SecureLine.HandshakeFailed e) {
            return stranger.trusted().orElse(false);
        }
        return stranger.trusted().orElse(false);
    }

    @Override
    public MqttTalk open(Optional<Account> as, Version version) throws IOException {
        SecureLine line = as.map(lines::get).orElse(stranger);
        return new MqttTalk(line.connect().socket(), settings.patience(), version);
    }

    @Override
    public Optional<String> withheld(Account account) {
        return account.password().isEmpty() || trusted
                ? Optional.empty()
                : Optional.of(
                        "the password of "
                                + account.name()
                                + " is not sent to a server that nothing vouches for");
    }
}
