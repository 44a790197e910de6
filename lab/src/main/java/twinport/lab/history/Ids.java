// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// How ids are made; see schema-1.sql.
final class Ids {
    private static final int COUNT_BITS = 36;

    /// Numbers of one message that become values of their own.
    static final int VALUES_MAX = 64;

    private Ids() {}

    static long first(long run) {
        return run << COUNT_BITS;
    }

    /// The id after the last that the run can give out.
    static long end(long run) {
        return (run + 1) << COUNT_BITS;
    }

    static long of(long run, long count) {
        return run << COUNT_BITS | count;
    }

    static long run(long id) {
        return id >> COUNT_BITS;
    }

    static long firstValue(long message) {
        return message * VALUES_MAX;
    }
}
