// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// What one board may reach. The lab supplies it; the board has no other way out.
public interface BoardNetwork {
    /// The address the board's connections come from.
    InetAddress address();

    /// What the name stands for.
    ///
    /// @throws NetworkException with [Errno#EAI_FAIL] when the name is not known
    InetAddress resolve(String host) throws NetworkException;

    /// Opens a TCP connection from the board's own address. Interrupting a virtual thread that
    /// waits here ends the wait.
    ///
    /// @throws NetworkException with the number an ESP32's firmware would see
    Socket connect(String host, int port, Duration timeout) throws NetworkException;

    /// The authorities that stand in for those of the firmware when it checks this server; none
    /// where the firmware's own count.
    default List<X509Certificate> authorities(String serverName) {
        return List.of();
    }

    /// Whether TLS finds no memory for its buffers.
    default boolean scarceMemory() {
        return false;
    }

    /// From now on the network tells `sink` what the board's owner should know of it.
    default void tell(Consumer<String> sink) {}
}
