// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/// The lab first, and beyond it whatever this computer reaches, by its own resolver. What goes
/// beyond the lab does not pass its tap.
public final class RealNetwork implements BoardNetwork {
    private final LoopbackNetwork lab;

    public RealNetwork(LoopbackNetwork lab) {
        this.lab = lab;
    }

    @Override
    public InetAddress address() {
        return lab.address();
    }

    @Override
    public InetAddress resolve(String host) throws NetworkException {
        if (lab.knows(host)) {
            return lab.resolve(host);
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new NetworkException(
                    Errno.EAI_FAIL, "this computer does not know the name " + host, e);
        }
    }

    @Override
    public Socket connect(String host, int port, Duration timeout) throws NetworkException {
        InetSocketAddress target = new InetSocketAddress(resolve(host), port);
        if (lab.allows(target)) {
            return lab.connect(host, port, timeout);
        }
        Socket socket = new Socket();
        try {
            socket.connect(target, Math.toIntExact(Math.max(1, timeout.toMillis())));
            return socket;
        } catch (IOException e) {
            LoopbackNetwork.close(socket);
            throw LoopbackNetwork.failure(target, e);
        }
    }
}
