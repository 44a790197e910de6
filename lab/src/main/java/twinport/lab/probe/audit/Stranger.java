// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.util.Optional;

/// A client that nobody knows.
final class Stranger {
    private Stranger() {}

    static MqttTalk.Name name() {
        return named("twinport-audit");
    }

    /// @param clientId its own, where two strangers are connected at once
    static MqttTalk.Name named(String clientId) {
        return new MqttTalk.Name(clientId, Optional.empty(), Optional.empty());
    }
}
