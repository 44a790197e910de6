// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

/// What one client and the broker say to each other.
interface Script {
    Session session();

    void begin();

    /// Something more, later than all before.
    void step();

    void end();
}
