// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.IOException;
import twinport.findings.check.DeviceProbeFacts.Row;

/// Makes the device come, once a row.
public interface Callers {
    Caller call(Row row) throws IOException;

    /// One that was called.
    interface Caller extends AutoCloseable {
        /// Whether it is over and will not come any more.
        boolean ended();

        /// Why it did not come.
        String excuse();

        /// Ends it; returns when it is over.
        @Override
        void close();
    }

    /// For a device that comes by itself, again and again.
    static Callers none() {
        return _ ->
                new Caller() {
                    @Override
                    public boolean ended() {
                        return false;
                    }

                    @Override
                    public String excuse() {
                        return "no device came in time";
                    }

                    @Override
                    public void close() {}
                };
    }
}
