// SPDX-License-Identifier: MIT
package twinport.broker;

import java.util.function.Consumer;

/// A running MQTT broker, wherever it runs.
///
/// All methods may be called from any thread. Sinks are called one at a time, never on a thread
/// that carries traffic, so a slow sink delays only itself: what it cannot take is counted and
/// reported as [BrokerEvent.Overflowed].
public interface Broker extends AutoCloseable {

    /// Returns when every listener has answered a real connection.
    ///
    /// @throws BrokerException when it cannot run as asked; then nothing of it is left running
    void start() throws BrokerException;

    /// Publishes as the lab itself, without rights being asked.
    ///
    /// @throws IllegalArgumentException if the topic cannot be published to
    /// @throws IllegalStateException if the broker is not running
    void publish(Message message);

    /// Every accepted PUBLISH that the filter matches, those of the lab itself included.
    Registration subscribe(String topicFilter, Consumer<Message> sink);

    /// What happens to clients, from now on.
    Registration listen(Consumer<BrokerEvent> sink);

    /// Ends every connection of an identity, at once and with its last will.
    ///
    /// @return how many connections were ended
    int disconnect(String identity);

    /// Reads key and certificates again; returns when new connections are served the new ones.
    /// Connections that exist stay.
    ///
    /// @throws BrokerException when the new certificate cannot be served; the old one stays
    void reloadCertificates() throws BrokerException;

    /// From now on these rights hold. Clients holding a subscription that is no longer allowed are
    /// disconnected and their session is ended, so that nothing queued or retained reaches them.
    void rights(Rights rights);

    Statistics statistics();

    /// Stops; sessions and retained messages stay on disk. Further calls do nothing.
    @Override
    void close();
}
