// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Our Python modules: what the ESP32 port has beyond the VM itself. They lie read-only on every
/// board; a user's own module of the same name, beside `main.py` or in `/lib`, wins.
final class Rom {
    private static final List<String> MODULES =
            List.of(
                    "_analog.py",
                    "_buses.py",
                    "_gc.py",
                    "_irq.py",
                    "_micropython.py",
                    "_start.py",
                    "_sys.py",
                    "_timing.py",
                    "asyncio/__init__.py",
                    "asyncio/core.py",
                    "asyncio/event.py",
                    "asyncio/funcs.py",
                    "asyncio/lock.py",
                    "asyncio/stream.py",
                    "dht.py",
                    "ds18x20.py",
                    "esp.py",
                    "esp32.py",
                    "hashlib.py",
                    "i2c_lcd.py",
                    "lcd_api.py",
                    "machine.py",
                    "machine_i2c_lcd.py",
                    "mip.py",
                    "neopixel.py",
                    "network.py",
                    "ntptime.py",
                    "onewire.py",
                    "os.py",
                    "requests.py",
                    "select.py",
                    "socket.py",
                    "ssd1306.py",
                    "ssl.py",
                    "time.py",
                    "tls.py",
                    "uasyncio.py",
                    "umqtt/robust.py",
                    "umqtt/simple.py",
                    "urequests.py",
                    "usocket.py",
                    "ussl.py",
                    "webrepl.py");

    private Rom() {}

    /// The modules by the path that MicroPython finds them under.
    static Map<String, byte[]> files() {
        return MODULES.stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                name -> VmFiles.ROM + "/" + name, read(Rom.class)));
    }

    private static Function<String, byte[]> read(Class<?> beside) {
        return name -> {
            try (InputStream in = beside.getResourceAsStream("rom/" + name)) {
                if (in == null) {
                    throw new IllegalStateException(
                            "this program lacks rom/" + name + ": build again");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("reading rom/" + name, e);
            }
        };
    }
}
