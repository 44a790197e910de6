// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing an eavesdropper gets, computed from the tap's bytes alone, without keys.
///
/// @param port the broker's public port
/// @param client the other end: the board's name where its address is known, else address:port
/// @param fromClient true from the client to the broker
/// @param kind `CONNECT`, `PUBLISH`, ... where MQTT is readable; `TLS ClientHello`, `TLS
///   application data`, ... else
/// @param readable whether MQTT could be read
/// @param topic of a readable PUBLISH
/// @param text what can be read in words: payload, or user name and masked password, or server name
/// @param bytes length of the packet or record on the wire
/// @param sampleHex its first bytes as they crossed the wire, at most 64, in hexadecimal
/// @param frame number of the frame that ended it, in the capture of this run
public record WireView(
        Instant at,
        int port,
        String client,
        boolean fromClient,
        String kind,
        boolean readable,
        @Nullable String topic,
        @Nullable String text,
        int bytes,
        String sampleHex,
        long frame) {}
