// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/// From what the library throws to what happened, where, and what to do.
public final class Diagnosis {
    private static final String RIGHTS_HINT =
            "ask the broker's owner for the right to this topic, or use one of your own";

    private Diagnosis() {}

    static MqttFailure ofConnecting(Throwable failure, ConnectionSettings settings) {
        return refusal(failure, settings)
                .or(() -> TlsDiagnosis.of(failure, settings))
                .or(() -> unreachable(failure, settings))
                .orElseGet(() -> silent(failure, settings));
    }

    static MqttFailure ofSubscribing(
            Throwable failure, List<String> filters, ConnectionSettings settings) {
        boolean refused =
                Causes.find(failure, Mqtt3SubAckException.class).isPresent()
                        || Causes.find(failure, Mqtt5SubAckException.class).isPresent();
        if (!refused) {
            return ofLoss(failure, settings);
        }
        String codes =
                Causes.find(failure, Mqtt5SubAckException.class)
                        .map(e -> " (" + reasons(e) + ")")
                        .orElse("");
        return new MqttFailure(
                MqttFailure.Kind.REFUSED,
                "the broker refused to subscribe to %s%s, at %s"
                        .formatted(String.join(", ", filters), codes, settings.address()),
                RIGHTS_HINT,
                failure);
    }

