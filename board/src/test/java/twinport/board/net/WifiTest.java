// SPDX-License-Identifier: MIT
package twinport.board.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import twinport.board.net.Wifi.Event;
import twinport.board.net.Wifi.Status;

/// The station's life on a timer that the test moves.
final class WifiTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final Wifi wifi = new Wifi(nanos::get);

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<Event> events() {
        List<Event> all = new ArrayList<>();
        for (var next = wifi.next(); next.isPresent(); next = wifi.next()) {
            all.add(next.get());
        }
        return all;
    }

    @Test
    void joiningTakesItsTimeAndIsTold() {
        assertThat(wifi.status()).isEqualTo(Status.IDLE);
        wifi.join("Home", "secret");
        assertThat(wifi.status()).isEqualTo(Status.CONNECTING);
        assertThat(wifi.rssi()).isZero();
        after(Wifi.JOINING);
        assertThat(wifi.joined()).isTrue();
        assertThat(wifi.rssi()).isNegative();
        assertThat(events()).containsExactly(new Event.Joined("Home"), new Event.GotAddress());
        wifi.join("Home", "secret");
        assertThat(wifi.joined()).as("the same network again").isTrue();
        wifi.leave();
        assertThat(wifi.status()).isEqualTo(Status.IDLE);
        assertThat(events()).containsExactly(new Event.Left(Wifi.REASON_LEFT));
    }

    @Test
    void aNetworkThatGoesAwayIsLostAndFoundAgain() {
        List<Event> seen = new ArrayList<>();
        Runnable ending = wifi.listen(seen::add);
        wifi.join("Home", "");
        after(Wifi.JOINING);
        assertThat(wifi.joined()).isTrue();
        seen.clear();
        wifi.air(Wifi.Air.GONE);
        assertThat(wifi.status()).isEqualTo(Status.CONNECTION_LOST);
        assertThat(wifi.reason()).isEqualTo(Wifi.REASON_BEACON_TIMEOUT);
        after(Wifi.RETRY);
        assertThat(wifi.status()).isEqualTo(Status.NO_AP_FOUND);
        assertThat(wifi.scan()).isEmpty();
        wifi.air(Wifi.Air.GOOD);
        after(Wifi.JOINING);
        assertThat(wifi.joined()).isTrue();
        assertThat(wifi.reason()).isZero();
        assertThat(seen)
                .containsExactly(
                        new Event.Left(Wifi.REASON_BEACON_TIMEOUT),
                        new Event.Left(Wifi.REASON_NO_AP_FOUND),
                        new Event.Joined("Home"),
                        new Event.GotAddress());
        ending.run();
    }

    @Test
    void aRefusedPasswordIsTriedAgainOnlyWhenWanted() {
        wifi.air(Wifi.Air.REFUSING);
        wifi.join("Home", "wrong");
        wifi.rejoin(false);
        after(Wifi.JOINING);
        assertThat(wifi.status()).isEqualTo(Status.WRONG_PASSWORD);
        assertThat(wifi.reason()).isEqualTo(Wifi.REASON_AUTH_FAIL);
        wifi.air(Wifi.Air.GOOD);
        after(Wifi.RETRY);
        assertThat(wifi.status()).isEqualTo(Status.WRONG_PASSWORD);
        wifi.join("Home", "right");
        after(Wifi.JOINING);
        assertThat(wifi.joined()).isTrue();
        assertThat(wifi.ssid()).isEqualTo(Optional.of("Home"));
        assertThat(wifi.scan()).extracting(Wifi.AccessPoint::open).containsExactly(true, false);
    }

    @Test
    void eventsThatNobodyTakesAreBounded() {
        wifi.air(Wifi.Air.GONE);
        wifi.join("Home", "");
        for (int i = 0; i < 2 * Wifi.MAX_EVENTS; i++) {
            after(Wifi.RETRY);
            assertThat(wifi.status()).isEqualTo(Status.NO_AP_FOUND);
        }
        assertThat(events()).hasSize(Wifi.MAX_EVENTS);
        wifi.off();
        assertThat(wifi.status()).isEqualTo(Status.IDLE);
    }
}
