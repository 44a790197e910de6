// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import twinport.lab.LabEvent;

final class ViewerTest {
    private static final Viewer.Delivery ONE =
            new Viewer.Delivery(
                    new LabEvent.Refused(Instant.EPOCH, "someone", "why"), new byte[] {1});

    @Test
    void aFullQueueIsThrownAwayAndCounted() throws InterruptedException {
        var viewer = new Viewer();
        for (int i = 0; i < Viewer.WAITING_MAX + 10; i++) {
            viewer.offer(ONE);
        }

        Viewer.Batch batch = viewer.take(0);

        assertThat(batch.skipped()).isEqualTo(Viewer.WAITING_MAX + 10);
        assertThat(batch.deliveries()).isEmpty();
    }

    @Test
    void afterSkippingTheNextEventsComeAgain() throws InterruptedException {
        var viewer = new Viewer();
        for (int i = 0; i <= Viewer.WAITING_MAX; i++) {
            viewer.offer(ONE);
        }
        viewer.take(0);
        viewer.offer(ONE);

        assertThat(viewer.take(0).deliveries()).containsExactly(ONE);
    }

    @Test
    void aClosedViewerWaitsForNothing() throws InterruptedException {
        var viewer = new Viewer();
        viewer.close();
        viewer.offer(ONE);

        assertThat(viewer.take(Long.MAX_VALUE).deliveries()).isEmpty();
        assertThat(viewer.isClosed()).isTrue();
    }
}
