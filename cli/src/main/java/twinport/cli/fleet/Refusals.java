// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import java.util.Locale;
import java.util.Optional;

/// What the client library throws, in words.
final class Refusals {
    private static final int DEPTH_MAX = 10;

    private Refusals() {}

    static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> wanted) {
        Throwable at = failure;
        for (int i = 0; i < DEPTH_MAX && at != null; i++) {
            if (wanted.isInstance(at)) {
                return Optional.of(wanted.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /// Whether the broker was there and said no.
    static boolean isRefusal(Throwable failure) {
        return cause(failure, Mqtt5ConnAckException.class).isPresent()
                || cause(failure, Mqtt5SubAckException.class).isPresent();
    }

    static String words(Throwable failure) {
        return cause(failure, Mqtt5ConnAckException.class)
                .map(one -> one.getMqttMessage().getReasonCode().name())
                .or(() ->
                        cause(failure, Mqtt5PubAckException.class)
                                .map(one -> one.getMqttMessage().getReasonCode().name()))
                .or(() ->
                        cause(failure, Mqtt5PubRecException.class)
                                .map(one -> one.getMqttMessage().getReasonCode().name()))
                .or(() ->
                        cause(failure, Mqtt5DisconnectException.class)
                                .map(one -> one.getMqttMessage().getReasonCode().name()))
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElseGet(() -> deepest(failure));
    }

    private static String deepest(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; i < DEPTH_MAX && at.getCause() != null; i++) {
            at = at.getCause();
        }
        return at.getClass().getSimpleName()
                + (at.getMessage() == null ? "" : ": " + at.getMessage());
    }
}
