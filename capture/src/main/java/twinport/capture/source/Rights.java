// SPDX-License-Identifier: MIT
package twinport.capture.source;

/// What to do when the system does not let us capture.
final class Rights {
    /// The same on one screen; docs/how-to/capture-real-traffic.md has it at length.
    static final String HINT =
            hint(
                    System.getProperty("os.name"),
                    System.getProperty("java.home"),
                    System.getProperty("user.name"));

    private Rights() {}

    static String hint(String system, String javaHome, String user) {
        if (system.startsWith("Mac")) {
            return "install Wireshark's ChmodBPF, or use sudo; see"
                    + " docs/how-to/capture-real-traffic.md";
        }
        if (system.startsWith("Windows")) {
            return "install Npcap, or start as administrator";
        }
        return "one of: sudo apt-get install wireshark-common && sudo dpkg-reconfigure"
                + " wireshark-common && sudo usermod -aG wireshark "
                + user
                + " (then log in again: dumpcap is used); sudo setcap cap_net_raw,cap_net_admin+ep"
                + " on dumpcap or tcpdump; or sudo; docs/how-to/capture-real-traffic.md has more,"
                + " also for "
                + javaHome
                + "/bin/java itself";
    }
}
