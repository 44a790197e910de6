// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// How the writing of a history stands.
///
/// @param place the file or address, without a password; empty when nothing is kept
/// @param run the name under which this run is kept
/// @param stored messages that were committed: they are there even if the process is killed now
/// @param waiting messages not yet committed
/// @param lost messages that the store could not take in time
/// @param trouble why nothing can be written just now; empty when all is well
public record HistoryStatus(
        String place, String run, long stored, long waiting, long lost, String trouble) {
    /// Of a lab that keeps nothing.
    public static final HistoryStatus NONE = new HistoryStatus("", "", 0, 0, 0, "");
}
