// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import twinport.broker.Rights;

/// What the hooks share.
record Parts(
        Gatekeeper gatekeeper,
        ClientChannel channels,
        Sessions sessions,
        Owners owners,
        AtomicReference<Rights> rights,
        Observers observers,
        InstantSource clock) {}
