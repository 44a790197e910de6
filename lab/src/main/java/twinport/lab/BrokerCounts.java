// SPDX-License-Identifier: MIT
package twinport.lab;

import twinport.broker.Statistics;

/// What the broker counted since its start; `connections` is what there is now.
///
/// @param overflowed messages and events that the lab itself did not take in time
public record BrokerCounts(
        long connections,
        long published,
        long delivered,
        long refused,
        long denied,
        long dropped,
        long overflowed) {
    static BrokerCounts of(Statistics counted) {
        return new BrokerCounts(
                counted.connections(),
                counted.published(),
                counted.delivered(),
                counted.refused(),
                counted.denied(),
                counted.dropped(),
                counted.overflowed());
    }
}
