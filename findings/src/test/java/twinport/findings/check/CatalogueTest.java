// SPDX-License-Identifier: MIT
package twinport.findings.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private final Catalogue catalogue = Catalogue.read();

    @Test
    void everyCheckHasItsOwnIdAndASource() {
        assertThat(catalogue.checks()).hasSizeGreaterThan(70);
        assertThat(catalogue.checks()).extracting(Check::id).doesNotHaveDuplicates();
        assertThat(catalogue.checks())
                .allSatisfy(check -> assertThat(check.sources()).isNotEmpty());
    }

    @Test
    void aTextThatLacksALineIsRefusedWithFileAndCheck() {
        assertThatThrownBy(() -> CatalogueText.checks("PLN.md", "# PLN-01 Clear\n- observed: x\n"))
                .hasMessage("PLN.md: PLN-01 has no line \"- rule:\"");
    }

    @Test
    void everyCheckSaysWhatIsWrongWhyItMattersAndWhatToDo() {
        for (Check check : Catalogue.read().checks()) {
            assertThat(check.title()).describedAs(check.id()).isNotEqualTo(check.observed());
            assertThat(check.why()).describedAs(check.id()).hasSizeGreaterThan(40);
            assertThat(check.remedies()).describedAs(check.id()).isNotEmpty();
        }
    }
}
