// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import twinport.cli.mqtt.session.MqttFailure;

/// The value of -L: `mqtt(s)://[user[:password]@]host[:port][/topic]`. User, password and topic may
/// be written with %XX; a topic may hold `#` and `+`, so this is not a URI for java.net.URI.
record BrokerUrl(
        boolean tls,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String topic) {

    private static final Pattern FORM =
            Pattern.compile(
                    "(mqtts?)://(?:([^@:/]*)(?::([^@/]*))?@)?"
                            + "(\\[[0-9a-fA-F:.%]+\\]|[^:/@\\[\\]]+)(?::(\\d{1,5}))?(?:/(.*))?");

    static BrokerUrl parse(String text) throws MqttFailure {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw MqttFailure.usage(
                    "this is not the address of a broker, at -L " + withoutSecret(text),
                    "write mqtt://[user[:password]@]host[:port]/topic, or mqtts:// for TLS");
        }
        boolean tls = form.group(1).equals("mqtts");
        String host = form.group(4);
        String topic = form.group(6);
        return new BrokerUrl(
                tls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                form.group(5) == null ? (tls ? 8883 : 1883) : Integer.parseInt(form.group(5)),
                decoded(form.group(2)),
                decoded(form.group(3)),
                topic == null || topic.isEmpty() ? null : decoded(topic));
    }

    private static @Nullable String decoded(@Nullable String part) throws MqttFailure {
        if (part == null) {
            return null;
        }
        try {
            // URLDecoder is for forms, where + is a space; here + is itself.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw MqttFailure.usage(
                    "a % is not followed by two hexadecimal digits, at -L",
                    "write % itself as %25");
        }
    }

    private static String withoutSecret(String text) {
        return text.replaceFirst("//[^@]*@", "//...@");
    }
}
