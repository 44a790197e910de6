// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import twinport.broker.Broker;
import twinport.capture.RelayTap;

/// The wire of a lab: its tap. A connection through it whose client the broker has not let in is
/// unsettled.
record LabWire(RelayTap tap, Broker broker) implements Wire {
    @Override
    public long passed() {
        return tap.framesSeen();
    }

    @Override
    public boolean unsettled() {
        return tap.connections() > broker.statistics().connections();
    }
}
