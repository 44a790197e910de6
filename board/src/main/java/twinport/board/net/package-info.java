// SPDX-License-Identifier: MIT

/// The network a board sees: which names and ports it may reach, and its sockets, plain and TLS.
package twinport.board.net;
