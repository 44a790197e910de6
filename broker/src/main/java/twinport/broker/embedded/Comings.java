// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationFailedInput;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ClientInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionLostInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import com.hivemq.extension.sdk.api.parameter.ClientBasedInput;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import twinport.broker.BrokerEvent.Connected;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.Message;

/// Tells who comes and goes, and shows our sinks the last wills (the hook that sees every PUBLISH
/// does not see those).
final class Comings implements ClientLifecycleEventListener {
    private final Parts parts;

    Comings(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {}

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
        session(input)
                .ifPresent(one ->
                        parts.observers()
                                .event(
                                        new Connected(
                                                parts.clock().instant(),
                                                one.identity(),
                                                one.clientId(),
                                                one.peer(),
                                                one.transport())));
    }

    @Override
    public void onAuthenticationFailedDisconnect(AuthenticationFailedInput input) {}

    @Override
    public void onClientInitiatedDisconnect(ClientInitiatedDisconnectInput input) {
        boolean withWill =
                input.getReasonCode()
                        .filter(code -> code == DisconnectedReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                        .isPresent();
        gone(input, true, withWill, "the client said so");
    }

    @Override
    public void onConnectionLost(ConnectionLostInput input) {
        gone(input, false, true, "the connection was lost");
    }

    @Override
    public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
        gone(input, false, true, "the broker ended it");
    }

    @Override
    public void onDisconnect(DisconnectEventInput input) {
        gone(input, false, true, "the connection ended");
    }

    private void gone(
            DisconnectEventInput input, boolean graceful, boolean withWill, String reason) {
        Optional<Session> session = session(input);
        if (session.isEmpty()) {
            return;
        }
        Session one = session.get();
        String more = input.getReasonString().map(text -> reason + ": " + text).orElse(reason);
        parts.observers()
                .event(
                        new Disconnected(
                                parts.clock().instant(),
                                one.identity(),
                                one.clientId(),
                                graceful,
                                more));
        if (withWill && !one.willPrevented()) {
            one.will().ifPresent(will -> later(one, will));
        }
    }

    private void later(Session session, Session.Will will) {
        if (will.delaySeconds() == 0) {
            show(will.message());
            return;
        }
        CompletableFuture.delayedExecutor(will.delaySeconds(), TimeUnit.SECONDS)
                .execute(() -> {
                    if (!parts.sessions().holds(session.clientId())) {
                        show(will.message());
                    }
                });
    }

    private void show(Message will) {
        parts.observers().message(will.takenAt(parts.clock().instant()));
    }

    private Optional<Session> session(ClientBasedInput input) {
        return parts.channels().of(input.getConnectionInformation()).flatMap(Session::of);
    }
}
