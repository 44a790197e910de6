// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The latest denials, and a line in the audit trail for each that is new: the same client, action
/// and topic once a run, so that who tries for ever does not fill the disk.
final class Denials {
    private static final int AUDITED_MAX = 1_000;
    private static final System.Logger LOG = System.getLogger(Denials.class.getName());

    private record Kind(String identity, String action, String topic) {}

    private final AuditTrail audit;
    private final Recent<LabEvent.Denied> latest = new Recent<>();
    private final Set<Kind> audited = new HashSet<>();

    Denials(AuditTrail audit) {
        this.audit = audit;
    }

    synchronized void add(LabEvent.Denied denied) {
        latest.add(denied);
        var kind = new Kind(denied.identity(), denied.action(), denied.topic());
        if (audited.size() >= AUDITED_MAX || !audited.add(kind)) {
            return;
        }
        try {
            audit.write(
                    denied.identity(),
                    denied.action() + " " + denied.topic(),
                    denied.clientId(),
                    "denied: " + denied.rule());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a denial is not in the audit trail", e);
        }
    }

    /// Newest first.
    List<LabEvent.Denied> list() {
        return latest.list().reversed();
    }
}
