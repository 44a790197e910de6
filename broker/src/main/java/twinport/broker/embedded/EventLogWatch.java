// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.logging.EventLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import twinport.broker.BrokerEvent.Dropped;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Refused;

/// Makes events of what HiveMQ tells in its event log only: messages dropped, and connections that
/// ended before anybody could be asked who they are.
final class EventLogWatch implements Consumer<BrokerLog.Line> {
    private static final String NOBODY = "UNKNOWN";
    private static final String ENDED_BY_BROKER = "was disconnected";
    private static final int ENDED_ARGUMENTS = 3;
    private static final int DROPPED_ARGUMENTS = 4;

    private final Observers observers;
    private final InstantSource clock;
    private final AtomicInteger ownLooks = new AtomicInteger();

    EventLogWatch(Observers observers, InstantSource clock) {
        this.observers = observers;
        this.clock = clock;
    }

    /// The next failed handshake is our own look at the listener.
    void expectOwnLook() {
        ownLooks.incrementAndGet();
    }

    void expectNoMore() {
        ownLooks.set(0);
    }

    @Override
    public void accept(BrokerLog.Line line) {
        List<String> arguments = line.arguments();
        if (line.logger().equals(EventLog.EVENT_MESSAGE_DROPPED)) {
            dropped(arguments);
        } else if (line.format().contains(ENDED_BY_BROKER) && arguments.size() == ENDED_ARGUMENTS) {
            ended(arguments.get(0), arguments.get(2));
        }
    }

    private void dropped(List<String> arguments) {
        if (arguments.size() == DROPPED_ARGUMENTS) {
            int qos = arguments.get(2).matches("[0-2]") ? Integer.parseInt(arguments.get(2)) : 0;
            observers.event(
                    new Dropped(
                            clock.instant(),
                            arguments.get(0),
                            arguments.get(1),
                            qos,
                            arguments.get(3)));
        }
    }

    private void ended(String clientId, String reason) {
        if (!clientId.equals(NOBODY)) {
            return; // somebody who came as far as CONNECT: the doorway tells
        }
        Refusal rule =
                reason.contains("SSL") || reason.contains("TLS")
                        ? Refusal.HANDSHAKE
                        : Refusal.PROTOCOL;
        if (rule == Refusal.HANDSHAKE && ownLooks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return;
        }
        observers.event(new Refused(clock.instant(), "", "", Optional.empty(), rule, reason));
    }
}
