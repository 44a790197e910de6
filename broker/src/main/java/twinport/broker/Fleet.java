// SPDX-License-Identifier: MIT
package twinport.broker;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import twinport.broker.Rights.Grant;

/// Many devices that are named by number and have the same rights, each below its own name; and who
/// watches them. They have no passwords: on the TLS side a certificate says who they are, on the
/// plain side nothing does, and so their names there are others.
///
/// A device writes `<site>/fleet/<name>/dht22`, `status` and `cmd/<command>/response` and hears
/// `cmd/<command>`; the watcher hears all of it and commands.
///
/// @param devices how many; 0 is no fleet
public record Fleet(int devices) {
    public static final Fleet NONE = new Fleet(0);

    /// As many as one lab and one `simulate` were made for.
    public static final int MAXIMUM = 20_000;

    public static final String WATCHER = "watch";

    private static final Pattern NAME = Pattern.compile("fleet(-plain)?-(\\d{6}|" + WATCHER + ")");

    public Fleet {
        if (devices < 0 || devices > MAXIMUM) {
            throw new IllegalArgumentException(
                    "a fleet has 0 to " + MAXIMUM + " devices: " + devices);
        }
    }

    /// The name of a device.
    ///
    /// @param number from 1
    public static String name(Side side, int number) {
        return prefix(side) + String.format(Locale.ROOT, "%06d", number);
    }

    /// The name of who watches.
    public static String watcher(Side side) {
        return prefix(side) + WATCHER;
    }

    /// The topics of a device begin so; `+` stands for all devices.
    public static String topics(Side side, String name) {
        return (side == Side.PLAIN ? "plain" : "secure") + "/fleet/" + name;
    }

    private static String prefix(Side side) {
        return side == Side.PLAIN ? "fleet-plain-" : "fleet-";
    }

    /// What somebody with this name may do on this side; empty if it is none of the fleet there.
    public Optional<Grant> grant(Side side, String name) {
        var matcher = NAME.matcher(name);
        if (devices == 0
                || !matcher.matches()
                || (matcher.group(1) != null) != (side == Side.PLAIN)) {
            return Optional.empty();
        }
        if (matcher.group(2).equals(WATCHER)) {
            String all = topics(side, "+");
            return Optional.of(
                    Grant.of(
                            List.of(all + "/cmd/+"),
                            List.of(all + "/dht22", all + "/status", all + "/cmd/+/response")));
        }
        int number = Integer.parseInt(matcher.group(2));
        if (number < 1 || number > devices) {
            return Optional.empty();
        }
        String own = topics(side, name);
        return Optional.of(
                Grant.of(
                        List.of(own + "/dht22", own + "/status", own + "/cmd/+/response"),
                        List.of(own + "/cmd/+")));
    }
}
