// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The connections that are kept, found by the addresses and ports of a segment: open addressing,
/// at most half full, so that nothing is allocated to look one up.
final class ConnectionTable {
    static final int CONNECTIONS_MAX = 1 << 17;
    static final long WAITING_BYTES_MAX = 96 << 20;

    private static final int FIRST_SLOTS = 1 << 10;

    private static final Comparator<Connection> MOST_HELD =
            Comparator.comparingLong(Connection::held).reversed().thenComparingLong(Connection::id);

    private @Nullable Connection[] slots = new Connection[FIRST_SLOTS];
    private int count;

    private Stream<Connection> all() {
        return Arrays.stream(slots).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /// Closes every connection, in the order in which they appeared.
    void closeAll() {
        all().sorted(Comparator.comparingLong(Connection::id))
                .toList()
                .forEach(each -> each.close(Ending.CAPTURE_ENDED));
        slots = new Connection[FIRST_SLOTS];
        count = 0;
    }

    /// Lets connections go, when there are as many as may be.
    void makeRoom() {
        if (count >= CONNECTIONS_MAX) {
            evict();
        }
    }

    void add(Connection connection) {
        insert(connection);
        count++;
        if (count * 2 > slots.length) {
            rebuild(slots.length * 2);
        }
    }

    @Nullable Connection find(Headers headers) {
        int mask = slots.length - 1;
        int index = Connection.hash(headers) & mask;
        Connection connection = slots[index];
        while (connection != null && !connection.isBetween(headers)) {
            index = (index + 1) & mask;
            connection = slots[index];
        }
        return connection;
    }

    private void insert(Connection connection) {
        int mask = slots.length - 1;
        int index = connection.hash() & mask;
        while (slots[index] != null) {
            index = (index + 1) & mask;
        }
        slots[index] = connection;
    }

    /// Takes a connection out and moves up those that were pushed on by it.
    void remove(Connection connection, Ending ending) {
        connection.close(ending);
        int mask = slots.length - 1;
        int index = connection.hash() & mask;
        while (slots[index] != connection) {
            index = (index + 1) & mask;
        }
        slots[index] = null;
        count--;
        index = (index + 1) & mask;
        Connection pushed = slots[index];
        while (pushed != null) {
            slots[index] = null;
            insert(pushed);
            index = (index + 1) & mask;
            pushed = slots[index];
        }
    }

    private void rebuild(int size) {
        @Nullable Connection[] old = slots;
        slots = new Connection[size];
        for (Connection connection : old) {
            if (connection != null) {
                insert(connection);
            }
        }
    }

    /// Lets those go that hold the most, until half of what may wait is left.
    void boundWaiting() {
        long sum = 0;
        for (Connection connection : slots) {
            sum += connection == null ? 0 : connection.held();
        }
        if (sum <= WAITING_BYTES_MAX) {
            return;
        }
        Connection[] most = all().sorted(MOST_HELD).toArray(Connection[]::new);
        for (int i = 0; i < most.length && sum > WAITING_BYTES_MAX / 2; i++) {
            sum -= most[i].held();
            remove(most[i], Ending.EVICTED);
        }
    }

    /// Lets the eighth part go that has been silent the longest.
    private void evict() {
        long[] lastFrames = all().mapToLong(each -> each.lastFrame).sorted().toArray();
        long oldest = lastFrames[lastFrames.length / 8];
        all().filter(each -> each.lastFrame <= oldest)
                .sorted(Comparator.comparingLong(Connection::id))
                .toList()
                .forEach(each -> remove(each, Ending.EVICTED));
    }
}
