// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Passes an accepted device on to the real broker, so that it works on.
final class Passage {
    private static final int CONNECT_MILLIS = 5_000;

    private Passage() {}

    /// Returns when either end is done, or the time is over.
    ///
    /// @param begun what the device has said already
    static void through(Socket device, InetSocketAddress broker, byte[] begun, Duration limit)
            throws IOException, InterruptedException {
        Thread there;
        Thread back;
        try (device;
                Socket onward = new Socket()) {
            onward.connect(broker, CONNECT_MILLIS);
            onward.setTcpNoDelay(true);
            onward.getOutputStream().write(begun);
            device.setSoTimeout(0);
            CountDownLatch ended = new CountDownLatch(1);
            there = pump(device, onward, ended);
            back = pump(onward, device, ended);
            var _ = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        there.join();
        back.join();
    }

    private static Thread pump(Socket from, Socket to, CountDownLatch ended) {
        return Thread.ofVirtual()
                .name("impostor-passage")
                .start(() -> {
                    try {
                        from.getInputStream().transferTo(to.getOutputStream());
                    } catch (IOException over) {
                        // either end has closed; both are closed then
                    } finally {
                        ended.countDown();
                    }
                });
    }
}
