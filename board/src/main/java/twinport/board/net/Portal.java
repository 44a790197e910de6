// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The login page of a captive portal: any request is sent elsewhere (RFC 9110 §15.4.3).
final class Portal {
    static final int PORT = 80;

    private static final int REQUEST_BYTES_MAX = 8_192;
    private static final int PATIENCE_MILLIS = 5_000;

    private static final byte[] ANSWER =
            """
            HTTP/1.1 302 Found\r
            Location: http://login.portal.lab/\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private Portal() {}

    /// A connection to the portal, which answers one request and ends.
    static Socket connect() throws IOException {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, local)) {
            Socket client = new Socket();
            client.connect(new InetSocketAddress(local, server.getLocalPort()), PATIENCE_MILLIS);
            Socket page = server.accept();
            Thread.ofVirtual().name("board-portal").start(() -> serve(page));
            return client;
        }
    }

    private static void serve(Socket page) {
        try (page) {
            page.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = page.getInputStream();
            int seen = 0;
            int last = 0;
            for (int b = in.read(); b >= 0 && seen < REQUEST_BYTES_MAX; b = in.read()) {
                seen++;
                last = last << 8 | b;
                if (last == 0x0D0A0D0A) {
                    page.getOutputStream().write(ANSWER);
                    return;
                }
            }
        } catch (IOException e) {
            System.getLogger(Portal.class.getName())
                    .log(System.Logger.Level.DEBUG, "a visitor of the portal left", e);
        }
    }
}
