// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.Dialogue;
import twinport.wire.Packets;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.PacketType;
import twinport.wire.tls.SecretLog;

/// Frames of a [Dialogue] are one second apart, so latencies are whole seconds.
class ExchangesTest {
    private static final long SECOND = 1_000_000_000L;

    // CONNECT 3.1.1 "id" keep alive 60 s; 5.0 the same with receive maximum 1
    private static final String CONNECT = "10 0e 0004 4d515454 04 02 003c 0002 6964";
    private static final String CONNECT_5 = "10 12 0004 4d515454 05 02 003c 03 21 0001 0002 6964";

    private final List<Exchange> told = new ArrayList<>();
    private final Exchanges exchanges = new Exchanges(told::add);

    private void feed(Dialogue dialogue) {
        dialogue.read().forEach(exchanges::accept);
        exchanges.end();
    }

    private <E extends Exchange> List<E> only(Class<E> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Exchange.Delivery delivery() {
        assertThat(only(Exchange.Delivery.class)).hasSize(1);
        return only(Exchange.Delivery.class).getFirst();
    }

    @Test
    void aQos1MessageIsCompleteWithItsPuback() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 00 00")
                        .client("32 07 0001 61 0007 6869")
                        .server("40 02 0007"));

        Exchange.Delivery delivery = delivery();
        assertThat(delivery.state()).isEqualTo(Exchange.State.COMPLETE);
        assertThat(delivery.missing()).isNull();
        assertThat(delivery.topic()).isEqualTo("a");
        assertThat(delivery.packetId()).isEqualTo(7);
        assertThat(delivery.payloadBytes()).isEqualTo(2);
        assertThat(delivery.latencyNanos()).isEqualTo(SECOND);
        assertThat(delivery.direction()).isEqualTo(Direction.FROM_CLIENT);
        assertThat(only(Exchange.Unexpected.class)).isEmpty();
    }

    @Test
    void aQos2MessageGoesThroughAllItsStates() {
        String publish = "34 07 0001 61 0007 6869";
        Dialogue begun = Dialogue.fromStart().client(CONNECT).server("20 02 00 00").server(publish);
        feed(begun.client("50 02 0007").server("62 02 0007").client("70 02 0007"));

        assertThat(delivery().state()).isEqualTo(Exchange.State.COMPLETE);
        assertThat(delivery().latencyNanos()).isEqualTo(3 * SECOND);
        assertThat(delivery().direction()).isEqualTo(Direction.FROM_SERVER);
    }

    @Test
    void whatIsNotAcknowledgedTellsHowFarItCameAndWhy() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 00 00")
                        .client("34 07 0001 61 0001 6869")
                        .client("34 07 0001 62 0002 6869")
                        .server("50 02 0002")
                        .client("34 07 0001 63 0003 6869")
                        .server("50 02 0003")
                        .client("62 02 0003")
                        .finish());

        assertThat(only(Exchange.Delivery.class))
                .extracting(Exchange.Delivery::state)
                .containsExactly(
                        Exchange.State.PUBLISHED, Exchange.State.RECEIVED, Exchange.State.RELEASED);
        assertThat(only(Exchange.Delivery.class))
                .extracting(Exchange.Delivery::missing)
                .containsOnly(Exchange.Missing.CONVERSATION_CLOSED);
        assertThat(delivery(0).latencyNanos()).isEqualTo(-1);
    }

    private Exchange.Delivery delivery(int index) {
        return only(Exchange.Delivery.class).get(index);
    }

    @Test
    void theEndOfTheCaptureIsNoEndOfTheConversation() {
        feed(Dialogue.fromStart().client(CONNECT).client("32 07 0001 61 0007 6869"));

        assertThat(delivery().missing()).isEqualTo(Exchange.Missing.CAPTURE_ENDED);
    }

    @Test
    void anAnswerThatMayLieInAGapIsNotCalledMissingByTheConversation() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 00 00")
                        .server("32 07 0001 61 0007 6869")
                        .clientLoses(4)
                        .client("c0 00")
                        .finish());

        assertThat(delivery().missing()).isEqualTo(Exchange.Missing.GAP);
    }

    @Test
    void duplicatesAreCountedWithAndWithoutTheirFlagAndTheirAcknowledgementsExpected() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 00 00")
                        .client("32 07 0001 61 0007 6869")
                        .client("3a 07 0001 61 0007 6869")
                        .client("32 07 0001 61 0007 6869")
                        .server("40 02 0007")
                        .server("40 02 0007")
                        .server("40 02 0007")
                        .server("40 02 0007"));

        assertThat(delivery().duplicates()).isEqualTo(2);
        assertThat(only(Exchange.Unexpected.class))
                .singleElement()
                .returns(Exchange.Why.ALREADY_COMPLETE, Exchange.Unexpected::why);
    }

    @Test
    void aPacketIdentifierUsedForAnotherMessageTooEarlyIsTold() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .client("32 07 0001 61 0007 6869")
                        .client("32 07 0001 62 0007 6869")
                        .server("20 02 00 00")
                        .server("40 02 0007"));

        assertThat(delivery(0).missing()).isEqualTo(Exchange.Missing.IDENTIFIER_REUSED);
        assertThat(delivery(1).state()).isEqualTo(Exchange.State.COMPLETE);
        assertThat(delivery(1).topic()).isEqualTo("b");
    }

    @Test
    void anAcknowledgementOfNothingIsUnexpectedAndCertainOnlyWhenAllWasSeen() {
        Dialogue all = Dialogue.fromStart().client(CONNECT).server("20 02 00 00");
        feed(all.server("40 02 0009").client("34 07 0001 61 0001 6869").server("40 02 0001"));

        assertThat(only(Exchange.Unexpected.class))
                .extracting(Exchange.Unexpected::why, Exchange.Unexpected::certain)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(Exchange.Why.NEVER_SENT, true),
                        org.assertj.core.api.Assertions.tuple(Exchange.Why.WRONG_TYPE, true));
    }

    @Test
    void inASessionTakenUpAgainAnUnknownPubrelIsNotCertainlyWrong() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 01 00")
                        .client("62 02 0005")
                        .server("70 02 0005"));

        assertThat(only(Exchange.Unexpected.class)).hasSize(2).noneMatch(each -> each.certain());
    }

    @Test
    void aPubrecThatRefusesEndsTheMessage() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT_5)
                        .server("20 03 00 00 00")
                        .client("34 08 0001 61 0001 00 6869")
                        .server("50 03 0001 87")
                        .client("34 08 0001 61 0001 00 6869")
                        .server("50 03 0001 10"));

        assertThat(delivery(0).state()).isEqualTo(Exchange.State.COMPLETE);
        assertThat(Objects.requireNonNull(delivery(0).reason()).name()).isEqualTo("Not authorized");
        assertThat(delivery(1).state()).isEqualTo(Exchange.State.RECEIVED);
    }

    @Test
    void requestsAreMatchedWithTheirAnswers() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT)
                        .server("20 02 00 00")
                        .client("82 0b 0001 0001 61 00 0002 6223 01")
                        .server("90 04 0001 00 01")
                        .client("a2 05 0002 0001 61")
                        .server("b0 02 0002")
                        .client("c0 00")
                        .server("d0 00")
                        .client("c0 00"));

        assertThat(only(Exchange.Answer.class))
                .extracting(Exchange.Answer::request)
                .containsExactly(
                        PacketType.CONNECT,
                        PacketType.SUBSCRIBE,
                        PacketType.UNSUBSCRIBE,
                        PacketType.PINGREQ,
                        PacketType.PINGREQ);
        assertThat(only(Exchange.Answer.class))
                .extracting(Exchange.Answer::latencyNanos)
                .containsExactly(SECOND, SECOND, SECOND, SECOND, -1L);
        Exchange.Answer subscribed = only(Exchange.Answer.class).get(1);
        assertThat(subscribed.asked()).isEqualTo(2);
        assertThat(subscribed.reasons()).hasSize(2);
    }

    @Test
    void aPublishBeyondTheReceiveMaximumIsTold() {
        feed(
                Dialogue.fromStart()
                        .client(CONNECT_5)
                        .server("20 03 00 00 00")
                        .server("32 08 0001 61 0001 00 6869")
                        .server("32 08 0001 61 0002 00 6969")
                        .client("40 02 0001")
                        .client("40 02 0002")
                        .server("32 08 0001 61 0003 00 6869"));

        assertThat(only(Exchange.OverReceiveMaximum.class))
                .singleElement()
                .returns(2, Exchange.OverReceiveMaximum::packetId)
                .returns(1, Exchange.OverReceiveMaximum::maximum);
        assertThat(exchanges.sessions().getFirst().overReceiveMaximum()).isEqualTo(1);
    }

    @Test
    void aDeviceSilentForLongerThanItsKeepAliveAllowsIsMarked() {
        // keep alive 1 s, and frames are 1 s apart: the client is silent for 1 s, then for 2 s
        String connect = "10 0e 0004 4d515454 04 02 0001 0002 6964";
        feed(Dialogue.fromStart().client(connect).client("c0 00"));
        assertThat(exchanges.sessions().getFirst().keepAliveBroken()).isFalse();

        Exchanges second = new Exchanges(told::add);
        Dialogue.fromStart()
                .client(connect)
                .server("20 02 00 00")
                .client("c0 00")
                .read()
                .forEach(second::accept);
        assertThat(second.sessions().getFirst().keepAliveBroken()).isTrue();
        assertThat(second.sessions().getFirst().longestSilenceNanos()).isEqualTo(2 * SECOND);
    }

    // CONNECT with will topic "w", payload "gone", QoS 1, retained
    @Test
    void aSessionTellsItsWillAndHowItEnded() {
        String withWill = "10 17 0004 4d515454 04 2e 003c 0002 6964 0001 77 0004 676f6e65";
        feed(Dialogue.fromStart().client(withWill).server("20 02 00 00").finish());

        Session session = exchanges.sessions().getFirst();
        assertThat(session.clientId()).isEqualTo("id");
        assertThat(session.will()).isEqualTo(new Session.WillNotice("w", 4, 1, true));
        assertThat(session.leaving()).isEqualTo(Session.Leaving.VANISHED);
        assertThat(session.takenOverBy()).isEqualTo(-1);
    }

    @Test
    void aClientThatSaysDisconnectDidNotVanish() {
        feed(Dialogue.fromStart().client(CONNECT).server("20 02 00 00").client("e0 00").finish());

        assertThat(exchanges.sessions().getFirst().leaving())
                .isEqualTo(Session.Leaving.DISCONNECTED);
    }

    @Test
    void theSameClientIdAgainTakesOverTheConnectionThatIsOpen() {
        Dialogue first = Dialogue.fromStart().client(CONNECT).server("20 02 00 00");
        Dialogue second =
                new Dialogue(new Packets(1, 2, 40001).open()).client(CONNECT).server("20 02 00 00");
        feed(new Dialogue(first.packets().then(second.packets())));

        assertThat(exchanges.sessions())
                .extracting(Session::takenOverBy)
                .containsExactly(exchanges.sessions().get(1).conversation().id(), -1L);
    }

    @Test
    void everyMessageOfTheCorpusIsMatchedOrToldToBeOpen() {
        Captures.read(Captures.own("mqtt311-and-5-plain.pcap.gz"), new SecretLog())
                .forEach(exchanges::accept);

        assertThat(only(Exchange.Unexpected.class)).isEmpty();
        assertThat(only(Exchange.Answer.class)).allMatch(each -> each.missing() == null);
        assertThat(only(Exchange.Delivery.class))
                .isNotEmpty()
                .allMatch(each -> each.state() == Exchange.State.COMPLETE);
    }
}
