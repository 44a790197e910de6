// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import twinport.board.micropython.vm.MicroPythonVm;

final class VmImageTest {
    @Test
    void anotherBinaryIsRefused() throws IOException {
        byte[] meta;
        try (InputStream in =
                Objects.requireNonNull(
                        MicroPythonVm.class.getResourceAsStream("MicroPythonVm.meta"))) {
            meta = in.readAllBytes();
        }
        assertThat(VmImage.check(meta).importSection().importCount()).isEqualTo(60);
        meta[meta.length - 1] ^= 1;
        assertThatThrownBy(() -> VmImage.check(meta))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected " + VmImage.META_SHA256);
    }
}
