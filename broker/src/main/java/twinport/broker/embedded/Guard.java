// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ClientBasedInput;
import java.util.Optional;
import twinport.broker.BrokerEvent.Action;
import twinport.broker.BrokerEvent.Denied;
import twinport.broker.Message.Sender;
import twinport.broker.Rights;
import twinport.broker.Rights.Grant;

/// Asks the rights at every PUBLISH and every subscription; what is accepted is shown to our sinks.
final class Guard implements PublishAuthorizer, SubscriptionAuthorizer {
    private static final String NO_RIGHTS = "it has no rights here any more";

    private final Parts parts;

    Guard(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        Optional<Session> session = session(input);
        if (session.isEmpty()) {
            output.disconnectClient();
            return;
        }
        PublishPacket packet = input.getPublishPacket();
        Optional<String> denial = publishDenial(session.get(), packet.getTopic());
        if (denial.isPresent()) {
            deny(session.get(), Action.PUBLISH, packet.getTopic(), denial.get());
            output.failAuthorization(AckReasonCode.NOT_AUTHORIZED, denial.get());
            return;
        }
        if (!(packet instanceof WillPublishPacket)) {
            Sender sender = session.get().sender();
            parts.observers().message(Packets.message(packet, sender, parts.clock().instant()));
        }
        output.authorizeSuccessfully();
    }

    @Override
    public void authorizeSubscribe(
            SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        Optional<Session> session = session(input);
        if (session.isEmpty()) {
            output.disconnectClient();
            return;
        }
        Rights rights = parts.rights().get();
        String filter = input.getSubscription().getTopicFilter();
        Optional<Grant> grant = session.get().grant(rights);
        Optional<String> denial =
                grant.isEmpty()
                        ? Optional.of(NO_RIGHTS)
                        : rights.subscribeDenial(
                                grant.get(), session.get().transport().side(), filter);
        if (denial.isPresent()) {
            deny(session.get(), Action.SUBSCRIBE, filter, denial.get());
            output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED, denial.get());
            return;
        }
        output.authorizeSuccessfully();
    }

    private Optional<String> publishDenial(Session session, String topic) {
        Rights rights = parts.rights().get();
        Optional<Grant> grant = session.grant(rights);
        return grant.isEmpty()
                ? Optional.of(NO_RIGHTS)
                : rights.publishDenial(grant.get(), session.transport().side(), topic);
    }

    private void deny(Session session, Action action, String topic, String rule) {
        parts.observers()
                .event(
                        new Denied(
                                parts.clock().instant(),
                                session.identity(),
                                session.clientId(),
                                session.transport().side(),
                                action,
                                topic,
                                rule + whoMay(action, topic)));
    }

    /// For the owner's eyes only: a client is not told what others may do.
    private String whoMay(Action action, String topic) {
        Rights rights = parts.rights().get();
        return (action == Action.PUBLISH
                        ? rights.whoMayPublish(topic)
                        : rights.whoMaySubscribe(topic))
                .map(who -> "; " + who)
                .orElse("; nobody may");
    }

    private Optional<Session> session(ClientBasedInput input) {
        return parts.channels().of(input.getConnectionInformation()).flatMap(Session::of);
    }
}
