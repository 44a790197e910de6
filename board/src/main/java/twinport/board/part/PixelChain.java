// SPDX-License-Identifier: MIT
package twinport.board.part;

/// Lamps that are set by a stream of bytes.
@FunctionalInterface
interface PixelChain {
    /// One whole frame, three bytes a pixel: green, red, blue. Longer ones are cut, shorter ones
    /// leave the rest as it was.
    void frame(byte[] grb);
}
