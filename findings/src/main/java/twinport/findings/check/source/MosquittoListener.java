// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// The listeners of a mosquitto.conf, each with what holds for it.
///
/// Without `per_listener_settings true` the settings of authentication and rights are the broker's,
/// wherever they stand (mosquitto.conf(5)).
///
/// @param settings of its own block
/// @param shared of the whole broker
record MosquittoListener(
        Settings file,
        int line,
        String port,
        String address,
        List<Statement> settings,
        List<Statement> shared) {
    static List<MosquittoListener> of(Settings file) {
        boolean perListener =
                file.statements().stream()
                        .anyMatch(each ->
                                each.name().equals("per_listener_settings")
                                        && each.value().equals("true"));
        List<MosquittoListener> all = new ArrayList<>();
        List<Statement> top = new ArrayList<>();
        List<Statement> own = top;
        Optional<Statement> head = Optional.empty();
        for (Statement each : file.statements()) {
            boolean begins = each.name().equals("listener") || each.name().equals("port");
            if (begins || each.name().equals("connection")) {
                if (head.isPresent()) {
                    all.add(of(file, head.get(), own, perListener));
                }
                own = new ArrayList<>();
                head = begins ? Optional.of(each) : Optional.empty();
            } else {
                own.add(each);
            }
        }
        if (head.isPresent()) {
            all.add(of(file, head.get(), own, perListener));
        }
        return List.copyOf(all);
    }

    private static MosquittoListener of(
            Settings file, Statement head, List<Statement> own, boolean perListener) {
        String[] words = head.value().split("\\s+", 3);
        return new MosquittoListener(
                file,
                head.line(),
                words[0],
                words.length > 1 ? words[1] : "",
                List.copyOf(own),
                perListener ? List.of() : file.statements());
    }

    String name() {
        return file.name() + " (listener " + port + ")";
    }

    Optional<Statement> setting(String name) {
        return Stream.concat(settings.stream(), shared.stream())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /// Of this block only, as TLS is.
    Optional<Statement> own(String name) {
        return settings.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    boolean is(String name, String value) {
        return setting(name).filter(each -> each.value().equals(value)).isPresent();
    }

    boolean isTls() {
        return own("certfile").isPresent() || own("psk_hint").isPresent();
    }

    boolean isLocal() {
        return address.startsWith("127.")
                || address.equals("localhost")
                || address.equals("::1")
                || port.equals("0");
    }

    boolean demandsCertificate() {
        return own("require_certificate").filter(each -> each.value().equals("true")).isPresent();
    }
}
