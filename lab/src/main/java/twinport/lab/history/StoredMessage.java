// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// A message found again.
///
/// @param id its place in the order of its run
/// @param run the name of its run
public record StoredMessage(long id, String run, HistoryMessage message) {}
