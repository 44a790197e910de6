// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import twinport.broker.BrokerEvent.Refusal;

/// What comes of a CONNECT.
sealed interface Verdict {
    /// It may come in.
    record Admitted(Session session) implements Verdict {}

    /// It may not.
    ///
    /// @param who the identity if it was proved, else what was claimed
    record Rejected(String who, Refusal rule, String why) implements Verdict {
        /// What MQTT calls it (5.0 section 3.2.2.2; HiveMQ translates for 3.1.1).
        ConnackReasonCode code() {
            return switch (rule) {
                case CREDENTIALS -> ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD;
                case CLIENT_ID, CLIENT_ID_TAKEN -> ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
                case HANDSHAKE,
                        PROTOCOL,
                        ORIGIN,
                        NO_CERTIFICATE,
                        CERTIFICATE_WITHDRAWN,
                        NOT_OPEN,
                        UNKNOWN_IDENTITY,
                        WILL ->
                        ConnackReasonCode.NOT_AUTHORIZED;
            };
        }
    }

    /// It is our own look at the listener.
    record Probe() implements Verdict {}
}
