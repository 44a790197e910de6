// SPDX-License-Identifier: MIT
package twinport.lab;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/// Whether this machine lets one process hold as many connections as a fleet has.
public final class FleetRoom {
    /// A relayed connection is three: to the client, to the broker, and the broker's own end.
    private static final int RELAYED = 3;

    /// Jars, files, boards, viewers of the page.
    private static final int OTHERS = 600;

    private FleetRoom() {}

    static void require(int devices, boolean tapped) throws LabException {
        int each = tapped ? RELAYED : 1;
        OptionalLong allowed = allowed();
        if (devices == 0 || allowed.isEmpty()) {
            return;
        }
        long needed = needed(devices, each);
        if (needed > allowed.getAsLong()) {
            throw new LabException(
                    devices
                            + " devices need "
                            + needed
                            + " open files, and this machine allows a process "
                            + allowed.getAsLong(),
                    "allow more (ulimit -n "
                            + needed
                            + "), "
                            + (tapped ? "use --no-tap (a third of it), " : "")
                            + "or let in at most "
                            + Math.max(0, (allowed.getAsLong() - OTHERS) / each)
                            + " devices");
        }
    }

    /// Files that a process of so many connections has open.
    ///
    /// @param each descriptors of one connection
    public static long needed(int connections, int each) {
        return (long) connections * each + OTHERS;
    }

    /// Files that this process may have open, where that is known.
    public static OptionalLong allowed() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? OptionalLong.of(os.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }
}
