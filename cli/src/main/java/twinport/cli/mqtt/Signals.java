// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import twinport.cli.mqtt.session.Session;

/// Says goodbye to the broker when a signal (SIGINT, SIGTERM) ends the process, so that no last
/// will is sent. Closing it takes the promise back.
final class Signals implements AutoCloseable {
    private final Thread goodbye;

    private Signals(Thread goodbye) {
        this.goodbye = goodbye;
    }

    static Signals watch(Session session, Runnable first) {
        Thread goodbye =
                Thread.ofPlatform()
                        .name("twinport-goodbye")
                        .unstarted(() -> {
                            first.run();
                            session.close();
                        });
        Runtime.getRuntime().addShutdownHook(goodbye);
        return new Signals(goodbye);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(goodbye);
        } catch (IllegalStateException ending) {
            // The signal came: the hook is at work.
        }
    }
}
