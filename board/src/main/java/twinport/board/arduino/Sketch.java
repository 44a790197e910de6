// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.Map;
import twinport.board.Chip;
import twinport.board.Firmware;
import twinport.board.Machine;

/// An Arduino sketch and the files that lie beside it on the flash.
///
/// @param code what the compiler made; boards with the same sketch share it
/// @param files by absolute path
public record Sketch(SketchCode code, Map<String, byte[]> files) implements Firmware {
    public Sketch {
        files = Map.copyOf(files);
    }

    @Override
    public String kind() {
        return "Arduino C++";
    }

    @Override
    public Machine boot(Chip chip) {
        return new SketchMachine(code, chip);
    }
}
