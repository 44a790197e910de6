// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.configuration.service.InternalConfigurations;

/// The switches that HiveMQ has but does not offer in its configuration file. They are static: they
/// hold for the process.
final class Tuning {
    /// Files that sessions, queues, and payloads are spread over. HiveMQ's 64 are for hundreds of
    /// thousands of clients and cost most of the start. A folder written with one number cannot be
    /// read with another, so this number never changes for a folder (see FORMAT).
    private static final int BUCKETS = 4;

    /// Goes into the name of the broker's data folder; change it with what would make old data
    /// unreadable.
    static final String FORMAT = "data-b" + BUCKETS;

    /// How long the last writes may take at the stop before files are closed (HiveMQ: 2 s).
    private static final int LAST_WRITES_MILLIS = 200;

    /// Parts of the machine's memory that one write buffer and the block cache may use.
    private static final int MEMORY_PORTION = 256;

    private Tuning() {}

    static void apply() {
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(LAST_WRITES_MILLIS);
        InternalConfigurations.PAYLOAD_PERSISTENCE_MEMTABLE_SIZE_PORTION.set(MEMORY_PORTION);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BLOCK_CACHE_SIZE_PORTION.set(MEMORY_PORTION);
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
    }

    /// Without an authenticator nobody gets in. The embedded builder switches this to "everybody".
    static void closeUnlessAsked() {
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
    }
}
