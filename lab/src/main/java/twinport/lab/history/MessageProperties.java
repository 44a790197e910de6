// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import twinport.broker.Message;

/// The properties of MQTT 5 that a message carries, as they are kept.
public final class MessageProperties {
    private MessageProperties() {}

    /// As JSON, by the names of MQTT 5.0 section 3.3.2.3, binary data in base 64; empty for none.
    public static String json(Message.Properties properties) {
        if (properties.equals(Message.Properties.NONE)) {
            return "";
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        properties.responseTopic().ifPresent(topic -> json.put("responseTopic", topic));
        properties
                .correlation()
                .ifPresent(data -> {
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    json.put("correlationData", Base64.getEncoder().encodeToString(bytes));
                });
        properties.contentType().ifPresent(type -> json.put("contentType", type));
        properties.expirySeconds().ifPresent(seconds -> json.put("messageExpiryInterval", seconds));
        if (!properties.user().isEmpty()) {
            ArrayNode users = json.putArray("userProperties");
            properties.user().forEach(one -> users.addObject().put(one.name(), one.value()));
        }
        return json.toString();
    }
}
