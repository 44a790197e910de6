// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.Map;
import java.util.function.Consumer;

/// Firmware that is a piece of Java.
record JavaFirmware(Consumer<Chip> program) implements Firmware {
    @Override
    public String kind() {
        return "Java";
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of("/f", new byte[] {1});
    }

    @Override
    public Machine boot(Chip chip) {
        return new Machine() {
            @Override
            public void run() {
                program.accept(chip);
            }

            @Override
            public void close() {}
        };
    }
}
