// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;
import twinport.lab.LabEvent;
import twinport.lab.OwnerMessage;

/// What was last said on each topic, and what is retained there; filled by the lab's events.
final class TopicTable implements AutoCloseable {
    /// Topics that are kept: of more, those that come later are counted and left out.
    static final int TOPICS_MAX = 10_000;

    private static final Logger LOG = System.getLogger(TopicTable.class.getName());

    /// @param retained what a new subscriber would get first; null if nothing, or if it was
    ///   published before the page was there
    record Topic(String topic, long messages, OwnerMessage last, @Nullable OwnerMessage retained) {}

    private final Map<String, Topic> topics = new TreeMap<>();
    private final AutoCloseable subscription;
    private long leftOut;

    TopicTable(LabControl lab) {
        lab.snapshot().messages().forEach(this::add);
        this.subscription =
                lab.listen(event -> {
                    if (event instanceof LabEvent.MessageSeen(var message)) {
                        add(message);
                    }
                });
    }

    private synchronized void add(OwnerMessage message) {
        Topic known = topics.get(message.topic());
        if (known == null && topics.size() == TOPICS_MAX) {
            leftOut++;
            return;
        }
        OwnerMessage retained = known == null ? null : known.retained();
        if (message.retained()) {
            // MQTT 5.0, section 3.3.1.3: an empty one takes away what is retained
            retained = message.payloadBytes() == 0 ? null : message;
        }
        long count = known == null ? 1 : known.messages() + 1;
        topics.put(message.topic(), new Topic(message.topic(), count, message, retained));
    }

    /// By topic.
    synchronized List<Topic> list() {
        return new ArrayList<>(topics.values());
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
