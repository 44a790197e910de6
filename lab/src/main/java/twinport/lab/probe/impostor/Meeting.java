// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import twinport.findings.check.DeviceProbeFacts.Encounter;
import twinport.findings.check.DeviceProbeFacts.Greeting;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Refusal;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.lab.probe.TappedSocket;
import twinport.pki.Credentials;
import twinport.wire.flow.Direction;
import twinport.wire.tls.Alert;
import twinport.wire.tls.TlsFacts;

/// One device's connection in one row. For one thread.
final class Meeting {
    /// How this JDK tells of an alert that it opened.
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

    private static final String SEALED = ": a sealed record";
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int MQTT_CONNECT = 0x10;

    private final ImpostorSettings settings;
    private final SecureRandom random;
    private final Row row;
    private final TappedSocket socket;
    private final List<String> notes = new ArrayList<>();
    private Optional<String> version = Optional.empty();

    Meeting(ImpostorSettings settings, SecureRandom random, Row row, TappedSocket socket) {
        this.settings = settings;
        this.random = random;
        this.row = row;
        this.socket = socket;
    }

    /// Empty when the device left without a word, as those do that only look whether a port is
    /// open.
    ///
    /// @param shown the certificate of the row
    /// @param last whether an accepted connection is passed on for as long as it lasts
    Optional<Encounter> hold(Optional<Credentials> shown, boolean last)
            throws InterruptedException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(settings.patience().toMillis()));
            byte[] first = socket.getInputStream().readNBytes(1);
            if (first.length == 0) {
                return Optional.empty();
            }
            if (first[0] == MQTT_CONNECT) {
                return Optional.of(inClear(first));
            }
            if (first[0] != TLS_HANDSHAKE) {
                return Optional.of(encounter(Reaction.UNKNOWN, "it spoke neither TLS nor MQTT"));
            }
            return Optional.of(
                    switch (row) {
                        case PLAIN -> hangUp();
                        case OLD_TLS, WEAK_SUITES -> old(first, shown.orElseThrow());
                        default -> secured(first, shown.orElseThrow(), last);
                    });
        } catch (SocketTimeoutException e) {
            return Optional.of(
                    encounter(Reaction.UNKNOWN, "it connected and said nothing in time"));
        } catch (IOException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(
                    encounter(Reaction.UNKNOWN, "this row cannot be shown: " + e.getMessage()));
        }
    }

    private Encounter inClear(byte[] first) throws IOException {
        Greetings.First said = Greetings.read(socket.getInputStream(), first);
        noteGreeting(said.greeting());
        return encounter(
                Reaction.CLEAR,
                row == Row.PLAIN
                        ? "after TLS had failed it came in clear, with its CONNECT"
                        : "it spoke MQTT without TLS",
                Optional.empty(),
                said.greeting());
    }

    /// What a broker does that gets a ClientHello on a port without TLS.
    private Encounter hangUp() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[16 * 1024];
        if (in.read(buffer) < 0) {
            notes.add("client: closed");
        }
        notes.add("server: closed, as a broker without TLS does");
        return encounter(Reaction.REFUSED, "it asked for TLS and did not fall back to clear");
    }

    private Encounter secured(byte[] first, Credentials shown, boolean last)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLSocket tls =
                (SSLSocket)
                        ShownCertificate.context(shown, random)
                                .getSocketFactory()
                                .createSocket(socket, new ByteArrayInputStream(first), true);
        try {
            tls.startHandshake();
        } catch (SocketTimeoutException e) {
            return encounter(Reaction.UNKNOWN, "the handshake stood still");
        } catch (IOException e) {
            return notDone(e);
        }
        version =
                Optional.of(
                        tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite());
        return afterwards(tls, last);
    }

    private Encounter afterwards(SSLSocket tls, boolean last) throws InterruptedException {
        notes.add("client: finished the handshake");
        try {
            Greetings.First said = Greetings.read(tls.getInputStream(), new byte[0]);
            if (said.nothing()) {
                return left("it finished the handshake and left without a word");
            }
            noteGreeting(said.greeting());
            if (said.greeting().isEmpty()) {
                notes.add("client: " + said.bytes().length + " bytes that are no CONNECT");
            }
            serve(tls, said, last);
            return encounter(
                    Reaction.WENT_ON,
                    said.greeting().isPresent()
                            ? "it accepted, and sent its CONNECT"
                            : "it accepted, and sent "
                                    + said.bytes().length
                                    + " bytes that are no CONNECT",
                    Optional.empty(),
                    said.greeting());
        } catch (SocketTimeoutException e) {
            return left("it finished the handshake and said nothing");
        } catch (IOException e) {
            Optional<Refusal> refusal = refusal(e);
            return refusal.isPresent()
                    ? encounter(
                            Reaction.REFUSED,
                            "after the handshake, " + said(refusal.get()),
                            refusal,
                            Optional.empty())
                    : left("it finished the handshake and left without a word");
        }
    }

    private Encounter left(String said) {
        return encounter(Reaction.LEFT, said);
    }

    /// Passed on where there is a broker for it; else the device is told that all is well, so that
    /// it does not take long before it comes again.
    private void serve(SSLSocket tls, Greetings.First said, boolean last)
            throws InterruptedException {
        try {
            if (settings.forward().isPresent()) {
                notes.add("server: passed it on to " + settings.forward().get());
                Passage.through(
                        tls,
                        settings.forward().get(),
                        said.bytes(),
                        last ? settings.total() : settings.held());
            } else if (said.greeting().isPresent()) {
                notes.add("server: CONNACK, then closed");
                tls.getOutputStream()
                        .write(
                                said.five()
                                        ? new byte[] {0x20, 3, 0, 0, 0}
                                        : new byte[] {0x20, 2, 0, 0});
            }
        } catch (IOException e) {
            notes.add("server: could not go on: " + e.getMessage());
        }
    }

    private Encounter old(byte[] first, Credentials shown)
            throws IOException, GeneralSecurityException {
        OldServer.Result result = new OldServer(socket, row, shown, random).handshake(first);
        version = result.agreed();
        Optional<Refusal> refusal = clearAlert();
        return encounter(
                result.reaction(),
                refusal.filter(_ -> result.reaction() == Reaction.REFUSED)
                        .map(Meeting::said)
                        .orElse(result.said()),
                refusal,
                Optional.empty());
    }

    private Encounter notDone(IOException failure) {
        Optional<Refusal> refusal = refusal(failure);
        TlsFacts facts = socket.heard().learnt();
        if (facts.serverHello() == null) {
            notes.add("server: " + failure.getMessage());
            return encounter(
                    Reaction.UNKNOWN,
                    "no version or suite in common, or it left before it saw the certificate",
                    refusal,
                    Optional.empty());
        }
        return encounter(
                Reaction.REFUSED,
                refusal.map(Meeting::said).orElse("it ended the handshake without an alert"),
                refusal,
                Optional.empty());
    }

    private static String said(Refusal refusal) {
        return "it refused with alert " + refusal.alert() + " " + refusal.name();
    }

    private Optional<Refusal> refusal(IOException failure) {
        return clearAlert().or(() -> sealedAlert(String.valueOf(failure.getMessage())));
    }

    private Optional<Refusal> clearAlert() {
        return socket.heard().learnt().alerts().stream()
                .filter(each -> each.direction() == Direction.FROM_CLIENT)
                .map(TlsFacts.SeenAlert::alert)
                .filter(alert -> alert.description() != 0)
                .findFirst()
                .map(alert -> new Refusal(alert.description(), alert.name(), false));
    }

    private Optional<Refusal> sealedAlert(String told) {
        Matcher alert = ALERT.matcher(told);
        if (!alert.find()) {
            return Optional.empty();
        }
        return IntStream.range(0, 256)
                .mapToObj(number -> new Alert(2, number))
                .filter(each -> each.name().equals(alert.group(1)))
                .findFirst()
                .map(each -> {
                    notes.add(
                            "client: alert " + each.description() + " " + each.name() + ", sealed");
                    return new Refusal(each.description(), each.name(), true);
                });
    }

    private void noteGreeting(Optional<Greeting> greeting) {
        greeting.ifPresent(each ->
                notes.add(
                        "client: CONNECT, "
                                + each.protocol()
                                + ", client id "
                                + each.clientId()
                                + each.userName()
                                        .map(user -> ", user name " + user)
                                        .orElse(", no user name")
                                + each.passwordBytes()
                                        .map(bytes -> ", password **** of " + bytes + " bytes")
                                        .orElse(", no password")));
    }

    private Encounter encounter(Reaction reaction, String said) {
        return encounter(reaction, said, Optional.empty(), Optional.empty());
    }

    private Encounter encounter(
            Reaction reaction,
            String said,
            Optional<Refusal> refusal,
            Optional<Greeting> greeting) {
        List<String> transcript = joined(socket.heard().steps());
        transcript.addAll(notes);
        return new Encounter(row, reaction, said, refusal, greeting, version, transcript);
    }

    /// Sealed records tell little one by one.
    private static List<String> joined(List<String> steps) {
        List<String> joined = new ArrayList<>();
        int sealed = 0;
        String from = "";
        for (String step : steps) {
            boolean more = step.contains(SEALED);
            String end = step.substring(0, step.indexOf(' ') + 1);
            if (sealed > 0 && (!more || !end.equals(from))) {
                joined.add(from + sealed + " sealed records");
                sealed = 0;
            }
            if (more) {
                sealed++;
                from = end;
            } else {
                joined.add(step);
            }
        }
        if (sealed > 0) {
            joined.add(from + sealed + " sealed records");
        }
        return joined;
    }
}
