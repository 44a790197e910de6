// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import twinport.board.part.Dht;
import twinport.board.part.PartState;
import twinport.lab.BoardFaults;
import twinport.lab.BoardStatus;
import twinport.lab.PartView;
import twinport.lab.Transport;

/// One board of the bench: its sensor, LED, counters and serial text. Guarded by its lab's lock.
final class BenchBoard {
    private static final int SERIAL_MAX = 16_384;

    final String id;
    final Transport transport;
    final String watch;
    private final String language;
    String state = "running";
    boolean led;
    double celsius = 23.5;
    double percent = 45.8;
    long published;
    long received;
    long commandsSent;
    long commandsAnswered;
    long restarts;
    final BoardFaults faults = new WordsOnly();
    private final StringBuilder serial = new StringBuilder();

    BenchBoard(String id, String language, Transport transport, String watch) {
        this.id = id;
        this.language = language;
        this.transport = transport;
        this.watch = watch;
    }

    /// Remembers what is broken; knows `wifi down` and `dht22`.
    private static final class WordsOnly implements BoardFaults {
        private final List<String> active = new ArrayList<>();

        @Override
        public synchronized List<String> active() {
            return List.copyOf(active);
        }

        @Override
        public synchronized void apply(String fault) {
            if (!fault.equals("wifi down") && !fault.startsWith("dht22 ")) {
                throw new IllegalArgumentException('"' + fault + "\" is no fault");
            }
            active.add(fault);
        }

        @Override
        public synchronized void mend(String target) {
            active.removeIf(each -> target.equals("all") || each.startsWith(target + " "));
        }
    }

    boolean measures() {
        return id.equals(watch);
    }

    boolean runs() {
        return state.equals("running");
    }

    String site() {
        return transport == Transport.PLAIN ? "plain" : "secure";
    }

    int port() {
        return transport == Transport.PLAIN ? 1883 : 8883;
    }

    void print(String text) {
        serial.append(text);
        if (serial.length() > SERIAL_MAX) {
            serial.delete(0, serial.length() - SERIAL_MAX);
        }
    }

    String serial() {
        return serial.toString();
    }

    private PartView dht22() {
        return new PartView(
                "dht22",
                "dht22",
                Map.of("data", "15"),
                Map.of(),
                List.of(
                        new PartView.Control("temperature", celsius, -40, 80, "°C"),
                        new PartView.Control("humidity", percent, 0, 100, "%")),
                new PartState.Climate(celsius, percent, Dht.Fault.NONE));
    }

    private PartView led() {
        return new PartView(
                "led",
                "led",
                Map.of("anode", "2", "cathode", "low"),
                Map.of("color", "red", "label", ""),
                List.of(),
                new PartState.Light(led ? 1 : 0));
    }

    BoardStatus status() {
        return new BoardStatus(
                id,
                language,
                transport,
                site(),
                measures() ? "thermo" : "viewer",
                state,
                measures() ? List.of(dht22(), led()) : List.of(led()),
                led,
                celsius,
                percent,
                published,
                received,
                commandsSent,
                commandsAnswered,
                restarts,
                List.of());
    }
}
