// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Puts our hooks into the broker.
final class LabExtension implements ExtensionMain {
    /// What the extension got hold of; there only if all hooks are in place.
    record Grip(ClientService clients, PublishService publishing, Doorway doorway) {}

    private final Parts parts;
    private final AtomicReference<Optional<Grip>> grip = new AtomicReference<>(Optional.empty());

    LabExtension(Parts parts) {
        this.parts = parts;
    }

    Optional<Grip> grip() {
        return grip.get();
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        ClientService clients = Services.clientService();
        Doorway doorway = new Doorway(parts, clients, Services.subscriptionStore());
        Guard guard = new Guard(parts);
        Comings comings = new Comings(parts);
        Services.securityRegistry().setAuthenticatorProvider(client -> doorway);
        Services.securityRegistry().setAuthorizerProvider(client -> guard);
        Services.eventRegistry().setClientLifecycleEventListener(client -> comings);
        grip.set(Optional.of(new Grip(clients, Services.publishService(), doorway)));
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        grip.set(Optional.empty());
    }
}
