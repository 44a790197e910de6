// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

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
}
