// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardSettings;
import twinport.board.Mosquitto;

/// Sockets, TLS and MQTT from MicroPython to a real broker.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class MqttTest {
    private static final String WIFI =
            """
            import network, ntptime, time, errno, socket, ssl, json, struct
            from umqtt.simple import MQTTClient, MQTTException
            w = network.WLAN(network.STA_IF); w.active(True); w.connect('Wokwi-GUEST', '')
            while not w.isconnected(): time.sleep_ms(10)
            """;

    private Mosquitto broker;

    @BeforeAll
    void startTheBroker(@TempDir Path folder) throws IOException, InterruptedException {
        broker = new Mosquitto(folder);
    }

    @AfterAll
    void stopTheBroker() {
        if (broker != null) { // null when the tests were skipped
            broker.close();
        }
    }

    private Bench bench(String id, String main) throws IOException {
        Map<String, String> files =
                Map.of(
                        "/main.py", WIFI + main,
                        "/ca.pem", broker.pem("ca.pem"),
                        "/other-ca.pem", broker.pem("other-ca.pem"),
                        "/client.pem", broker.pem("client.pem"),
                        "/client.key", broker.pem("client.key"));
        Bench bench =
                Bench.with(
                        BoardSettings.of(id),
                        files,
                        broker.plain(),
                        broker.tls(),
                        broker.mutual(),
                        broker.guarded(),
                        1);
        bench.board().start();
        return bench;
    }

    private static String context(String ca, boolean client) {
        return """
        ntptime.settime()
        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        ctx.verify_mode = ssl.CERT_REQUIRED
        ctx.load_verify_locations(cafile='/%s')
        """
                        .formatted(ca)
                + (client ? "ctx.load_cert_chain('/client.pem', '/client.key')\n" : "");
    }

    @Test
    void twoBoardsTalkThroughTheBrokerAndCountTheirMessages() throws IOException {
        String viewer =
                """
                got = []
                def on(t, m):
                    got.append((t, m)); print(t, m)
                c = MQTTClient('viewer', 'broker.lab', %d, keepalive=30); c.set_callback(on)
                c.connect(); c.subscribe(b'a/+'); c.subscribe('big', 1); print('ready')
                while len(got) < 7: c.wait_msg()
                print('big', len(got[5][1]), got[6]); c.disconnect(); print('done')
                """
                        .formatted(broker.plain());
        String thermo =
                """
                c = MQTTClient(b'thermo', '127.0.0.1', %d); c.connect()
                for i in range(5): c.publish('a/%%d' %% i, json.dumps({'t': i}), qos=i & 1)
                c.publish('big', b'x' * 20000, qos=1); c.publish('a/b', b'')
                c.ping(); c.disconnect(); print('sent')
                """
                        .formatted(broker.plain());
        try (Bench listener = bench("viewer", viewer)) {
            listener.says("ready");
            try (Bench sender = bench("thermo", thermo)) {
                sender.says("sent");
                listener.says("done");
                assertThat(listener.serial())
                        .contains("b'a/3' b'{\"t\": 3}'\n", "big 20000 (b'a/b', b'')");
                assertThat(sender.board().counters().published()).isEqualTo(7);
                assertThat(sender.board().counters().connections()).isEqualTo(1);
                assertThat(listener.board().counters().received()).isEqualTo(7);
                assertThat(listener.board().counters().published()).isZero();
            }
        }
    }

    @Test
    void tlsWithTheRightAuthorityConnectsAndCountsClearBytes() throws IOException {
        try (Bench bench =
                bench(
                        "tls",
                        context("ca.pem", false)
                                + """
                                c = MQTTClient('tls', 'localhost', %d, ssl=ctx, keepalive=20)
                                c.set_callback(lambda t, m: print('got', t, m))
                                c.connect(); c.subscribe('x/y')
                                c.publish('x/y', 'hello'); c.wait_msg(); c.disconnect(); print('end')
                                """
                                        .formatted(broker.tls()))) {
            bench.says("got b'x/y' b'hello'\nend");
            assertThat(bench.board().counters().published()).isEqualTo(1);
            assertThat(bench.board().counters().received()).isEqualTo(1);
        }
    }

    @Test
    void aWrongAuthorityAndAWrongNameAreRefused() throws IOException {
        try (Bench bench =
                bench(
                        "wrong",
                        """
                        def attempt(ca, name):
                            ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                            ctx.verify_mode = ssl.CERT_REQUIRED
                            try:
                                ctx.load_verify_locations(cafile=ca)
                                MQTTClient('wrong', name, %d, ssl=ctx).connect(); print('connected')
                            except ValueError as e: print('refused:', e)
                        ntptime.settime()
                        attempt('/other-ca.pem', 'localhost')
                        attempt('/ca.pem', 'broker.lab')
                        attempt('/client.key', 'localhost')
                        try: ssl.wrap_socket(socket.socket(), cert_reqs=ssl.CERT_REQUIRED)
                        except ValueError as e: print(e)
                        print('end')
                        """
                                .formatted(broker.tls()))) {
            bench.says("end");
            assertThat(bench.serial()).doesNotContain("connected");
            assertThat(bench.serial().split("refused: ")).hasSize(4);
            assertThat(bench.serial())
                    .contains("invalid cert\nCERT_REQUIRED requires server_hostname\n");
        }
    }

    @Test
    void withoutCertRequiredTheServerIsNotCheckedAsOnTheRealBoard() throws IOException {
        try (Bench bench =
                bench(
                        "naive",
                        """
                        c = MQTTClient('naive', 'broker.lab', %1$d, ssl=True)
                        print(c.connect())
                        c = MQTTClient('naive', 'broker.lab', %1$d, ssl=True, ssl_params={'server_hostname': 'x'})
                        print(c.connect()); c.publish('a', 'b', True); print('end')
                        """
                                .formatted(broker.tls()))) {
            bench.says("0\n0\nend");
        }
    }

    @Test
    void aClientCertificateIsShownAndItsLackIsRefused() throws IOException {
        String with =
                context("ca.pem", true)
                        + """
                        c = MQTTClient('thermo', 'localhost', %1$d, ssl=ctx)
                        c.connect(); c.publish('m/t', 'x', qos=1); print('accepted')
                        p = {'key': open('/client.key', 'rb').read(), 'cert': open('/client.pem', 'rb').read(),
                            'cadata': open('/ca.pem', 'rb').read(), 'cert_reqs': ssl.CERT_REQUIRED, 'server_hostname': 'localhost'}
                        c = MQTTClient('thermo', 'localhost', %1$d, ssl=True, ssl_params=p)
                        c.connect(); c.publish('m/t', 'x', qos=1); print('accepted too')
                        """
                                .formatted(broker.mutual())
                        + context("ca.pem", false)
                        + """
                        try:
                            c = MQTTClient('thermo', 'localhost', %d, ssl=ctx); c.connect(); print('wrong')
                        except OSError as e: print('refused', e)
                        """
                                .formatted(broker.mutual());
        try (Bench bench = bench("mutual", with)) {
            bench.says("refused");
            assertThat(bench.serial()).contains("accepted\naccepted too\n").doesNotContain("wrong");
        }
    }

    @Test
    void whatTheBrokerRefusesIsAnMqttException() throws IOException {
        try (Bench bench =
                bench(
                        "guest",
                        """
                        try: MQTTClient('guest', 'broker.lab', %d, user='a', password='b').connect()
                        except MQTTException as e: print('refused', e)
                        """
                                .formatted(broker.guarded()))) {
            bench.says("refused 5\n");
        }
    }

    @Test
    void checkMsgDoesNotWaitAndTimeOutsAreErrors() throws IOException {
        try (Bench bench =
                bench(
                        "poll",
                        """
                        c = MQTTClient('poll', 'broker.lab', %1$d)
                        c.set_callback(lambda t, m: print('got', m)); c.connect(); c.subscribe('poll')
                        t = time.ticks_ms()
                        for i in range(20): c.check_msg()
                        print('quick', time.ticks_diff(time.ticks_ms(), t) < 1000)
                        c.publish('poll', '1'); c.publish('poll', '2')
                        for i in range(100):
                            c.check_msg(); time.sleep_ms(5)
                        c.ping(); print(c.wait_msg())
                        s = socket.socket(); s.connect(socket.getaddrinfo('broker.lab', %1$d)[0][-1])
                        s.settimeout(0.1); t = time.ticks_ms()
                        try: s.recv(1)
                        except OSError as e: print(e, time.ticks_diff(time.ticks_ms(), t) >= 100)
                        s.setblocking(False); print(s.read(1), s.readline())
                        try: s.recv(1)
                        except OSError as e: print(e)
                        s.settimeout(5); s.write(struct.pack('!BBH', 0x10, 2, 0)); print('ended', s.read())
                        s.close()
                        try: s.recv(1)
                        except OSError as e: print(e)
                        print('end')
                        """
                                .formatted(broker.plain()))) {
            bench.says("end\n");
            assertThat(bench.serial())
                    .contains("quick True\ngot b'1'\ngot b'2'\nNone\n")
                    .contains("[Errno 116] ETIMEDOUT True\nNone None\n[Errno 11] EAGAIN\n")
                    .contains("ended b''\n[Errno 9] EBADF\n");
        }
    }

    @Test
    void whereNothingListensAndWithoutWifiTheErrorsAreThoseOfTheBoard() throws IOException {
        try (Bench bench =
                bench(
                        "lonely",
                        """
                        def attempt(f):
                            try: f(); print('wrong')
                            except OSError as e: print(e)
                        attempt(lambda: socket.getaddrinfo('no.such.host', 1))
                        attempt(lambda: socket.socket().connect(('127.0.0.1', 1)))
                        attempt(lambda: socket.socket().connect(('127.0.0.1', 2)))
                        w.active(False)
                        attempt(lambda: socket.getaddrinfo('broker.lab', 1))
                        print('end')
                        """)) {
            bench.says("end\n");
            assertThat(bench.serial())
                    .contains("-202\n[Errno 104] ECONNRESET\n[Errno 118] EHOSTUNREACH\n-202\nend")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void whatWasSentBeforeTheSwitchArrivesAndTheLastWillFollows() throws IOException {
        String viewer =
                """
                n = 0
                def on(t, m):
                    global n
                    if t == b'will': print('will', m, n)
                    else: n += 1
                c = MQTTClient('heir', 'broker.lab', %d); c.set_callback(on)
                c.connect(); c.subscribe('many'); c.subscribe('will'); print('ready')
                while True: c.wait_msg()
                """
                        .formatted(broker.plain());
        String sender =
                """
                c = MQTTClient('dying', 'broker.lab', %d); c.set_last_will('will', 'offline', True)
                c.connect()
                for i in range(300): c.publish('many', 'x' * 100)
                print('sent')
                while True: pass
                """
                        .formatted(broker.plain());
        try (Bench listener = bench("heir", viewer)) {
            listener.says("ready");
            try (Bench dying = bench("dying", sender)) {
                dying.says("sent");
                dying.board().stop();
                assertThat(dying.board().counters().published()).isEqualTo(300);
            }
            listener.says("will b'offline' 300\n");
        }
    }

    @Test
    void umqttRobustConnectsAgainAfterTheBrokerWasAway(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Mosquitto own = new Mosquitto(folder)) {
            String main =
                    WIFI
                            + """
                            from umqtt import robust
                            class Quick(robust.MQTTClient): DELAY = 0.05
                            c = Quick('tough', 'broker.lab', %d); c.connect()
                            n = 0
                            while True:
                                c.publish('t', str(n)); n += 1
                                if n == 5: print('five')
                                time.sleep_ms(20)
                            """
                                    .formatted(own.plain());
            try (Bench bench = Bench.running(main, own.plain())) {
                bench.says("five");
                own.restart();
                bench.waits(
                        "a second connection", () -> bench.board().counters().connections() > 1);
                long sent = bench.board().counters().published();
                bench.waits("more", () -> bench.board().counters().published() > sent + 5);
            }
        }
    }
}
