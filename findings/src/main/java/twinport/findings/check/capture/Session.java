// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.Evidence;

/// A client at a broker, from its CONNECT to the end of the connection.
///
/// @param clientId empty where the client sent none or it could not be read
record Session(Connection connection, String clientId, Place place, long from, long to) {
    /// Sessions that are compared with each other; of more the first ones.
    static final int COMPARED_MAX = 200;

    static Session of(Connection connection, Login login) {
        return new Session(
                connection,
                login.clientId(),
                login.place(),
                login.place().nanos(),
                connection.closedNanos());
    }

    /// Those that the broker did not refuse, in the order they began.
    static List<Session> accepted(CaptureFacts facts) {
        List<Session> sessions = new ArrayList<>();
        for (Connection connection : facts.connections()) {
            for (Login login : connection.logins()) {
                if (!login.refused()) {
                    sessions.add(of(connection, login));
                }
            }
        }
        sessions.sort(Comparator.comparingLong(Session::from));
        return sessions;
    }

    String host() {
        return connection.host();
    }

    /// Whether both were there at one time.
    boolean meets(Session other) {
        return from < other.to && other.from < to;
    }

    /// How several sessions with one secret look.
    enum Sharing {
        /// One device, as far as can be told.
        ONE,
        /// One device that changed its id or address, or several.
        PERHAPS,
        SEVERAL
    }

    /// Several devices are sure where two client ids came from two addresses, or were there at one
    /// time. One program may connect twice, so without client ids nothing is sure.
    static Sharing sharing(List<Session> sessions) {
        Sharing sharing = Sharing.ONE;
        List<Session> compared = sessions.subList(0, Math.min(sessions.size(), COMPARED_MAX));
        for (int i = 0; i < compared.size(); i++) {
            for (Session other : compared.subList(0, i)) {
                Session each = compared.get(i);
                boolean ids =
                        !each.clientId.isEmpty()
                                && !other.clientId.isEmpty()
                                && !each.clientId.equals(other.clientId);
                boolean hosts = !each.host().equals(other.host());
                if (ids && (hosts || each.meets(other))) {
                    return Sharing.SEVERAL;
                }
                if (ids || hosts) {
                    sharing = Sharing.PERHAPS;
                }
            }
        }
        return sharing;
    }

    /// Client ids, or addresses where there are none.
    static String names(List<Session> sessions) {
        TreeSet<String> names = new TreeSet<>();
        for (Session each : sessions) {
            names.add(each.clientId.isEmpty() ? each.host() : each.clientId);
        }
        List<String> first = names.stream().limit(5).toList();
        int more = names.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    /// One CONNECT of each name.
    static List<Evidence> evidence(List<Session> sessions) {
        List<Evidence> evidence = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (Session each : sessions) {
            String name = each.connection.device();
            if (names.size() < 5 && names.add(name + each.clientId)) {
                evidence.add(each.place.showing("CONNECT of " + name));
            }
        }
        return evidence;
    }
}
