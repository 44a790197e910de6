// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void quartilesLieBetweenTheValues() {
        assertThat(Spread.of(List.of(4, 1, 3, 2))).contains(new Spread(4, 1, 1.75, 2.5, 3.25, 4));
    }

    @Test
    void oneValueIsAllOfThem() {
        assertThat(Spread.of(List.of(7.5))).contains(new Spread(1, 7.5, 7.5, 7.5, 7.5, 7.5));
    }

    @Test
    void withoutValuesThereIsNone() {
        assertThat(Spread.of(List.<Integer>of())).isEmpty();
    }
}
