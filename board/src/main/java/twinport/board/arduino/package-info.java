// SPDX-License-Identifier: MIT

/// Arduino sketches on the virtual board: compiled to WebAssembly by clang, run in the JVM. Start
/// at [Sketch][twinport.board.arduino.Sketch].
package twinport.board.arduino;
