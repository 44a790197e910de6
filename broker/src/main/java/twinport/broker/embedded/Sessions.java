// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The clients that are in now. A client id is held by one owner at a time; more than one
/// connection of that owner may stand there for the moment of a takeover.
final class Sessions {
    private final Map<Channel, Session> byChannel = new HashMap<>();
    private final Map<String, List<Session>> byClientId = new HashMap<>();

    /// Takes a client in, unless its client id is held by another owner: then that owner is
    /// returned.
    synchronized Optional<String> claim(Session session) {
        List<Session> holders = byClientId.getOrDefault(session.clientId(), List.of());
        for (Session holder : holders) {
            if (!holder.owner().equals(session.owner()) && holder.channel().isActive()) {
                return Optional.of(holder.owner());
            }
        }
        byChannel.put(session.channel(), session);
        byClientId.computeIfAbsent(session.clientId(), id -> new ArrayList<>()).add(session);
        return Optional.empty();
    }

    /// Whether somebody is in with this client id.
    synchronized boolean holds(String clientId) {
        return byClientId.containsKey(clientId);
    }

    /// Whether somebody else than this one is in with its client id.
    synchronized boolean isHeldByAnother(Session session) {
        return byClientId.getOrDefault(session.clientId(), List.of()).stream()
                .anyMatch(holder -> !holder.channel().equals(session.channel()));
    }

    synchronized Optional<Session> release(Channel channel) {
        Session gone = byChannel.remove(channel);
        if (gone == null) {
            return Optional.empty();
        }
        List<Session> holders = byClientId.get(gone.clientId());
        if (holders != null) {
            holders.remove(gone);
            if (holders.isEmpty()) {
                byClientId.remove(gone.clientId());
            }
        }
        return Optional.of(gone);
    }

    synchronized List<Session> ofIdentity(String identity) {
        return byChannel.values().stream().filter(one -> one.identity().equals(identity)).toList();
    }

    synchronized List<Session> all() {
        return List.copyOf(byChannel.values());
    }

    synchronized int count() {
        return byChannel.size();
    }
}
