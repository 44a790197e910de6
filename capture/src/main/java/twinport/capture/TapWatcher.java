// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;

/// Is told, for each connection a client makes, whether the tap reached what stands behind it.
/// Called by the threads of the connections; must not block.
public interface TapWatcher {
    TapWatcher NOBODY =
            new TapWatcher() {
                @Override
                public void reached(Route route) {}

                @Override
                public void unreached(Route route, IOException why) {}
            };

    void reached(Route route);

    /// The client's connection was reset.
    void unreached(Route route, IOException why);
}
