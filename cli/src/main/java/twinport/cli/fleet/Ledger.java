// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.util.ArrayList;
import java.util.List;

/// What happened in a run, counted. Owned by the run's thread.
final class Ledger {
    private static final int REASONS_MAX = 10;

    long connected;
    long refused;
    long reconnected;
    long unexpected;
    long watcherEnds;
    long churned;
    long storms;
    long longestStormMillis;
    long sent;
    long acknowledged;
    long ended;
    long denied;
    long heldBack;
    long received;
    long doubled;
    long strange;
    long willsLeft;
    long willsSeen;
    long commands;
    long answered;
    long unanswered;
    long cutOff;
    private final List<String> reasons = new ArrayList<>();

    /// Keeps the first few reasons that differ.
    void reason(String why) {
        if (reasons.size() < REASONS_MAX && !reasons.contains(why)) {
            reasons.add(why);
        }
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    /// Messages whose fate at the broker is not known yet.
    long outstanding() {
        return sent - acknowledged - ended;
    }
}
