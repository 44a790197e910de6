// SPDX-License-Identifier: MIT
package twinport.findings.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What one TCP connection tells.
///
/// @param protocol `MQTT`, `TLS`, or `unknown`
/// @param mqttVersion `3.1`, `3.1.1`, `5.0`, or null
/// @param tlsVersion for example `TLSv1.3`, or null
/// @param ending how it ended, or that the capture ended first
/// @param packets MQTT packets by type, readable or decrypted
/// @param identities what a CONNECT said, the password masked
/// @param topics topics and how often each was published to
/// @param undecryptable why sealed bytes stayed sealed
public record ConversationExposure(
        long id,
        String client,
        String server,
        String protocol,
        @Nullable String mqttVersion,
        @Nullable String tlsVersion,
        @Nullable String cipherSuite,
        @Nullable String serverName,
        @Nullable String alpn,
        String ending,
        boolean decrypted,
        SortedMap<String, Long> packets,
        long sealedRecords,
        long sealedBytes,
        List<Identity> identities,
        Map<String, Long> topics,
        List<String> undecryptable) {

    /// What a CONNECT packet says about who connects.
    ///
    /// @param password masked: only its length is told
    public record Identity(String clientId, @Nullable String userName, @Nullable String password) {}
}
