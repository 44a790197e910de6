// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// The page on the bench lab, for looking at it by hand: argument 1 is the port, argument 2
/// `keylog` for a lab that logs its keys, a third one makes it hostile.
final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        boolean keyLog = arguments.length > 1 && arguments[1].equals("keylog");
        var lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), keyLog);
        int port = Integer.parseInt(arguments[0]);
        var page = new Dashboard(lab, DashboardSettings.onLoopback(port));
        page.start();
        lab.every(Duration.ofSeconds(2), lab::step);
        if (arguments.length > 2) {
            HostileStrings.publishAll(lab);
            lab.every(Duration.ofSeconds(2), () -> HostileStrings.turnAllAway(lab));
        }
        System.out.println(page.address());
        Thread.currentThread().join();
    }
}
