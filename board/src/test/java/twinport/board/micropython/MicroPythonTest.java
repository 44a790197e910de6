// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.part.Dht22;

/// What firmware sees of the machine, the language and the parts.
final class MicroPythonTest {
    @Test
    void aProgramPrintsOnTheSerialLineAndThePromptFollows() {
        try (Bench bench =
                Bench.running("import sys\nprint('hello', sys.platform, 2**70, 1/3)\n")) {
            bench.says(">>> ");
            assertThat(bench.serial()).startsWith("hello esp32 1180591620717411303424 0.3333333");
            assertThat(bench.board().state()).isEqualTo(new BoardState.Running());
        }
    }

    @Test
    void textAppearsAtOnceWithAccentsAndWithoutALineEnd() {
        try (Bench bench =
                Bench.running("import time\nprint('21,5 °C é', end='')\ntime.sleep(60)")) {
            bench.says("21,5 °C é");
        }
    }

    @Test
    void exceptionsAreCaughtAndNestedAndRaisedAgain() {
        try (Bench bench =
                Bench.running(
                        """
                        def f(n):
                            try:
                                return g(n)
                            except KeyError as e:
                                raise ValueError('from key') from e
                            finally:
                                print('finally', n)
                        def g(n):
                            with open('/none') if n == 1 else open('/main.py') as x:
                                return {}[n]
                        for n in (0, 1):
                            try:
                                f(n)
                            except (ValueError, OSError) as e:
                                print('caught', type(e).__name__, e)
                        print([x for x in (i * i for i in range(5))], 'end')
                        """)) {
            bench.says("end");
            assertThat(bench.serial())
                    .contains("finally 0\ncaught ValueError from key\nfinally 1\n")
                    .contains("caught OSError [Errno 2] ENOENT\n[0, 1, 4, 9, 16] end");
        }
    }

    @Test
    void anUncaughtErrorEndsInATracebackAndInTheState() {
        try (Bench bench = Bench.running("def f():\n    return undefined_name\n\nf()\n")) {
            bench.crashes();
            assertThat(bench.serial())
                    .startsWith(
                            """
                            Traceback (most recent call last):
                              File "main.py", line 4, in <module>
                              File "main.py", line 2, in f
                            NameError: name 'undefined_name' isn't defined
                            """);
            assertThat(bench.board().state())
                    .isEqualTo(
                            new BoardState.Crashed(
                                    "main.py: NameError: name 'undefined_name' isn't defined"));
        }
    }

    @Test
    void aSyntaxErrorNamesItsLine() {
        try (Bench bench = Bench.running("x = 1\nif x\n")) {
            bench.crashes();
            assertThat(bench.serial()).contains("File \"main.py\", line 2", "SyntaxError");
        }
    }

    @Test
    void bootRunsFirstAndMainRunsEvenIfBootFails() {
        Map<String, String> files =
                Map.of(
                        "/boot.py", "from settings import NAME\nprint('boot', NAME)\n1/0\n",
                        "/settings.py", "NAME = 'x'\n",
                        "/main.py", "print('main', __name__, NAME)\nimport boot\n");
        try (Bench bench = Bench.with(BoardSettings.of("bench"), files)) {
            bench.board().start();
            bench.crashes();
            assertThat(bench.serial())
                    .startsWith("boot x\nTraceback")
                    .contains("ZeroDivisionError: divide by zero\nmain __main__ x\nboot x\n");
        }
    }

