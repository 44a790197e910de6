// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// How the writing of a history stands.
///
/// @param stored messages that were committed: they are there even if the process is killed now
/// @param waiting messages in the queue, not yet committed
/// @param lost messages that the store could not take in time
/// @param trouble why nothing can be written just now; empty when all is well
public record HistoryStatus(long stored, long waiting, long lost, String trouble) {}
