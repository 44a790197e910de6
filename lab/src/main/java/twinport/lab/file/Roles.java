// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.broker.TopicFilter;
import twinport.lab.file.LabFile.IdentityEntry;

/// Topic rights of a lab file: filters, and the roles that identities share.
///
/// @param byName what each role may do, as it stands in the file
record Roles(Map<String, Filters> byName) {
    static final int MAXIMUM_ROLES = 100;
    static final int MAXIMUM_FILTERS = 1_000;

    /// Stands in a role's filter for the name of who has the role.
    static final String NAME = "%u";

    /// @param publish topic filters
    /// @param subscribe topic filters
    record Filters(List<String> publish, List<String> subscribe) {
        static Filters of(Section section) {
            return new Filters(
                    section.texts("publish", MAXIMUM_FILTERS, Roles::fault),
                    section.texts("subscribe", MAXIMUM_FILTERS, Roles::fault));
        }
    }

    static Roles of(Section root, String namePattern, String nameRule) {
        Map<String, Filters> roles = new LinkedHashMap<>();
        root.section("roles")
                .ifPresent(section -> {
                    if (section.keys().size() > MAXIMUM_ROLES) {
                        root.wrongAt("roles", "roles has more than " + MAXIMUM_ROLES + " entries");
                        return;
                    }
                    for (String name : section.keys()) {
                        if (!name.matches(namePattern)) {
                            section.wrongAt(
                                    name, "role \"" + name + "\": a role's name has " + nameRule);
                        }
                        section.section(name)
                                .ifPresent(role -> {
                                    roles.put(name, Filters.of(role));
                                    role.refuseOthers();
                                });
                    }
                });
        return new Roles(roles);
    }

    /// What this identity may do: what its roles grant, then its own.
    IdentityEntry entry(String name, Section section) {
        List<String> publish = new ArrayList<>();
        List<String> subscribe = new ArrayList<>();
        for (String role : section.texts("roles", MAXIMUM_ROLES, this::unknown)) {
            Filters filters = byName.get(role);
            if (filters != null) {
                filters.publish().forEach(one -> publish.add(one.replace(NAME, name)));
                filters.subscribe().forEach(one -> subscribe.add(one.replace(NAME, name)));
            }
        }
        Filters own = Filters.of(section);
        publish.addAll(own.publish());
        subscribe.addAll(own.subscribe());
        return new IdentityEntry(
                name, publish.stream().distinct().toList(), subscribe.stream().distinct().toList());
    }

    private Optional<String> unknown(String role) {
        return byName.containsKey(role)
                ? Optional.empty()
                : Optional.of(
                        "there is no role \""
                                + role
                                + "\"; "
                                + (byName.isEmpty()
                                        ? "write it under roles:"
                                        : "roles are " + String.join(", ", byName.keySet())));
    }

    private static Optional<String> fault(String filter) {
        try {
            TopicFilter.of(filter);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
