// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// MQTT 5.0.
final class Mqtt5Session implements Session {
    private final ConnectionSettings settings;
    private final Mqtt5AsyncClient client;
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();

    Mqtt5Session(ConnectionSettings settings, InstantSource clock, Consumer<Received> sink) {
        this.settings = settings;
        this.client =
                Mqtt5Client.builder()
                        .identifier(settings.clientId())
                        .transportConfig(Transport.of(settings))
                        .addDisconnectedListener(context -> {
                            if (context.getSource() != MqttDisconnectSource.USER) {
                                lost.complete(context.getCause());
                            }
                        })
                        .buildAsync();
        // Runnable::run keeps to the connection's thread: see Session.
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> sink.accept(Mqtt5Messages.received(publish, clock)),
                Runnable::run,
                true);
    }

    @Override
    public ConnectionSettings settings() {
        return settings;
    }

    @Override
    public CompletableFuture<?> connect() {
        Mqtt5ConnectBuilder connect =
                Mqtt5Connect.builder()
                        .cleanStart(settings.cleanStart())
                        .restrictions(restrictions(settings.limits()))
                        .userProperties(Mqtt5Messages.properties(settings.connectProperties()));
        connect =
                settings.sessionExpirySeconds() == ConnectionSettings.NEVER_EXPIRES
                        ? connect.noSessionExpiry()
                        : connect.sessionExpiryInterval(settings.sessionExpirySeconds());
        connect =
                settings.keepAliveSeconds() == 0
                        ? connect.noKeepAlive()
                        : connect.keepAlive(settings.keepAliveSeconds());
        if (settings.login() != null) {
            connect = connect.simpleAuth(Mqtt5Messages.authentication(settings.login()));
        }
        if (settings.will() != null) {
            connect = connect.willPublish(Mqtt5Messages.will(settings.will()));
        }
        return client.connect(connect.build());
    }

    private static Mqtt5ConnectRestrictions restrictions(ConnectionSettings.Limits limits) {
        var restrictions = Mqtt5ConnectRestrictions.builder();
        if (limits.receiveMaximum() != null) {
            restrictions = restrictions.receiveMaximum(limits.receiveMaximum());
        }
        if (limits.maximumPacketSize() != null) {
            restrictions = restrictions.maximumPacketSize(limits.maximumPacketSize());
        }
        return restrictions.build();
    }

    @Override
    public CompletableFuture<?> send(Outgoing message) {
        return client.publish(Mqtt5Messages.publish(message))
                .thenCompose(result ->
                        result.getError()
                                .map(CompletableFuture::<Mqtt5PublishResult>failedFuture)
                                .orElseGet(() -> CompletableFuture.completedFuture(result)));
    }

    @Override
    public CompletableFuture<?> ask(List<String> filters, int qos) {
        MqttQos granted = Transport.qos(qos);
        List<Mqtt5Subscription> subscriptions =
                filters.stream()
                        .map(filter ->
                                Mqtt5Subscription.builder()
                                        .topicFilter(filter)
                                        .qos(granted)
                                        .build())
                        .toList();
        return client.subscribe(
                Mqtt5Subscribe.builder()
                        .addSubscriptions(subscriptions)
                        .userProperties(Mqtt5Messages.properties(settings.subscribeProperties()))
                        .build());
    }

    @Override
    public CompletableFuture<?> leave() {
        return client.disconnect();
    }

    @Override
    public CompletableFuture<Throwable> lost() {
        return lost;
    }
}
