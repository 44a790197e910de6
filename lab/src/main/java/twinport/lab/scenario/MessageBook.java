// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import twinport.broker.Message;

/// The messages that boards and clients published, in the broker's order; those of the lab itself,
/// which are the scenario's own, are left out. Safe for several threads.
final class MessageBook {
    /// So many are kept; the oldest go first.
    static final int KEPT = 100_000;

    private static final class Entry {
        private final Message message;
        private boolean counted;

        Entry(Message message) {
            this.message = message;
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long added;
    private long mark;

    /// False for a message that is not kept.
    synchronized boolean add(Message message) {
        if (message.sender().equals(Message.Sender.LAB)) {
            return false;
        }
        entries.add(new Entry(message));
        added++;
        if (entries.size() > KEPT) {
            entries.remove();
        }
        return true;
    }

    /// A step begins that does something: what comes from now on may be because of it.
    synchronized void mark() {
        mark = added;
    }

    /// Whether so many messages that fit came since the mark which no call counted before; then
    /// they are counted.
    synchronized boolean count(MessageMatch match, int count) {
        List<Entry> fitting = new ArrayList<>();
        Iterator<Entry> each = sinceMark();
        while (each.hasNext() && fitting.size() < count) {
            Entry entry = each.next();
            if (!entry.counted && match.fits(entry.message)) {
                fitting.add(entry);
            }
        }
        boolean enough = fitting.size() == count;
        if (enough) {
            fitting.forEach(entry -> entry.counted = true);
        }
        return enough;
    }

    /// How many messages that fit came since the mark.
    synchronized int since(MessageMatch match) {
        int count = 0;
        Iterator<Entry> each = sinceMark();
        while (each.hasNext()) {
            count += match.fits(each.next().message) ? 1 : 0;
        }
        return count;
    }

    /// The last message since the mark whose topic fits, for people who wonder why it did not.
    synchronized Optional<Message> last(MessageMatch match) {
        Optional<Message> last = Optional.empty();
        Iterator<Entry> each = sinceMark();
        while (each.hasNext()) {
            Message message = each.next().message;
            if (match.topic().matches(message.topic())) {
                last = Optional.of(message);
            }
        }
        return last;
    }

    /// Every message kept, also those before the mark.
    synchronized List<Message> all() {
        return entries.stream().map(entry -> entry.message).toList();
    }

    private Iterator<Entry> sinceMark() {
        Iterator<Entry> each = entries.iterator();
        for (long at = added - entries.size(); at < mark && each.hasNext(); at++) {
            each.next();
        }
        return each;
    }
}