    @Test
    void theClockCountsFrom2000UntilItIsSetAndSleepingIsTimed() {
        try (Bench bench =
                Bench.running(
                        """
                        import time, utime
                        print(time.localtime(0), len(time.localtime()), time.localtime()[0] == 2000)
                        print(time.mktime((2000, 1, 2, 0, 0, 0, 0, 0)), utime is time)
                        t = time.ticks_ms()
                        time.sleep(0.25); time.sleep_ms(20); time.sleep_us(500)
                        d = time.ticks_diff(time.ticks_ms(), t)
                        print('slept', 270 <= d < 5000, time.time() // 100 == time.time_ns() // 10**11)
                        import network, ntptime, machine
                        try:
                            ntptime.settime()
                        except OSError as e:
                            print('no network:', e)
                        w = network.WLAN(network.STA_IF); w.active(True); w.connect('Home', 'x')
                        while not w.isconnected():
                            time.sleep_ms(20)
                        ntptime.settime()
                        print('set', time.localtime()[0] > 2024, machine.RTC().datetime()[:3] == time.localtime()[:3])
                        """)) {
            bench.says("set True True\n");
            assertThat(bench.serial())
                    .startsWith("(2000, 1, 1, 0, 0, 0, 5, 1) 8 True\n86400 True\nslept True True")
                    .contains("no network: -202");
        }
    }

    @Test
    void errorsHaveTheNumbersAndTextsOfTheEsp32() {
        try (Bench bench =
                Bench.running(
                        """
                        import errno, uerrno
                        for n in (116, 104, 118, 128, 11, 2):
                            print(OSError(n), errno.errorcode[n])
                        print(errno.ETIMEDOUT, errno.EHOSTUNREACH, uerrno.EINPROGRESS, OSError(-202))
                        print('end')
                        """)) {
            bench.says("end");
            assertThat(bench.serial())
                    .contains(
                            "[Errno 116] ETIMEDOUT ETIMEDOUT\n[Errno 104] ECONNRESET ECONNRESET\n")
                    .contains(
                            "[Errno 118] EHOSTUNREACH EHOSTUNREACH\n[Errno 128] ENOTCONN ENOTCONN\n")
                    .contains("116 118 119 -202");
        }
    }

