// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.Map;

/// What a board is flashed with: a program, and the files that lie beside it.
///
/// There are two: `board.micropython.MicroPythonProgram` and `board.arduino.Sketch`. The interface
/// is not sealed, so that this package needs to know neither of them.
public interface Firmware {
    /// The kind, for people: `MicroPython 1.27.0`, `Arduino C++`.
    String kind();

    /// Files that the board's flash file system holds before the first start, by absolute path.
    Map<String, byte[]> files();

    /// A machine that will run this firmware from power-on. Called on the board's own thread.
    Machine boot(Chip chip);
}
