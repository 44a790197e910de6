// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Many clients and one broker, their frames interleaved by time, as a capture at the broker shows
/// them. The same seed gives the same traffic; what TLS adds is random by its nature.
public final class Traffic {
    private static final long START_NANOS = 1_767_225_600_000_000_000L;
    private static final long STARTS_WITHIN_NANOS = 5_000_000_000L;
    private static final int BROKER = 0x0a000002;
    private static final int FIRST_CLIENT = 0x0a010000;

    /// What pcap adds to a frame.
    private static final int RECORD_HEADER = 16;

    /// How the clients behave.
    public enum Shape {
        /// ESP32s: one small packet a segment.
        SMALL,
        /// Messages of 60 to 300 bytes packed into full segments.
        PACKED,
        /// The same with messages so short that their length field has one byte.
        PACKED_SHORT
    }

    /// @param bytes the size of the capture file at which clients begin to say good-bye
    /// @param port of the broker
    public record Plan(Shape shape, long bytes, int clients, int port, long seed) {
        public Plan {
            if (clients < 1 || clients > 60_000) {
                throw new IllegalArgumentException("1 to 60,000 clients: " + clients);
            }
        }
    }

    private static final class Client {
        final Script script;
        boolean ended;

        Client(Script script) {
            this.script = script;
        }

        TcpLink link() {
            return script.session().link();
        }

        long next() {
            return link().frames().element().nanos();
        }
    }

    private final Plan plan;
    private final FrameSink sink;
    private final Truth truth = new Truth();
    private final PriorityQueue<Client> clients =
            new PriorityQueue<>(Comparator.comparingLong(Client::next));

    private Traffic(Plan plan, FrameSink sink) {
        this.plan = plan;
        this.sink = sink;
    }

    /// Makes the traffic and gives it to the sink; tells what it holds.
    ///
    /// @param channels makes the channel of each connection
    public static Truth write(Plan plan, Supplier<? extends Channel> channels, FrameSink sink)
            throws IOException {
        Traffic traffic = new Traffic(plan, sink);
        traffic.begin(channels);
        traffic.run();
        return traffic.truth;
    }

    private void begin(Supplier<? extends Channel> channels) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int number = 0; number < plan.clients(); number++) {
            SplittableRandom own = random.split();
            long start = START_NANOS + own.nextLong(STARTS_WITHIN_NANOS);
            TcpLink link = new TcpLink(FIRST_CLIENT + number, BROKER, plan.port(), own, start);
            Session session = new Session(link, channels.get(), truth);
            Script script =
                    switch (plan.shape()) {
                        case SMALL -> new BoardScript(session, own, number);
                        case PACKED ->
                                new GatewayScript(session, own, number, GatewayScript.Sizes.USUAL);
                        case PACKED_SHORT ->
                                new GatewayScript(session, own, number, GatewayScript.Sizes.SHORT);
                    };
            script.begin();
            clients.add(new Client(script));
        }
    }

    private void run() throws IOException {
        while (!clients.isEmpty()) {
            Client client = clients.remove();
            TcpLink.Timed frame = client.link().frames().remove();
            truth.frame(frame.bytes().length);
            sink.frame(frame.nanos(), frame.bytes());
            if (client.link().frames().isEmpty() && !client.ended) {
                goOn(client);
            }
            if (!client.link().frames().isEmpty()) {
                clients.add(client);
            }
        }
    }

    private void goOn(Client client) {
        if (truth.bytes() + RECORD_HEADER * truth.frames() < plan.bytes()) {
            client.script.step();
        } else {
            client.script.end();
            client.ended = true;
        }
    }
}
