// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.wire.traffic.Traffic;

/// The captures that are compared: the traffic, and what lies between MQTT and TCP.
enum Kind {
    SMALL_PLAIN(Traffic.Shape.SMALL, null, null),
    SMALL_TLS13_AES128(Traffic.Shape.SMALL, "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
    SMALL_TLS12_AES128(Traffic.Shape.SMALL, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    SMALL_TLS13_CHACHA(Traffic.Shape.SMALL, "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
    PACKED_PLAIN(Traffic.Shape.PACKED, null, null),
    PACKED_TLS13_AES128(Traffic.Shape.PACKED, "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
    PACKED_TLS12_AES128(Traffic.Shape.PACKED, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    PACKED_TLS13_CHACHA(Traffic.Shape.PACKED, "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256");

    private final Traffic.Shape shape;
    private final @Nullable String protocol;
    private final @Nullable String suite;

    Kind(Traffic.Shape shape, @Nullable String protocol, @Nullable String suite) {
        this.shape = shape;
        this.protocol = protocol;
        this.suite = suite;
    }

    Traffic.Shape shape() {
        return shape;
    }

    boolean sealed() {
        return protocol != null;
    }

    /// The one protocol version the engines may speak; null without TLS.
    @Nullable String protocol() {
        return protocol;
    }

    @Nullable String suite() {
        return suite;
    }

    /// The port whose protocol tshark knows without being told.
    int port() {
        return sealed() ? 8883 : 1883;
    }

    /// As on the command line and in file names: small-tls13-aes128.
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Kind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no kind " + label + "; there are " + labels()));
    }

    static String labels() {
        return List.of(values()).stream().map(Kind::label).collect(Collectors.joining(" "));
    }
}
