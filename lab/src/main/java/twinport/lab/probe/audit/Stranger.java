// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.util.Optional;

/// A client that nobody knows.
final class Stranger {
    private Stranger() {}

    static MqttTalk.Name name() {
        return new MqttTalk.Name("twinport-audit", Optional.empty(), Optional.empty());
    }
}
