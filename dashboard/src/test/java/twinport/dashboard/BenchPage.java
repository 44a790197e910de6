// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// The page of a bench's lab on a free port, and somebody who asks it.
record BenchPage(BenchLab lab, Dashboard page, Visitor visitor) implements AutoCloseable {
    static BenchPage open(InstantSource clock) throws IOException {
        var lab = new BenchLab(clock, new SplittableRandom(1), false);
        int port = FreePort.take();
        var page = new Dashboard(lab, DashboardSettings.onLoopback(port));
        page.start();
        return new BenchPage(lab, page, new Visitor(port));
    }

    @Override
    public void close() {
        page.close();
        lab.close();
    }
}
