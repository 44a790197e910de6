// SPDX-License-Identifier: MIT
package twinport.capture;

import java.net.InetSocketAddress;
import java.util.Optional;

/// Who stands behind a connection that the tap opened.
public interface Origins {
    /// The true client behind the source address and port of an onward connection, while that
    /// connection is relayed. Empty: it did not come through the tap, refuse it.
    Optional<InetSocketAddress> trueClient(InetSocketAddress onwardSource);
}
