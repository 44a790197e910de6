// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import twinport.broker.Fleet;
import twinport.broker.Rights;
import twinport.broker.Side;
import twinport.lab.file.LabFile;
import twinport.lab.file.LabFile.BoardEntry;

/// Turns a lab file into the broker's rights: the least that each board needs, and what the file
/// grants beyond that.
final class RightsTable {
    private RightsTable() {}

    static Rights of(LabFile file) {
        return file.sitesApart() ? apart(file) : mixed(file);
    }

    /// The trap of the lab file: nothing keeps the sides apart.
    private static Rights mixed(LabFile file) {
        Rights rights = new Rights(grants(file)).with(new Fleet(file.fleet()));
        return file.plain().map(LabFile.PlainPort::everyTopic).orElse(false)
                ? rights.withStrangers(Rights.Grant.of(List.of("#"), List.of("#")))
                : rights;
    }

    /// The trap, and somebody who steps into it.
    static Rights trapped(LabFile file) {
        String everything = LabFile.siteOf(Transport.TLS) + "/#";
        return mixed(file)
                .with(Experiments.LISTENER, Rights.Grant.of(List.of(), List.of(everything)));
    }

    /// Each side is kept to its own site.
    static Rights apart(LabFile file) {
        return mixed(file)
                .bounded(Side.PLAIN, List.of(LabFile.siteOf(Transport.PLAIN) + "/#"))
                .bounded(Side.TLS, List.of(LabFile.siteOf(Transport.TLS) + "/#"));
    }

    /// The same for people: boards first, then who else is in the file, then strangers.
    static List<IdentityView> views(LabFile file) {
        List<IdentityView> views = new ArrayList<>();
        file.boards().forEach(board -> views.add(view(board.id(), "board", grant(board))));
        file.identities()
                .forEach(one ->
                        views.add(
                                new IdentityView(
                                        one.name(), "client", one.publish(), one.subscribe())));
        if (file.fleet() > 0) {
            for (Side side : Side.values()) {
                views.addAll(fleet(side, new Fleet(file.fleet())));
            }
        }
        file.plain()
                .filter(plain -> plain.open() || plain.everyTopic())
                .ifPresent(plain -> {
                    List<String> reach =
                            List.of(plain.everyTopic() ? "#" : "plain/<its client id>/#");
                    views.add(new IdentityView("", "anybody", reach, reach));
                });
        return views;
    }

    private static List<IdentityView> fleet(Side side, Fleet fleet) {
        String first = Fleet.name(side, 1);
        String all = first + " to " + Fleet.name(side, fleet.devices());
        String watcher = Fleet.watcher(side);
        return List.of(
                view(all, "client", fleet.grant(side, first).orElseThrow()),
                view(watcher, "client", fleet.grant(side, watcher).orElseThrow()));
    }

    private static IdentityView view(String name, String kind, Rights.Grant grant) {
        return new IdentityView(
                name,
                kind,
                grant.publish().stream().map(Object::toString).toList(),
                grant.subscribe().stream().map(Object::toString).toList());
    }

    private static Map<String, Rights.Grant> grants(LabFile file) {
        Map<String, Rights.Grant> grants = new LinkedHashMap<>();
        for (BoardEntry board : file.boards()) {
            grants.put(board.id(), grant(board));
        }
        for (var identity : file.identities()) {
            grants.put(identity.name(), Rights.Grant.of(identity.publish(), identity.subscribe()));
        }
        return grants;
    }

    /// A board writes below its own name, hears its own commands, and what it watches.
    private static Rights.Grant grant(BoardEntry board) {
        String own = board.site() + "/" + board.id();
        List<String> publish = new ArrayList<>(board.publish());
        publish.add(own + "/dht22");
        publish.add(own + "/status");
        publish.add(own + "/cmd/+/response");
        List<String> subscribe = new ArrayList<>(board.subscribe());
        subscribe.add(own + "/cmd/+");
        board.watch()
                .ifPresent(watched -> {
                    subscribe.add(board.site() + "/" + watched + "/dht22");
                    subscribe.add(board.site() + "/" + watched + "/status");
                });
        return Rights.Grant.of(publish, subscribe);
    }
}