    @Test
    void filesOutliveAResetAndTheFlashHasAnEnd() {
        Map<String, String> files =
                Map.of(
                        "/main.py",
                        """
                        import os, machine, json
                        try:
                            n = json.load(open('count.json'))['n']
                        except OSError as e:
                            print(e); n = 0
                        with open('count.json', 'w') as f: json.dump({'n': n + 1}, f)
                        if n < 3: machine.reset()
                        os.mkdir('/data'); os.chdir('/data')
                        with open('a.bin', 'wb') as f: f.write(b'abc')
                        with open('a.bin', 'ab') as f: f.write(b'def')
                        with open('/data/a.bin', 'rb') as f:
                            f.seek(2); print(f.read(3), f.tell())
                        print(os.listdir('/'), os.listdir(), os.getcwd(), os.stat('a.bin')[6])
                        os.rename('a.bin', 'b.bin'); os.remove('b.bin')
                        try:
                            os.remove('b.bin')
                        except OSError as e: print(e)
                        os.chdir('/'); os.rmdir('/data')
                        try:
                            with open('big', 'wb') as f:
                                for i in range(100): f.write(bytes(50000))
                        except OSError as e: print('full', e.errno, os.listdir('/'))
                        print('runs', n, os.statvfs('/')[0])
                        """);
        try (Bench bench = Bench.with(BoardSettings.of("bench"), files)) {
            bench.board().start();
            bench.says("runs 3");
            assertThat(bench.serial())
                    .startsWith("[Errno 2] ENOENT\n")
                    .contains("b'cde' 5\n")
                    .contains("['count.json', 'data', 'main.py'] ['a.bin'] /data 6\n")
                    .contains("[Errno 2] ENOENT\nfull 28 ");
            assertThat(bench.board().counters().restarts()).isEqualTo(3);
            assertThat(bench.board().flash().read("/count.json").orElseThrow())
                    .isEqualTo("{\"n\": 4}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aModuleOfTheUsersOwnWins() {
        Map<String, String> files =
                Map.of(
                        "/main.py",
                        "import dht, umqtt.simple as s\nprint(dht.OWN, s.OWN, s.__file__)\n",
                        "/lib/dht.py",
                        "OWN = 1\n",
                        "/umqtt/simple.py",
                        "OWN = 2\n",
                        "/umqtt/__init__.py",
                        "");
        try (Bench bench = Bench.with(BoardSettings.of("bench"), files)) {
            bench.board().start();
            bench.says("1 2 umqtt/simple.py");
        }
    }

    @Test
    void theDhtGivesItsFiveBytesAndItsFaultsAreErrors() {
        String main =
                """
                import dht, machine, time
                d = dht.DHT22(machine.Pin(15))
                d.measure(); print('%.1f %.1f' % (d.temperature(), d.humidity()))
                try: dht.DHT22(machine.Pin(4)).measure()
                except OSError as e: print('other pin', e)
                while True:
                    time.sleep_ms(10)
                    try: d.measure()
                    except OSError as e: print('no answer', e); break
                while True:
                    time.sleep_ms(10)
                    try: d.measure()
                    except OSError: pass
                    except Exception as e: print('wrong', e); break
                """;
        try (Bench bench = Bench.with(BoardSettings.of("bench").withClimate(-3.4, 61.2), main)) {
            bench.board().start();
            bench.says("other pin [Errno 116] ETIMEDOUT");
            bench.board().sensor().fault(Dht22.Fault.NO_ANSWER);
            bench.says("no answer [Errno 116] ETIMEDOUT");
            bench.board().sensor().fault(Dht22.Fault.CHECKSUM);
            bench.says("wrong checksum error");
            assertThat(bench.serial()).startsWith("-3.4 61.2\n");
        }
    }

    @Test
    void pinsAreDrivenAndReadAndGoDarkWhenTheBoardIsOff() {
        try (Bench bench =
                Bench.running(
                        """
                        from machine import Pin
                        import time
                        led = Pin(2, Pin.OUT); led.value(1)
                        button = Pin(4, Pin.IN, Pin.PULL_UP)
                        print(led.value(), led(), button.value())
                        for bad in (lambda: Pin(40), lambda: Pin(34, Pin.OUT)):
                            try: bad()
                            except ValueError as e: print(e)
                        while button.value(): time.sleep_ms(5)
                        led.off(); print('pressed')
                        led.on(); time.sleep(60)
                        """)) {
            bench.says("pin can only be input");
            assertThat(bench.board().pins().read(2)).isTrue();
            bench.board().pins().drive(4, false);
            bench.says("pressed");
            bench.waits("the LED on", () -> bench.board().pins().read(2));
            bench.board().stop();
            assertThat(bench.board().pins().read(2)).isFalse();
            assertThat(bench.serial()).startsWith("1 1 1\ninvalid pin\n");
        }
    }

    @Test
    void theMachineIsTheBoardsOwn() {
        try (Bench bench =
                Bench.running(
                        """
                        import machine, network, ubinascii, gc, micropython
                        w = network.WLAN(network.STA_IF)
                        print(ubinascii.hexlify(machine.unique_id()), w.config('mac') == machine.unique_id())
                        w.active(True); w.connect('Wokwi-GUEST', '')
                        while not w.isconnected(): pass
                        print(w.ifconfig()[0], w.status() == network.STAT_GOT_IP, gc.collect(), gc.mem_free() > 1000)
                        print('end')
                        """)) {
            bench.says("end");
            assertThat(bench.serial()).contains("b'240ac4", " True\n127.0.10.1 True 0 True\n");
        }
    }

    @Test
    void thePromptTakesKeysAndControlDRestarts() {
        try (Bench bench = Bench.running("print('once')\n")) {
            bench.says(">>> ");
            bench.board().serial().type("print(6 * 7)\r\n");
            bench.says("\n42\n");
            bench.board().serial().type("\u0004");
            bench.waits("a restart", () -> bench.board().counters().restarts() == 1);
        }
    }
}
