// SPDX-License-Identifier: MIT

/// The virtual ESP32: a WebAssembly machine with pins, parts, sockets and a serial line.
@org.jspecify.annotations.NullMarked
module twinport.board {
    requires static transitive org.jspecify;
    requires run.endive.compiler;
    requires run.endive.runtime;
    requires run.endive.wasm;

    exports twinport.board;
    exports twinport.board.arduino;
    exports twinport.board.fault;
    exports twinport.board.micropython;
    exports twinport.board.net;
    exports twinport.board.part;
}