    private static String reasons(Mqtt5SubAckException failure) {
        return failure.getMqttMessage().getReasonCodes().stream()
                .map(code -> words(code.name()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// A publish that failed, for a caller that waited for it.
    public static MqttFailure ofPublishing(
            Throwable wrapped, String topic, ConnectionSettings settings) {
        Throwable failure = Session.unwrap(wrapped);
        Optional<String> reason =
                Causes.find(failure, Mqtt5PubAckException.class)
                        .map(e -> e.getMqttMessage().getReasonCode().name())
                        .or(() ->
                                Causes.find(failure, Mqtt5PubRecException.class)
                                        .map(e -> e.getMqttMessage().getReasonCode().name()));
        if (reason.isPresent()) {
            return new MqttFailure(
                    MqttFailure.Kind.REFUSED,
                    "the broker refused the message (%s), on topic %s at %s"
                            .formatted(words(reason.get()), topic, settings.address()),
                    RIGHTS_HINT,
                    failure);
        }
        return ofLoss(failure, settings);
    }

    /// A connection that was good and broke.
    public static MqttFailure ofLoss(Throwable wrapped, ConnectionSettings settings) {
        Throwable failure = Session.unwrap(wrapped);
        Optional<Mqtt5DisconnectReasonCode> reason =
                Causes.find(failure, Mqtt5DisconnectException.class)
                        .map(e -> e.getMqttMessage().getReasonCode());
        if (reason.isPresent() && REFUSING_DISCONNECTS.contains(reason.get())) {
            return new MqttFailure(
                    MqttFailure.Kind.REFUSED,
                    "the broker ended the connection (%s), at %s"
                            .formatted(words(reason.get().name()), settings.address()),
                    RIGHTS_HINT,
                    failure);
        }
        if (settings.tls() != null && Causes.alert(failure).isPresent()) {
            return TlsDiagnosis.of(failure, settings).orElseGet(() -> broken(failure, settings));
        }
        return broken(failure, settings);
    }

    private static final List<Mqtt5DisconnectReasonCode> REFUSING_DISCONNECTS =
            List.of(
                    Mqtt5DisconnectReasonCode.NOT_AUTHORIZED,
                    Mqtt5DisconnectReasonCode.ADMINISTRATIVE_ACTION);

    private static MqttFailure broken(Throwable failure, ConnectionSettings settings) {
        String why =
                Causes.find(failure, Mqtt5DisconnectException.class)
                        .map(e -> words(e.getMqttMessage().getReasonCode().name()))
                        .orElseGet(() -> Causes.words(failure));
        return new MqttFailure(
                MqttFailure.Kind.CONNECT,
                "the connection ended too early (%s), at %s".formatted(why, settings.address()),
                "a broker that speaks 3.1.1 closes without a word when a right is missing or when"
                        + " another client took this client id; else see its log",
                failure);
    }

    private static Optional<MqttFailure> refusal(Throwable failure, ConnectionSettings settings) {
        Optional<Mqtt3ConnAckReturnCode> code3 =
                Causes.find(failure, Mqtt3ConnAckException.class)
                        .map(e -> e.getMqttMessage().getReturnCode());
        if (code3.isPresent()) {
            return Optional.of(refused(code3.get().name(), identity(code3.get()), settings));
        }
        return Causes.find(failure, Mqtt5ConnAckException.class)
                .map(e -> e.getMqttMessage().getReasonCode())
                .map(code -> refused(code.name(), identity(code), settings));
    }

    private static MqttFailure refused(String code, boolean identity, ConnectionSettings settings) {
        String what =
                "the broker refused the connection (%s), at %s"
                        .formatted(words(code), settings.address());
        if (!identity) {
            return new MqttFailure(
                    MqttFailure.Kind.CONNECT, what, "try the other version: -V 5 or -V 311");
        }
        String hint =
                settings.login() == null && settings.tls() == null
                        ? "give a user name and a password: -u USER -P PASSWORD"
                        : "see that user, password, certificate and client id (-i "
                                + settings.clientId()
                                + ") are the ones the broker knows";
        return new MqttFailure(MqttFailure.Kind.REFUSED, what, hint);
    }

    private static boolean identity(Mqtt3ConnAckReturnCode code) {
        return switch (code) {
            case IDENTIFIER_REJECTED, BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> true;
            case SUCCESS, UNSUPPORTED_PROTOCOL_VERSION, SERVER_UNAVAILABLE -> false;
        };
    }

    private static boolean identity(Mqtt5ConnAckReasonCode code) {
        return switch (code) {
            case CLIENT_IDENTIFIER_NOT_VALID,
                    BAD_USER_NAME_OR_PASSWORD,
                    NOT_AUTHORIZED,
                    BANNED,
                    BAD_AUTHENTICATION_METHOD ->
                    true;
            default -> false;
        };
    }

    private static Optional<MqttFailure> unreachable(
            Throwable failure, ConnectionSettings settings) {
        if (Causes.find(failure, UnknownHostException.class).isPresent()
                || Causes.find(failure, UnresolvedAddressException.class).isPresent()) {
            return Optional.of(
                    new MqttFailure(
                            MqttFailure.Kind.CONNECT,
                            "no address is known for the host " + settings.host(),
                            "see that -h is spelt right and that the name server answers"));
        }
        return Causes.find(failure, ConnectException.class)
                .map(e ->
                        new MqttFailure(
                                MqttFailure.Kind.CONNECT,
                                "nobody answers at " + settings.address(),
                                "start the broker (twinport up), or give its address with"
                                        + " -h and -p"));
    }

    /// The other side closed, or said something that is not MQTT: does it speak the other language?
    private static MqttFailure silent(Throwable failure, ConnectionSettings settings) {
        if (settings.tls() == null && PortProbe.speaksTls(settings.host(), settings.port())) {
            return new MqttFailure(
                    MqttFailure.Kind.TLS,
                    "plain MQTT was sent to a port that speaks TLS, at " + settings.address(),
                    "give --cafile CA.pem (and --cert, --key), or the plain port: -p 1883");
        }
        if (Causes.find(failure, MqttDecodeException.class).isPresent()) {
            return new MqttFailure(
                    MqttFailure.Kind.CONNECT,
                    "what answers is not an MQTT broker, at " + settings.address(),
                    "see that -p is the broker's port");
        }
        MqttFailure.Kind kind =
                Causes.find(failure, SSLException.class).isPresent()
                        ? MqttFailure.Kind.TLS
                        : MqttFailure.Kind.CONNECT;
        return new MqttFailure(
                kind,
                "the connection ended before the broker accepted it (%s), at %s"
                        .formatted(Causes.words(failure), settings.address()),
                "see the broker's log; it may also be of another kind or version (-V)",
                failure);
    }

    private static String words(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
