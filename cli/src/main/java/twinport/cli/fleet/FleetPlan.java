// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.time.Duration;
import java.util.Optional;
import twinport.broker.Side;

/// What a fleet does.
///
/// @param howLong from when all were connected; empty: until a signal comes
/// @param every between two messages of one device
/// @param ramp devices a second that connect at the start
/// @param churn devices a second that go, with their last will, and come back; 0 for none
/// @param storm how often all of them are cut off and come back at once
/// @param commands a second, to devices taken by chance
/// @param seed of all that is chance
record FleetPlan(
        String host,
        int port,
        Side side,
        int devices,
        Optional<Duration> howLong,
        Duration every,
        int ramp,
        double churn,
        Optional<Duration> storm,
        double commands,
        MqttQos qos,
        long seed) {

    String address() {
        return host + ":" + port + (side == Side.TLS ? " (TLS)" : "");
    }
}
