// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardSettings;
import twinport.board.Peers;

/// The table of docs/reference/board-errors.md, as MicroPython finds it: one board goes through all
/// rows, one test looks at each.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class ErrorTableTest {
    private static final String ROWS =
            """
            import json, machine, network, ntptime, socket, ssl, time
            ports = json.load(open('/ports.json'))

            def row(name, f):
                try: found = f()
                except Exception as e: found = e
                print('[%s] %r %s' % (name, found, str(found).replace('\\n', '~')))

            def to(name, timeout=None):
                s = socket.socket(); s.settimeout(timeout)
                s.connect(socket.getaddrinfo('localhost', ports[name])[0][-1])
                return s

            def secure(name, ca='/ca.pem', host='localhost', timeout=None, **own):
                c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                c.verify_mode = ssl.CERT_REQUIRED
                if ca: c.load_verify_locations(cafile=ca)
                if own: c.load_cert_chain(**own)
                return c.wrap_socket(to(name, timeout), server_hostname=host)

            def echo(s):
                s.write(b'ping')
                return s.read(4)

            def closed():
                s = to('echo'); s.close()
                return s.recv(1)

            def later(name):
                s = socket.socket(); s.setblocking(False)
                try: s.connect(('127.0.0.1', ports[name]))
                except OSError as e: begun = e
                for i in range(1000):
                    try:
                        s.send(b'ping'); break
                    except OSError as e:
                        if e.errno != 11: return (begun, e)
                    time.sleep_ms(5)
                s.setblocking(True)
                return (begun, s.recv(4))

            def reset():
                s = to('resets'); s.send(b'x')
                return s.recv(1)

            def waits():
                s = to('echo'); s.send(b'ping')
                return s.recv(4)

            def non_blocking(read):
                s = to('silent'); s.setblocking(False)
                return read(s)

            def full():
                held = []
                try:
                    while True: held.append(socket.socket())
                finally:
                    for s in held: s.close()

            def bad(text):
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)

            def bad_key():
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain('/client.pem', b'no key')

            row('no-wifi', lambda: socket.getaddrinfo('localhost', 1))
            w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
            while not w.isconnected(): time.sleep_ms(10)
            row('unknown-name', lambda: socket.getaddrinfo('nowhere.example', 1))
            row('refused', lambda: to('nobody'))
            row('outside', lambda: socket.socket().connect(('192.0.2.1', 1883)))
            row('blocking', waits)
            row('timeout', lambda: to('silent', 0.05).recv(1))
            row('recv-non-blocking', lambda: non_blocking(lambda s: s.recv(1)))
            row('read-non-blocking', lambda: non_blocking(lambda s: s.read(1)))
            row('connect-non-blocking', lambda: later('echo'))
            row('refused-non-blocking', lambda: later('nobody'))
            row('ended', lambda: to('ends').recv(1))
            row('reset', reset)
            row('closed', closed)
            row('not-connected', lambda: socket.socket().recv(1))
            row('full', full)

            row('too-young', lambda: secure('tls'))
            ntptime.settime()
            row('good', lambda: echo(secure('tls')))
            row('by-address', lambda: echo(secure('tls', host='127.0.0.1')))
            row('wrong-ca', lambda: secure('tls', ca='/other.pem'))
            row('wrong-name', lambda: secure('tls', host='elsewhere.lab'))
            row('no-ca', lambda: secure('tls', ca=None))
            row('no-name', lambda: secure('tls', host=None))
            row('no-check', lambda: echo(ssl.wrap_socket(to('tls'))))
            row('no-client-certificate', lambda: secure('mutual'))
            row('client-certificate', lambda: echo(
                secure('mutual', certfile='/client.pem', keyfile='/client.key')))
            row('bad-ca', lambda: bad('no certificate'))
            row('cut-ca', lambda: bad('-----BEGIN CERTIFICATE-----\\nAAAA'))
            row('bad-key', bad_key)
            row('not-tls', lambda: secure('http'))
            row('hangs-up', lambda: secure('hangs-up'))
            row('tls-reset', lambda: secure('resets'))
            row('tls-timeout', lambda: secure('silent', timeout=0.05))
            year, month, day, *_ = time.gmtime()
            machine.RTC().datetime((year + 1, month, day, 0, 0, 0, 0, 0))
            row('too-old', lambda: secure('tls'))
            print('all rows')
            """;

    private Peers peers;
    private Bench bench;

    @BeforeAll
    void goThroughTheRows(@TempDir Path folder) throws Exception {
        peers = new Peers(folder);
        Map<String, String> files = new HashMap<>();
        files.put("/main.py", ROWS);
        files.put(
                "/ports.json",
                peers.ports().toString().replace('=', ':').replaceAll("([a-z-]+):", "\"$1\":"));
        for (String name : new String[] {"ca.pem", "other.pem", "client.pem", "client.key"}) {
            files.put("/" + name, peers.pem(name));
        }
        bench = Bench.with(BoardSettings.of("rows"), files, peers.numbers());
        bench.board().start();
        bench.says("all rows");
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) { // null when the tests were skipped
            bench.close();
            peers.close();
        }
    }

    private void row(String name, String found) {
        assertThat(bench.serial()).contains("[" + name + "] " + found);
    }

    @Test
    void noWifi() {
        row("no-wifi", "OSError(-202,) -202");
    }

    @Test
    void unknownName() {
        row("unknown-name", "OSError(-202,) -202");
    }

    @Test
    void connectionRefused() {
        row("refused", "OSError(104,) [Errno 104] ECONNRESET");
    }

    @Test
    void hostOutsideTheLab() {
        row("outside", "OSError(118,) [Errno 118] EHOSTUNREACH");
    }

    @Test
    void blockingRead() {
        row("blocking", "b'ping'");
    }

    @Test
    void readTimeOut() {
        row("timeout", "OSError(116,) [Errno 116] ETIMEDOUT");
    }

    @Test
    void nonBlockingRead() {
        row("recv-non-blocking", "OSError(11,) [Errno 11] EAGAIN");
        row("read-non-blocking", "None");
    }

    @Test
    void nonBlockingConnect() {
        row("connect-non-blocking", "(OSError(119,), b'ping')");
        row("refused-non-blocking", "(OSError(119,), OSError(104,))");
    }

    @Test
    void closedByPeer() {
        row("ended", "b''");
    }

    @Test
    void resetByPeer() {
        row("reset", "OSError(104,) [Errno 104] ECONNRESET");
    }

    @Test
    void closedByTheProgram() {
        row("closed", "OSError(9,) [Errno 9] EBADF");
    }

    @Test
    void neverConnected() {
        row("not-connected", "OSError(128,) [Errno 128] ENOTCONN");
    }

    @Test
    void tooManySockets() {
        row("full", "OSError(23,) 23");
    }

    @Test
    void theRightServer() {
        row("good", "b'ping'");
        row("by-address", "b'ping'");
        row("no-check", "b'ping'");
        row("client-certificate", "b'ping'");
    }

    @Test
    void wrongCa() {
        row(
                "wrong-ca",
                "ValueError('\\nThe certificate is not correctly signed by the trusted CA\\n',)");
    }

    @Test
    void wrongName() {
        row(
                "wrong-name",
                "ValueError('\\nThe certificate Common Name (CN) does not match with the expected"
                        + " CN\\n',)");
    }

    @Test
    void expired() {
        row("too-old", "ValueError('\\nThe certificate validity has expired\\n',)");
    }

    @Test
    void notYetValid() {
        row("too-young", "ValueError('\\nThe certificate validity starts in the future\\n',)");
    }

    @Test
    void clientCertificateMissing() {
        row("no-client-certificate", "OSError(-30592, 'MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE')");
    }

    @Test
    void noCa() {
        row("no-ca", "OSError(-30336, 'MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED')");
    }

    @Test
    void noName() {
        row("no-name", "ValueError('CERT_REQUIRED requires server_hostname',)");
    }

    @Test
    void textThatIsNoCertificate() {
        row("bad-ca", "ValueError('invalid cert',)");
        row("cut-ca", "ValueError('invalid cert',)");
    }

    @Test
    void textThatIsNoKey() {
        row("bad-key", "ValueError('invalid key',)");
    }

    @Test
    void serverWithoutTls() {
        row("not-tls", "OSError(-29184, 'MBEDTLS_ERR_SSL_INVALID_RECORD')");
    }

    @Test
    void serverHangsUp() {
        row("hangs-up", "OSError(-29312, 'MBEDTLS_ERR_SSL_CONN_EOF')");
    }

    @Test
    void resetInTheHandshake() {
        row("tls-reset", "OSError(104,) [Errno 104] ECONNRESET");
    }

    @Test
    void handshakeTimeOut() {
        row("tls-timeout", "OSError(116,) [Errno 116] ETIMEDOUT");
    }
}
