// SPDX-License-Identifier: MIT
package twinport.broker;

/// Counts since the start, and what is there now.
///
/// @param connections clients connected now
/// @param published PUBLISH packets accepted from clients
/// @param delivered PUBLISH packets sent to clients
/// @param refused connections refused, at the TLS handshake or at CONNECT
/// @param denied publishes and subscriptions denied
/// @param dropped messages that a client should have got and did not
/// @param overflowed messages and events that a slow sink of ours did not take
public record Statistics(
        long connections,
        long published,
        long delivered,
        long refused,
        long denied,
        long dropped,
        long overflowed) {}
