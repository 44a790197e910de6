// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.ProtocolVersion;
import twinport.cli.mqtt.session.TlsMaterial;

/// The flags that `pub`, `sub` and `rr` share: where to connect, and as whom.
final class ConnectionOptions {
    private static final int PORT_MAX = 65_535;
    private static final int KEEP_ALIVE_MAX = 65_535;
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    @Option(
            names = {"-h", "--host"},
            paramLabel = "HOST",
            description = "The broker's name or address. Default: localhost.")
    @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The broker's port. Default: 1883, or 8883 with TLS. 8883 means TLS.")
    @Nullable Integer port;

    @Option(
            names = {"-L", "--url"},
            paramLabel = "URL",
            description = "All at once: mqtt(s)://[user[:password]@]host[:port]/topic")
    @Nullable String url;

    @Option(
            names = "-A",
            paramLabel = "ADDRESS",
            description = "Connect from this address of ours.")
    @Nullable String localAddress;

    @Option(
            names = {"-i", "--id"},
            paramLabel = "ID",
            description = "Client id. Default: a new one, twinport-... .")
    @Nullable String clientId;

    @Option(
            names = {"-I", "--id-prefix"},
            paramLabel = "PREFIX",
            description = "Client id: this and the process id.")
    @Nullable String clientIdPrefix;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            parameterConsumer = VerbatimValue.class,
            description = "User name.")
    @Nullable String user;

    @Option(
            names = {"-P", "--pw"},
            paramLabel = "PASSWORD",
            parameterConsumer = VerbatimValue.class,
            description = "Password.")
    @Nullable String password;

    @Option(
            names = {"-k", "--keepalive"},
            paramLabel = "SECONDS",
            description = "Keep alive. Default: ${DEFAULT-VALUE}; 0: none.")
    int keepAlive = 60;

    @Option(
            names = {"-c", "--disable-clean-session"},
            description = "The broker keeps the session; needs -i.")
    boolean keepSession;

    @Option(
            names = {"-x", "--session-expiry-interval"},
            paramLabel = "SECONDS",
            parameterConsumer = VerbatimValue.class,
            description =
                    "MQTT 5: how long the broker keeps the session after we left; -1: for ever."
                            + " Default: for ever with -c, else 0.")
    @Nullable String sessionExpiry;

    @Option(
            names = {"-V", "--protocol-version"},
            paramLabel = "VERSION",
            description = "mqttv5 (5) or mqttv311 (311). Default: 311; rr: 5.")
    @Nullable String version;

    @Option(
            names = {"-D", "--property"},
            paramLabel = "PACKET NAME VALUE",
            parameterConsumer = PropertyOption.Words.class,
            description =
                    "MQTT 5 property, may be repeated. PACKET is connect, publish, subscribe or will;"
                            + " NAME as mosquitto's, e.g. publish message-expiry-interval 30, or"
                            + " publish user-property NAME VALUE.")
    List<PropertyOption> properties = List.of();

    @Mixin TlsOptions tls = new TlsOptions();
    @Mixin WillOptions will = new WillOptions();

    @Option(
            names = {"-d", "--debug"},
            description = "Say on standard error what is sent and received.")
    boolean debug;

    @Option(names = "--quiet", description = "No messages about what fails while running.")
    boolean quiet;

    @Option(names = "--help", usageHelp = true, description = "This text. (-h is the host.)")
    boolean help;

    /// What -L says, if it is given.
    @Nullable BrokerUrl brokerUrl() throws MqttFailure {
        return url == null ? null : BrokerUrl.parse(url);
    }

    /// The topic of -t, else that of -L.
    String topicOrUrl(@Nullable String topic) throws MqttFailure {
        BrokerUrl address = brokerUrl();
        String named = topic == null && address != null ? address.topic() : topic;
        if (named == null) {
            throw MqttFailure.usage("no topic", "give it with -t TOPIC, or behind the host in -L");
        }
        return named;
    }

    ProtocolVersion version(ProtocolVersion usual) throws MqttFailure {
        return version == null ? usual : ProtocolVersion.of(version);
    }

    /// @param command goes into the client id
    ConnectionSettings settings(String command, ProtocolVersion usual, RandomGenerator random)
            throws MqttFailure {
        BrokerUrl address = brokerUrl();
        if (address != null && (host != null || port != null)) {
            throw MqttFailure.usage(
                    "-L says host and port already, at -h or -p", "use -L, or -h and -p");
        }
        ProtocolVersion spoken = version(usual);
        Properties5 all = Properties5.of(properties);
        if (spoken != ProtocolVersion.MQTT_5 && (!properties.isEmpty() || sessionExpiry != null)) {
            throw MqttFailure.usage(
                    "properties are of MQTT 5 only, at -D or -x", "add -V 5, or leave them out");
        }
        int given = address != null ? address.port() : port == null ? 0 : port;
        TlsMaterial material = tls.material(address != null ? address.tls() : given == TLS_PORT);
        return new ConnectionSettings(
                address != null ? address.host() : host == null ? "localhost" : host,
                port(address, material),
                localAddress,
                material,
                spoken,
                clientId(command, random),
                login(address, spoken),
                keepAlive(),
                !keepSession,
                expiry(all),
                will.will(all),
                all.limits(),
                all.connect(),
                all.subscribe());
    }

    private int port(@Nullable BrokerUrl address, @Nullable TlsMaterial material)
            throws MqttFailure {
        int usual = material == null ? PLAIN_PORT : TLS_PORT;
        int number = address != null ? address.port() : port == null ? usual : port;
        if (number < 1 || number > PORT_MAX) {
            throw MqttFailure.usage("no such port, at -p " + number, "use 1 to " + PORT_MAX);
        }
        return number;
    }

    private String clientId(String command, RandomGenerator random) throws MqttFailure {
        if (clientId != null && clientIdPrefix != null) {
            throw MqttFailure.usage("two client ids, at -i and -I", "give one of them");
        }
        if (keepSession && clientId == null) {
            throw MqttFailure.usage(
                    "a session that is kept needs a name, at -c", "give the client id: -i ID");
        }
        if (clientId != null) {
            return clientId;
        }
        return clientIdPrefix != null
                ? clientIdPrefix + ProcessHandle.current().pid()
                : "twinport-" + command + "-" + HexFormat.of().toHexDigits(random.nextInt());
    }

    private ConnectionSettings.@Nullable Login login(
            @Nullable BrokerUrl address, ProtocolVersion spoken) throws MqttFailure {
        String name = user == null && address != null ? address.user() : user;
        String secret = password == null && address != null ? address.password() : password;
        if (name == null && secret == null) {
            return null;
        }
        if (name == null && spoken != ProtocolVersion.MQTT_5) {
            throw MqttFailure.usage(
                    "MQTT 3.1.1 has no password without a user name, at -P", "give -u USER too");
        }
        return new ConnectionSettings.Login(
                name, secret == null ? null : secret.getBytes(StandardCharsets.UTF_8));
    }

    private int keepAlive() throws MqttFailure {
        if (keepAlive < 0 || keepAlive > KEEP_ALIVE_MAX) {
            throw MqttFailure.usage(
                    "no such keep alive, at -k " + keepAlive, "use 0 (none) to " + KEEP_ALIVE_MAX);
        }
        return keepAlive;
    }

    private long expiry(Properties5 all) throws MqttFailure {
        if (sessionExpiry == null) {
            Long property = all.sessionExpirySeconds();
            return property != null ? property : keepSession ? ConnectionSettings.NEVER_EXPIRES : 0;
        }
        if (sessionExpiry.equals("-1") || sessionExpiry.equals("\u221e")) {
            return ConnectionSettings.NEVER_EXPIRES;
        }
        try {
            return Integer.parseUnsignedInt(sessionExpiry) & 0xFFFF_FFFFL;
        } catch (NumberFormatException e) {
            throw MqttFailure.usage(
                    "no such time, at -x " + sessionExpiry,
                    "use seconds from 0 to 4294967294, or -1 for ever");
        }
    }
}
