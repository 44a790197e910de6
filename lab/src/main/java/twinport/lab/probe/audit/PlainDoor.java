// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.util.Optional;
import twinport.lab.probe.audit.AuditSettings.Account;
import twinport.wire.mqtt.Version;

/// MQTT in clear. A password crosses it only where the wire is this computer's own.
record PlainDoor(AuditSettings settings, Line line) implements MqttAudit.Door {
    @Override
    public MqttTalk open(Optional<Account> as, Version version) throws IOException {
        return new MqttTalk(line.connect(), settings.patience(), version);
    }

    @Override
    public Optional<String> withheld(Account account) {
        if (account.password().isEmpty() && account.userName().isEmpty()) {
            return Optional.of(account.name() + " has no user name, only a certificate");
        }
        return settings.address().isLoopbackAddress()
                ? Optional.empty()
                : Optional.of("the password of " + account.name() + " is not sent in clear");
    }
}
