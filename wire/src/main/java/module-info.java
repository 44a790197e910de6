// SPDX-License-Identifier: MIT

/// Reading: bytes in, values out. Imports nothing of ours and nothing but `java.base`.
@org.jspecify.annotations.NullMarked
module twinport.wire {
    requires static transitive org.jspecify;

    exports twinport.wire.pcap;
    exports twinport.wire.flow;
    exports twinport.wire.tls;
    exports twinport.wire.mqtt;
    exports twinport.wire.payload;
    exports twinport.wire.websocket;
    exports twinport.wire.read;
    exports twinport.wire.field;
    exports twinport.wire.filter;
}
