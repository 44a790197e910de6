// SPDX-License-Identifier: MIT
package twinport.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import twinport.broker.Rights.Grant;

class FleetTest {
    private static final Fleet FLEET = new Fleet(50);

    @Test
    void aDeviceWritesBelowItsOwnNameOnly() {
        Rights rights = new Rights(Map.of()).with(FLEET);
        Grant grant = rights.of("fleet-000050").orElseThrow();
        assertThat(rights.publishDenial(grant, Side.TLS, "secure/fleet/fleet-000050/dht22"))
                .isEmpty();
        assertThat(rights.publishDenial(grant, Side.TLS, "secure/fleet/fleet-000049/dht22"))
                .isPresent();
        assertThat(rights.subscribeDenial(grant, Side.TLS, "secure/fleet/+/cmd/+")).isPresent();
    }

    @Test
    void nobodyBeyondTheLastOrOfAnotherSpellingIsOfTheFleet() {
        for (String name :
                List.of("fleet-000000", "fleet-000051", "fleet-50", "fleet-0000050", "fleet-")) {
            assertThat(FLEET.grant(Side.TLS, name)).as(name).isEmpty();
        }
        assertThat(Fleet.NONE.grant(Side.TLS, "fleet-watch")).isEmpty();
    }

    @Test
    void theNamesOfOneSideAreNothingOnTheOther() {
        assertThat(FLEET.grant(Side.PLAIN, "fleet-000001")).isEmpty();
        assertThat(FLEET.grant(Side.TLS, "fleet-plain-000001")).isEmpty();
        assertThat(FLEET.grant(Side.PLAIN, "fleet-plain-watch")).isPresent();
        assertThat(new Rights(Map.of()).with(FLEET).of("fleet-plain-000001")).isEmpty();
    }

    @Test
    void aFleetHasABound() {
        assertThatThrownBy(() -> new Fleet(Fleet.MAXIMUM + 1)).hasMessageContaining("20000");
    }
}
