// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// A process that keeps messages as fast as it can, and says how many are stored, until it is
/// killed. It begins when it is told to.
final class KilledWriter {
    private static final long WAITING_MAX = 500;
    private static final long PAUSE_NANOS = 200_000;

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        Database database = Database.of(arguments[0]);
        System.out.println("waiting");
        if (System.in.read() < 0) {
            return;
        }
        HistoryWriter writer =
                HistoryWriter.begin(database, arguments[1], "lab", InstantSource.system());
        long told = 0;
        for (int i = 0; ; i++) {
            writer.offer(HistoryContract.reading(i / 100, "b" + i % 5, i));
            HistoryStatus status = writer.status();
            while (status.waiting() > WAITING_MAX) {
                LockSupport.parkNanos(PAUSE_NANOS);
                status = writer.status();
            }
            if (status.stored() > told) {
                told = status.stored();
                System.out.println(told);
            }
        }
    }
}
