// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;
import twinport.lab.LabEvent;
import twinport.lab.OwnerMessage;

/// What was last said on each topic, and what is retained there; filled by the lab's events.
final class TopicTable implements AutoCloseable {
    /// Topics that are kept: of more, those that come later are counted and left out.
    static final int TOPICS_MAX = 20_000;

    private static final Logger LOG = System.getLogger(TopicTable.class.getName());

    /// @param retained what a new subscriber would get first; null if nothing, or if it was
    ///   published before the page was there
    /// @param revision grows with every message of any topic
    record Topic(
            String topic,
            long messages,
            long revision,
            OwnerMessage last,
            @Nullable OwnerMessage retained) {}

    private final Map<String, Topic> topics = new TreeMap<>();

    /// Messages that were there at the beginning and may still come as events: the same objects.
    private final Set<OwnerMessage> known = Collections.newSetFromMap(new IdentityHashMap<>());

    private final AutoCloseable subscription;
    private long leftOut;
    private long revision;

    /// Listens first, so that no message falls between; one that is among the last ones too counts
    /// once.
    TopicTable(LabControl lab) {
        synchronized (this) {
            this.subscription =
                    lab.listen(event -> {
                        if (event instanceof LabEvent.MessageSeen(var message)) {
                            heard(message);
                        }
                    });
            List<OwnerMessage> last = lab.snapshot().messages();
            known.addAll(last);
            last.forEach(this::add);
        }
    }

    private synchronized void heard(OwnerMessage message) {
        if (!known.remove(message)) {
            add(message);
        }
    }

    private synchronized void add(OwnerMessage message) {
        Topic before = topics.get(message.topic());
        if (before == null && topics.size() == TOPICS_MAX) {
            leftOut++;
            return;
        }
        OwnerMessage retained = before == null ? null : before.retained();
        if (message.retained()) {
            // MQTT 5.0, section 3.3.1.3: an empty one takes away what is retained
            retained = message.payloadBytes() == 0 ? null : message;
        }
        long count = before == null ? 1 : before.messages() + 1;
        topics.put(
                message.topic(), new Topic(message.topic(), count, ++revision, message, retained));
    }

    /// Those that something was said on after that revision, by topic.
    synchronized List<Topic> since(long seen) {
        return topics.values().stream().filter(topic -> topic.revision() > seen).toList();
    }

    /// Of the last message.
    synchronized long revision() {
        return revision;
    }

    /// Messages on topics for which there was no room.
    synchronized long leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the subscription to the lab could not be closed", e);
        }
    }
}
