// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Which TLS secrets belong into the capture: those whose client random the tap saw in a
/// ClientHello, each label once. Everything else this process does in TLS stays out.
final class SecretScope {
    /// Handshakes remembered at once; the oldest is forgotten first.
    static final int MAX_HANDSHAKES = 16_384;

    private static final String TLS12_MASTER = "CLIENT_RANDOM";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition recorded = lock.newCondition();

    /// Client random in hex, and the lines recorded for it by label; in the order of arrival.
    private final Map<String, Map<String, byte[]>> handshakes =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Map<String, byte[]>> e) {
                    return size() > MAX_HANDSHAKES;
                }
            };

    private boolean logging;

    void logging(boolean on) {
        lock.lock();
        try {
            logging = on;
            recorded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The tap saw this client random.
    void clientHello(byte[] clientRandom) {
        lock.lock();
        try {
            handshakes.putIfAbsent(hex(clientRandom), new LinkedHashMap<>());
        } finally {
            lock.unlock();
        }
    }

    /// The connection of this client random is over.
    void forget(byte[] clientRandom) {
        lock.lock();
        try {
            handshakes.remove(hex(clientRandom));
        } finally {
            lock.unlock();
        }
    }

    /// The key log line to record; empty when it is out of scope or was recorded before.
    Optional<byte[]> admit(String label, byte[] clientRandom, byte[] secret) {
        lock.lock();
        try {
            Map<String, byte[]> lines = handshakes.get(hex(clientRandom));
            if (lines == null || lines.containsKey(label)) {
                return Optional.empty();
            }
            String line = label + ' ' + hex(clientRandom) + ' ' + hex(secret) + '\n';
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            lines.put(label, bytes);
            return Optional.of(bytes);
        } finally {
            lock.unlock();
        }
    }

    /// An admitted line is in the queue: frames may follow.
    void recorded() {
        lock.lock();
        try {
            recorded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether frames of this handshake have to wait: keys are logged, and its TLS 1.2 master
    /// secret is not there.
    boolean lacksMaster(byte[] clientRandom) {
        lock.lock();
        try {
            return logging && !hasMaster(clientRandom);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the TLS 1.2 master secret of this handshake; false when it did not come in time.
    boolean awaitMaster(byte[] clientRandom, Duration within) {
        long left = within.toNanos();
        lock.lock();
        try {
            while (logging && !hasMaster(clientRandom)) {
                if (left <= 0) {
                    return false;
                }
                left = recorded.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// All lines of the connections that are still open.
    byte[] openSecrets() {
        lock.lock();
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            handshakes.values().forEach(lines -> lines.values().forEach(all::writeBytes));
            return all.toByteArray();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasMaster(byte[] clientRandom) {
        Map<String, byte[]> lines = handshakes.get(hex(clientRandom));
        return lines != null && lines.containsKey(TLS12_MASTER);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
