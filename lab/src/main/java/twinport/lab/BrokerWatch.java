// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import twinport.broker.BrokerEvent;

/// Passes on what happens at the broker to whom it concerns.
final class BrokerWatch {
    private static final System.Logger LOG = System.getLogger(BrokerWatch.class.getName());

    /// Between two that are told; all are counted.
    private static final Duration DROPS_APART = Duration.ofSeconds(1);

    private final Lab.Parts parts;
    private final String everything;
    private final Denials denials;
    private Instant dropTold = Instant.MIN;

    /// @param everything the name of the sink that keeps all messages
    BrokerWatch(Lab.Parts parts, String everything) {
        this.parts = parts;
        this.everything = everything;
        this.denials = new Denials(parts.audit());
    }

    List<LabEvent.Denied> denials() {
        return denials.list();
    }

    private void drop(BrokerEvent.Dropped one) {
        if (one.at().isBefore(dropTold)) {
            dropTold = Instant.MIN; // the clock was set back
        }
        if (dropTold.equals(Instant.MIN) || !one.at().isBefore(dropTold.plus(DROPS_APART))) {
            dropTold = one.at();
            LOG.log(System.Logger.Level.WARNING, "a message was dropped: " + one);
            parts.events()
                    .publish(
                            new LabEvent.Dropped(
                                    one.at(),
                                    one.clientId(),
                                    one.topic(),
                                    one.qos(),
                                    one.reason(),
                                    parts.broker().statistics().dropped()));
        }
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
            case BrokerEvent.Dropped dropped -> drop(dropped);
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
