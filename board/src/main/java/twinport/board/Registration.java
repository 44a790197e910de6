// SPDX-License-Identifier: MIT
package twinport.board;

/// The right to be told things; closing it ends that. Closing twice does nothing.
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
