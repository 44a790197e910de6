// SPDX-License-Identifier: MIT
package twinport.capture;

import java.time.Duration;
import java.util.List;

/// How a relay tap works.
///
/// @param routes at least one
/// @param maxConnections relayed at the same time, over all routes; the next one is reset
/// @param firstByteWithin a client that sends nothing for so long is closed
/// @param drainWithin how long [RelayTap#close] lets open connections end by themselves
/// @param secretsWithin how long frames that need a TLS 1.2 secret wait for it, while keys are
///   logged
/// @param ownSources onward connections to a broker on loopback come from 127.64.0.0/10, so that
///   our own broker can refuse all others; off for brokers that are not ours
public record TapSettings(
        List<Route> routes,
        int maxConnections,
        Duration firstByteWithin,
        Duration drainWithin,
        Duration secretsWithin,
        boolean ownSources) {
    /// The default for `maxConnections`.
    public static final int MAX_CONNECTIONS = 1_024;

    private static final Duration FIRST_BYTE_WITHIN = Duration.ofSeconds(10);
    private static final Duration DRAIN_WITHIN = Duration.ofMillis(500);
    private static final Duration SECRETS_WITHIN = Duration.ofMillis(250);

    public TapSettings {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("a tap needs at least one route");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection: " + maxConnections);
        }
        positive("first byte within", firstByteWithin);
        positive("drain within", drainWithin);
        positive("secrets within", secretsWithin);
    }

    /// The settings of the lab.
    public static TapSettings of(List<Route> routes) {
        return usual(routes, true);
    }

    /// In front of brokers that are not ours.
    public static TapSettings beforeOthers(List<Route> routes) {
        return usual(routes, false);
    }

    private static TapSettings usual(List<Route> routes, boolean ownSources) {
        return new TapSettings(
                routes,
                MAX_CONNECTIONS,
                FIRST_BYTE_WITHIN,
                DRAIN_WITHIN,
                SECRETS_WITHIN,
                ownSources);
    }

    /// The same with so many connections at one time.
    public TapSettings withConnections(int other) {
        return new TapSettings(
                routes, other, firstByteWithin, drainWithin, secretsWithin, ownSources);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " is at least 1 ms: " + value);
        }
    }
}
