// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.random.RandomGenerator;
import twinport.lab.probe.Eavesdropping;
import twinport.lab.probe.TappedSocket;
import twinport.wire.tls.TlsFacts;

/// Asks a server with a ClientHello of our own, and reads its first flight. No key is agreed on, so
/// that old versions and weak suites can be asked for from a JVM that refuses them.
final class HelloProbe {
    /// A server's first flight holds a chain of certificates; more is not read.
    private static final int FLIGHT_BYTES_MAX = 256 * 1024;

    private final Line line;
    private final RandomGenerator random;

    HelloProbe(Line line, RandomGenerator random) {
        this.line = line;
        this.random = random;
    }

    /// @throws IOException when the server cannot be reached
    Answer ask(Offer offer) throws IOException {
        try (TappedSocket socket = line.connect()) {
            socket.getOutputStream().write(offer.record(random));
            return hear(socket.getInputStream(), socket.heard());
        }
    }

    private static Answer hear(InputStream in, Eavesdropping heard) {
        byte[] buffer = new byte[16 * 1024];
        int all = 0;
        try {
            while (all < FLIGHT_BYTES_MAX) {
                int count = in.read(buffer);
                if (count < 0) {
                    return ended(heard);
                }
                all += count;
                TlsFacts facts = heard.learnt();
                if (heard.malformed() && facts.serverHello() == null) {
                    return new Answer.Foreign(heard.steps());
                }
                if (!facts.alerts().isEmpty() || heard.helloDone() || says13(facts)) {
                    return ended(heard);
                }
            }
            return ended(heard);
        } catch (SocketTimeoutException e) {
            return chosen(heard.learnt())
                    ? new Answer.Chosen(heard.learnt(), heard.steps())
                    : new Answer.Silent(heard.steps());
        } catch (SocketException reset) {
            return ended(heard);
        } catch (IOException e) {
            return new Answer.Ended(heard.steps());
        }
    }

    private static boolean chosen(TlsFacts facts) {
        return facts.serverHello() != null || facts.retryRequest() != null;
    }

    private static boolean says13(TlsFacts facts) {
        return facts.retryRequest() != null
                || (facts.serverHello() != null && facts.serverHello().version().isTls13());
    }

    private static Answer ended(Eavesdropping heard) {
        TlsFacts facts = heard.learnt();
        if (chosen(facts)) {
            return new Answer.Chosen(facts, heard.steps());
        }
        return facts.alerts().isEmpty()
                ? new Answer.Ended(heard.steps())
                : new Answer.Refused(facts.alerts().getFirst().alert(), heard.steps());
    }
}
