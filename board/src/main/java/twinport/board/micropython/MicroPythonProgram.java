// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.Map;
import java.util.TreeMap;
import twinport.board.Chip;
import twinport.board.Firmware;
import twinport.board.Machine;

/// A MicroPython program: the files that `mpremote cp` would put on the board, `main.py` among
/// them.
public record MicroPythonProgram(Map<String, byte[]> files) implements Firmware {
    public MicroPythonProgram {
        files = Map.copyOf(files);
    }

    /// The same program with one more file, such as `/config.json`.
    public MicroPythonProgram with(String path, byte[] content) {
        Map<String, byte[]> more = new TreeMap<>(files);
        more.put(path, content);
        return new MicroPythonProgram(more);
    }

    @Override
    public String kind() {
        return "MicroPython " + VmImage.VERSION;
    }

    @Override
    public Machine boot(Chip chip) {
        return new MicroPythonMachine(chip);
    }
}
