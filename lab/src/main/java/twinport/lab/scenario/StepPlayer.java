// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.board.BoardState;
import twinport.broker.Message;
import twinport.lab.BoardStatus;
import twinport.lab.LabException;
import twinport.lab.Transport;
import twinport.lab.scenario.ScenarioReport.Outcome;

/// Plays one step after the other on a stage.
final class StepPlayer {
    private static final int SHOWN_PAYLOAD_CHARS = 200;

    private final Stage stage;
    private final Scenario scenario;
    private final Patience patience;

    StepPlayer(Stage stage, Scenario scenario, Patience patience) {
        this.stage = stage;
        this.scenario = scenario;
        this.patience = patience;
    }

    Outcome play(Step step) throws InterruptedException {
        if (!step.action().waits()) {
            stage.clock().settle();
        }
        if (!step.action().looksOn()) {
            stage.messages().mark();
        }
        try {
            return switch (step.action()) {
                case Action.Delay(var time) -> {
                    stage.clock().sleep(time);
                    yield held();
                }
                case Action.WaitSerial wait -> waitSerial(step, wait);
                case Action.WaitMqtt wait -> waitMqtt(step, wait);
                case Action.ExpectMessage expect -> expectMessage(expect);
                case Action.Publish publish -> publish(publish);
                case Action.WriteSerial(var keys) -> {
                    stage.board(board(step)).serial().type(keys);
                    yield held();
                }
                case Action.SetControl set -> parts(step, set.part()).set(set);
                case Action.ExpectPin expect -> parts(step, expect.part()).expect(expect);
                case Action.Wireless(var air) -> {
                    stage.board(board(step)).wifi().air(air);
                    yield held();
                }
                case Action.SetClock(var change) -> {
                    var time = stage.board(board(step)).time();
                    time.set(change.from(time.now()));
                    yield held();
                }
                case Action.Break(var faults) -> {
                    var parts = new PartControls(stage.board(board(step)));
                    faults.forEach(parts::breakPart);
                    yield held();
                }
                case Action.Mend(var names) ->
                        new PartControls(stage.board(board(step))).mend(names);
                case Action.ExpectNoPlaintext _ -> expectNoPlaintext(step);
                case Action.ExpectFinding(var id, var verdict) ->
                        captured(new FindingSearch(id, verdict)::read);
                case Action.SwapCertificate(var flaw) -> {
                    stage.lab().certificates().show(flaw, "scenario");
                    yield held();
                }
                case Action.Restart _ -> {
                    stage.lab().restartBoard(board(step));
                    yield held();
                }
            };
        } catch (IllegalArgumentException | IllegalStateException | LabException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Outcome.Failed("a file of the lab can't be used: " + e.getMessage());
        }
    }

    private static Outcome held() {
        return new Outcome.Held("");
    }

    /// The board a step is about; that there is one was checked before the start.
    private String board(Step step) {
        return step.board().or(scenario::board).orElseGet(() -> stage.boards().iterator().next());
    }

    /// A part's name may be that of a board.
    private PartControls parts(Step step, String part) {
        String board = stage.boards().contains(part) ? part : board(step);
        return new PartControls(stage.board(board));
    }

    private Outcome waitSerial(Step step, Action.WaitSerial wait) throws InterruptedException {
        String board = board(step);
        SerialLog log = stage.log(board);
        return patience.until(
                step,
                () -> log.found(wait.awaited()),
                () -> dark(board),
                () -> board + " did not say \"" + wait.awaited() + "\"");
    }

    /// Why nothing more is to be heard from a board.
    private Optional<String> dark(String board) {
        return switch (stage.board(board).state()) {
            case BoardState.Crashed(String reason) -> Optional.of(board + " crashed: " + reason);
            case BoardState.Off _, BoardState.Stopped _ -> Optional.of(board + " is switched off");
            default -> Optional.empty();
        };
    }

    private Outcome waitMqtt(Step step, Action.WaitMqtt wait) throws InterruptedException {
        return patience.until(
                step,
                () -> stage.messages().count(wait.match(), wait.count()),
                Optional::empty,
                () -> missing(wait.match(), wait.count()));
    }

    private String missing(MessageMatch match, int count) {
        int came = stage.messages().since(match);
        String text =
                count == 1
                        ? "no message came " + match
                        : came + " of " + count + " messages " + match;
        return text
                + stage.messages()
                        .last(match)
                        .map(last ->
                                "; the last one there was "
                                        + last.topic()
                                        + " "
                                        + shortened(last.text()))
                        .orElse("; nothing came there at all");
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_PAYLOAD_CHARS
                ? text
                : text.substring(0, SHOWN_PAYLOAD_CHARS) + "…";
    }

    private Outcome expectMessage(Action.ExpectMessage expect) {
        int came = stage.messages().since(expect.match());
        if (expect.count() == 0) {
            return came == 0
                    ? held()
                    : new Outcome.Failed(
                            came
                                    + (came == 1 ? " message " : " messages ")
                                    + expect.match()
                                    + stage.messages()
                                            .last(expect.match())
                                            .map(last ->
                                                    "; the last one: " + shortened(last.text()))
                                            .orElse(""));
        }
        return came >= expect.count()
                ? held()
                : new Outcome.Failed(missing(expect.match(), expect.count()));
    }

    private Outcome publish(Action.Publish publish) {
        var message =
                new Message(
                        publish.topic(),
                        publish.payload().getBytes(StandardCharsets.UTF_8),
                        publish.qos(),
                        publish.retain(),
                        Message.Properties.NONE,
                        Message.Sender.LAB,
                        stage.clock().instant());
        stage.lab().broker().publish(message);
        return held();
    }

    private Outcome expectNoPlaintext(Step step) throws IOException {
        Optional<String> one = step.board().or(scenario::board);
        Set<String> boards =
                one.map(Set::of)
                        .orElseGet(() ->
                                stage.lab().boards().stream()
                                        .filter(board -> board.transport() == Transport.TLS)
                                        .map(BoardStatus::id)
                                        .collect(Collectors.toSet()));
        boolean alone = stage.boards().equals(boards);
        var search = new PlaintextSearch(boards, alone, stage.messages().all());
        return captured(capture -> noPlaintext(search, search.read(capture), boards));
    }

    /// Something that looks through what was captured so far.
    private interface CaptureLook {
        Outcome at(Path capture) throws IOException;
    }

    private Outcome captured(CaptureLook look) throws IOException {
        if (stage.lab().tap().isEmpty()) {
            return new Outcome.Failed("this lab runs without a tap: nothing is captured");
        }
        Path capture = Files.createTempFile("twinport-scenario", ".pcapng");
        try {
            try (OutputStream out = Files.newOutputStream(capture)) {
                stage.lab().capture(out, false);
            }
            return look.at(capture);
        } finally {
            Files.delete(capture);
        }
    }

    private static Outcome noPlaintext(
            PlaintextSearch search, List<String> seen, Set<String> boards) {
        if (!seen.isEmpty()) {
            return new Outcome.Failed("on the wire can be read: " + String.join("; ", seen));
        }
        if (search.messages() == 0 || search.sealed() == 0) {
            return new Outcome.Failed(
                    "nothing of "
                            + String.join(", ", boards)
                            + " went over TLS yet: "
                            + search.messages()
                            + " messages, "
                            + search.sealed()
                            + " sealed records; this would prove nothing");
        }
        return new Outcome.Held(
                search.messages() + " messages in " + search.sealed() + " sealed records");
    }
}
