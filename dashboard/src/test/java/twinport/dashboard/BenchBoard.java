// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.List;
import twinport.lab.BoardStatus;
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
    private final StringBuilder serial = new StringBuilder();

    BenchBoard(String id, String language, Transport transport, String watch) {
        this.id = id;
        this.language = language;
        this.transport = transport;
        this.watch = watch;
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

    BoardStatus status() {
        return new BoardStatus(
                id,
                language,
                transport,
                site(),
                measures() ? "thermo" : "viewer",
                state,
                measures() ? List.of("dht22", "led") : List.of("led"),
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
