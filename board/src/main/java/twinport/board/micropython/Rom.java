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
                    "_start.py",
                    "_gc.py",
                    "_sys.py",
                    "dht.py",
                    "machine.py",
                    "network.py",
                    "ntptime.py",
                    "socket.py",
                    "ssl.py",
                    "time.py",
                    "umqtt/robust.py",
                    "umqtt/simple.py",
                    "usocket.py",
                    "ussl.py");

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
