// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// MQTT 3.1.1.
final class Mqtt3Session implements Session {
    private final ConnectionSettings settings;
    private final Mqtt3AsyncClient client;
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();

    Mqtt3Session(ConnectionSettings settings, InstantSource clock, Consumer<Received> sink) {
        this.settings = settings;
        this.client =
                Mqtt3Client.builder()
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
                publish -> sink.accept(received(publish, clock)),
                Runnable::run,
                true);
    }

    private static Received received(Mqtt3Publish publish, InstantSource clock) {
        return new Received(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos().getCode(),
                publish.isRetain(),
                MessageProperties.NONE,
                clock.instant(),
                publish::acknowledge);
    }

    @Override
    public ConnectionSettings settings() {
        return settings;
    }

    @Override
    public CompletableFuture<?> connect() {
        var connect = Mqtt3Connect.builder().cleanSession(settings.cleanStart());
        if (settings.keepAliveSeconds() == 0) {
            connect = connect.noKeepAlive();
        } else {
            connect = connect.keepAlive(settings.keepAliveSeconds());
        }
        ConnectionSettings.Login login = settings.login();
        if (login != null && login.user() != null) {
            connect = connect.simpleAuth(authentication(login.user(), login.password()));
        }
        if (settings.will() != null) {
            connect = connect.willPublish(publish(settings.will().message()));
        }
        return client.connect(connect.build());
    }

    private static Mqtt3SimpleAuth authentication(String user, byte @Nullable [] password) {
        var authentication = Mqtt3SimpleAuth.builder().username(user);
        return password == null
                ? authentication.build()
                : authentication.password(password).build();
    }

    private static Mqtt3Publish publish(Outgoing message) {
        return Mqtt3Publish.builder()
                .topic(message.topic())
                .payload(message.payload())
                .qos(Transport.qos(message.qos()))
                .retain(message.retain())
                .build();
    }

    @Override
    public CompletableFuture<?> send(Outgoing message) {
        return client.publish(publish(message));
    }

    @Override
    public CompletableFuture<?> ask(List<String> filters, int qos) {
        MqttQos granted = Transport.qos(qos);
        List<Mqtt3Subscription> subscriptions =
                filters.stream()
                        .map(filter ->
                                Mqtt3Subscription.builder()
                                        .topicFilter(filter)
                                        .qos(granted)
                                        .build())
                        .toList();
        return client.subscribe(Mqtt3Subscribe.builder().addSubscriptions(subscriptions).build());
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
