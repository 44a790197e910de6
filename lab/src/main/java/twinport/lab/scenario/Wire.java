// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

/// What a clock must know of the network before it jumps. Asked often: answers must be quick.
public interface Wire {
    /// A number that changes with everything that passes.
    long passed();

    /// Whether a client waits to be let in by the broker, which may take longer than a silence.
    boolean unsettled();
}
