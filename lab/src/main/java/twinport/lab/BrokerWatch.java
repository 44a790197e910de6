// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;
import twinport.broker.BrokerEvent;

/// Passes on what happens at the broker to whom it concerns.
final class BrokerWatch {
    private static final System.Logger LOG = System.getLogger(BrokerWatch.class.getName());

    private final Lab.Parts parts;
    private final String everything;
    private final Denials denials;

    /// @param everything the name of the sink that keeps all messages
    BrokerWatch(Lab.Parts parts, String everything) {
        this.parts = parts;
        this.everything = everything;
        this.denials = new Denials(parts.audit());
    }

    List<LabEvent.Denied> denials() {
        return denials.list();
    }

    void happened(BrokerEvent event) {
        switch (event) {
            case BrokerEvent.Denied denied -> {
                LabEvent.Denied told = LabEvent.Denied.of(denied);
                denials.add(told);
                parts.events().publish(told);
            }
            case BrokerEvent.Refused refused ->
                    parts.events().publish(LabEvent.Refused.of(refused));
            case BrokerEvent.Dropped dropped ->
                    LOG.log(System.Logger.Level.WARNING, "a message was dropped: " + dropped);
            case BrokerEvent.Overflowed overflowed -> {
                LOG.log(System.Logger.Level.WARNING, "a listener is too slow: " + overflowed);
                if (overflowed.sink().equals(everything)) {
                    parts.memory().missed(overflowed);
                }
            }
            case BrokerEvent.Connected connected -> parts.desk().came(connected);
            case BrokerEvent.Disconnected _ -> {}
        }
    }
}
