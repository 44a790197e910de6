// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void whatWasAcknowledgedAndDidNotComeIsLost() {
        var numbers = new Numbers();
        for (int i = 0; i < 3; i++) {
            numbers.acknowledged(numbers.next());
        }
        assertThat(numbers.received(0)).isTrue();
        assertThat(numbers.received(2)).isTrue();
        assertThat(numbers.lost()).isEqualTo(1);
        assertThat(numbers.received(1)).isTrue();
        assertThat(numbers.lost()).isZero();
    }

    @Test
    void whatComesTwiceOrWasNeverSentIsNoReceipt() {
        var numbers = new Numbers();
        numbers.acknowledged(numbers.next());
        assertThat(numbers.received(0)).isTrue();
        assertThat(numbers.received(0)).isFalse();
        assertThat(numbers.received(1)).isFalse();
    }

    @Test
    void whatWasNotAcknowledgedMayComeOrNot() {
        var numbers = new Numbers();
        numbers.ended(numbers.next());
        numbers.ended(numbers.next());
        assertThat(numbers.received(1)).isTrue();
        assertThat(numbers.lost()).isZero();
    }

    @Test
    void aLostOneStaysLostWhenManyMoreCame() {
        var numbers = new Numbers();
        numbers.acknowledged(numbers.next());
        for (int i = 1; i < 3 * Numbers.WINDOW; i++) {
            long number = numbers.next();
            numbers.acknowledged(number);
            assertThat(numbers.received(number)).isTrue();
        }
        assertThat(numbers.lost()).isEqualTo(1);
        assertThat(numbers.received(Numbers.WINDOW)).isFalse();
    }

    @Test
    void everyOrderOfAcknowledgementAndReceiptComesToTheSame() {
        var random = new Random(7);
        var numbers = new Numbers();
        long lost = 0;
        for (int i = 0; i < 3_000; i++) {
            long number = numbers.next();
            boolean comes = random.nextInt(100) > 0;
            if (comes && random.nextBoolean()) {
                assertThat(numbers.received(number)).isTrue();
                numbers.acknowledged(number);
            } else {
                numbers.acknowledged(number);
                lost += comes && numbers.received(number) ? 0 : 1;
            }
        }
        assertThat(lost).isPositive();
        assertThat(numbers.lost()).isEqualTo(lost);
    }
}
