// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// What a mosquitto.conf and its ACL file let happen; the defaults are those of Mosquitto 2
/// (mosquitto.conf(5)).
final class MosquittoRules {
    /// Where the right of others to read stands in a mode like `rw-r-----`.
    private static final int OTHERS_READ = 6;

    private MosquittoRules() {}

    private static List<Outcome> each(
            SourceFacts facts, BiConsumer<MosquittoListener, List<Outcome>> rule) {
        List<Outcome> outcomes = new ArrayList<>();
        files(facts, Kind.MOSQUITTO)
                .forEach(file ->
                        MosquittoListener.of(file)
                                .forEach(listener -> rule.accept(listener, outcomes)));
        return outcomes;
    }

    private static List<Settings> files(SourceFacts facts, Kind kind) {
        return facts.sources().stream()
                .filter(Settings.class::isInstance)
                .map(Settings.class::cast)
                .filter(file -> file.kind() == kind)
                .toList();
    }

    static List<Outcome> clear(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) -> {
                    Verdict verdict =
                            listener.isTls()
                                    ? Verdict.PASS
                                    : listener.isLocal() ? Verdict.INFO : Verdict.FAIL;
                    String said =
                            switch (verdict) {
                                case PASS -> "speaks TLS";
                                case INFO -> "speaks MQTT in clear, to this computer only";
                                default -> "speaks MQTT in clear, to the whole network";
                            };
                    outcomes.add(new Outcome(verdict, listener.name(), said, at(listener)));
                });
    }

    static List<Outcome> reachable(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings file : files(facts, Kind.MOSQUITTO)) {
            List<MosquittoListener> all = MosquittoListener.of(file);
            if (all.stream().noneMatch(MosquittoListener::isTls)) {
                continue;
            }
            for (MosquittoListener plain : all) {
                if (plain.isTls()) {
                    continue;
                }
                boolean same = !isApart(all, plain);
                outcomes.add(
                        plain.isLocal()
                                ? new Outcome(
                                        Verdict.PASS,
                                        plain.name(),
                                        "is for this computer only",
                                        at(plain))
                                : new Outcome(
                                        same ? Verdict.FAIL : Verdict.WARN,
                                        plain.name(),
                                        same
                                                ? "is open to the network beside a TLS listener, with the same rights"
                                                : "is open to the network beside a TLS listener",
                                        at(plain)));
            }
        }
        return outcomes;
    }

    static List<Outcome> handedOver(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings file : files(facts, Kind.MOSQUITTO)) {
            List<MosquittoListener> all = MosquittoListener.of(file);
            boolean tls = all.stream().anyMatch(MosquittoListener::isTls);
            all.stream()
                    .filter(plain -> tls && !plain.isTls())
                    .forEach(plain ->
                            outcomes.add(
                                    isApart(all, plain)
                                            ? new Outcome(
                                                    Verdict.PASS,
                                                    plain.name(),
                                                    "has topics of its own: "
                                                            + plain.own("mount_point")
                                                                    .map(each ->
                                                                            "mount_point "
                                                                                    + each.value())
                                                                    .orElse(
                                                                            "an ACL file of its own"),
                                                    at(plain))
                                            : new Outcome(
                                                    Verdict.WARN,
                                                    plain.name(),
                                                    "shares its topics with the TLS listener: nothing here keeps what"
                                                            + " came over TLS from plain subscribers",
                                                    at(plain))));
        }
        return outcomes;
    }

    /// A topic tree of its own, or rights of its own.
    private static boolean isApart(List<MosquittoListener> all, MosquittoListener plain) {
        if (plain.own("mount_point").isPresent()) {
            return true;
        }
        Optional<String> acl = plain.own("acl_file").map(Statement::value);
        return plain.shared().isEmpty()
                && acl.isPresent()
                && all.stream()
                        .filter(MosquittoListener::isTls)
                        .noneMatch(tls -> tls.own("acl_file").map(Statement::value).equals(acl));
    }

    static List<Outcome> anonymous(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) -> {
                    boolean open = listener.is("allow_anonymous", "true");
                    if (open && !listener.demandsCertificate()) {
                        outcomes.add(
                                new Outcome(
                                        Verdict.FAIL,
                                        listener.name(),
                                        "anybody may connect: allow_anonymous true",
                                        at(listener, "allow_anonymous")));
                    } else {
                        outcomes.add(
                                new Outcome(
                                        Verdict.PASS,
                                        listener.name(),
                                        listener.demandsCertificate()
                                                ? "demands a client certificate"
                                                : "lets nobody in without credentials",
                                        at(listener, "allow_anonymous")));
                    }
                });
    }

    static List<Outcome> everything(SourceFacts facts) {
        List<Outcome> outcomes =
                new ArrayList<>(
                        each(
                                facts,
                                (listener, found) -> {
                                    boolean dynamic =
                                            listener.setting("plugin")
                                                    .or(() -> listener.setting("auth_plugin"))
                                                    .isPresent();
                                    if (listener.setting("acl_file").isEmpty() && !dynamic) {
                                        found.add(
                                                new Outcome(
                                                        Verdict.FAIL,
                                                        listener.name(),
                                                        "has no acl_file: every client may read and write every topic",
                                                        at(listener)));
                                    }
                                }));
        acl(facts, "read", outcomes, "may listen to everything");
        return outcomes;
    }

    static List<Outcome> forAnother(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        acl(facts, "write", outcomes, "may publish for every device");
        return outcomes;
    }

    /// `topic [read|write|readwrite|deny] FILTER`, `user NAME`, `pattern ...`.
    private static void acl(SourceFacts facts, String access, List<Outcome> outcomes, String said) {
        for (Settings file : files(facts, Kind.MOSQUITTO_ACL)) {
            String who = "anonymous clients";
            boolean wide = false;
            for (Statement each : file.statements()) {
                if (each.name().equals("user")) {
                    who = "user " + each.value();
                }
                String[] words = each.value().split("\\s+", 2);
                boolean named = words[0].matches("read|write|readwrite|deny");
                String filter = named && words.length > 1 ? words[1] : each.value();
                String right = named ? words[0] : "readwrite";
                boolean rule = each.name().equals("topic") || each.name().equals("pattern");
                if (rule && right.contains(access) && isEverything(filter)) {
                    wide = true;
                    String subject = each.name().equals("pattern") ? "every user" : who;
                    outcomes.add(
                            new Outcome(
                                    Verdict.FAIL,
                                    file.name() + " (" + subject + ")",
                                    subject + " " + said + ": " + each.name() + " " + each.value(),
                                    file.at(each.line())));
                }
            }
            if (!wide && !file.statements().isEmpty()) {
                outcomes.add(
                        new Outcome(
                                Verdict.PASS,
                                file.name(),
                                "no rule is for everything",
                                file.at(file.statements().getFirst().line())));
            }
        }
    }

    private static boolean isEverything(String filter) {
        return filter.equals("#") || filter.equals("+/#") || filter.equals("$SYS/#");
    }

    static List<Outcome> passwordsOnly(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) -> {
                    if (listener.isTls()) {
                        boolean demands = listener.demandsCertificate();
                        outcomes.add(
                                new Outcome(
                                        demands ? Verdict.PASS : Verdict.INFO,
                                        listener.name(),
                                        demands
                                                ? "demands a client certificate"
                                                : "takes passwords; a device's password can be copied",
                                        at(listener, "require_certificate")));
                    }
                });
    }

    static List<Outcome> freeClientIds(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) -> {
                    boolean bound =
                            listener.is("use_username_as_clientid", "true")
                                    || listener.own("clientid_prefixes").isPresent();
                    outcomes.add(
                            new Outcome(
                                    bound ? Verdict.PASS : Verdict.WARN,
                                    listener.name(),
                                    bound
                                            ? "binds the client id to the user"
                                            : "takes any client id, so one client can push another out: no use_username_as_clientid",
                                    at(listener)));
                });
    }

    static List<Outcome> oldTls(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) ->
                        listener.own("tls_version")
                                .ifPresent(each -> {
                                    boolean old =
                                            each.value().equals("tlsv1")
                                                    || each.value().equals("tlsv1.1");
                                    outcomes.add(
                                            new Outcome(
                                                    old ? Verdict.FAIL : Verdict.PASS,
                                                    listener.name(),
                                                    "tls_version " + each.value(),
                                                    listener.file().at(each.line())));
                                }));
    }

    /// Of key files the reader of the folder has noted who may read them.
    static List<Outcome> keyFiles(SourceFacts facts) {
        return each(
                facts,
                (listener, outcomes) -> {
                    Consumer<Statement> judge =
                            mode -> {
                                boolean others = mode.value().charAt(OTHERS_READ) == 'r';
                                outcomes.add(
                                        new Outcome(
                                                others ? Verdict.FAIL : Verdict.PASS,
                                                listener.name(),
                                                others
                                                        ? "everybody on the computer may read the key file: "
                                                                + mode.value()
                                                        : "only its owner and group may read the key file: "
                                                                + mode.value(),
                                                listener.file().at(mode.line())));
                            };
                    listener.own("keyfile mode").ifPresent(judge);
                });
    }

    private static Evidence at(MosquittoListener listener) {
        return listener.file().at(listener.line());
    }

    private static Evidence at(MosquittoListener listener, String setting) {
        return listener.file()
                .at(listener.setting(setting).map(Statement::line).orElse(listener.line()));
    }
}
