// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import twinport.board.Chip;
import twinport.board.part.Dht;
import twinport.board.part.OneWireLine;

/// The parts on the bench, as our Python modules reach them.
final class PartCalls {
    /// What a chip's own sensor says in a room without a thermometer.
    private static final double ROOM_CELSIUS = 20;

    private static final int GRB = 3;

    private final Chip chip;

    PartCalls(Chip chip) {
        this.chip = chip;
    }

    void into(HostCalls calls) {
        calls.text("dht_frame", a -> dhtFrame(a.number(0)));
        calls.number("chip_celsius", _ -> (int) Math.round(celsius()));
        calls.text("i2c_scan", this::scan);
        calls.number(
                "i2c_write",
                a ->
                        chip.bench().i2c(a.number(0), a.number(1)).write(a.number(2), a.bytes(3))
                                ? 1
                                : 0);
        calls.number("i2c_read", this::read);
        calls.number("wire_reset", a -> wire(a).filter(OneWireLine::reset).isPresent() ? 1 : 0);
        calls.number("wire_read_bit", a -> wire(a).map(OneWireLine::readBit).orElse(true) ? 1 : 0);
        calls.deed("wire_write_bit", a -> wire(a).ifPresent(line -> line.writeBit(a.truth(1))));
        calls.number("wire_read", a -> wire(a).map(OneWireLine::read).orElse(0xFF));
        calls.deed("wire_write", a -> wire(a).ifPresent(line -> line.write(a.number(1))));
        calls.deed("pixels", this::pixels);
        calls.deed("pwm", a -> chip.pins().pwm(a.number(0), a.real(1), a.real(2)));
        calls.deed("pwm_off", a -> chip.pins().pwmOff(a.number(0)));
    }

    /// The sensor's five bytes, or nothing when it does not answer.
    private String dhtFrame(int pin) {
        return chip.bench()
                .dht(pin)
                .filter(Dht::answers)
                .map(dht -> HexFormat.of().formatHex(dht.frame()))
                .orElse("");
    }

    private double celsius() {
        return chip.bench().dht().map(Dht::celsius).orElse(ROOM_CELSIUS);
    }

    private String scan(Arguments a) {
        return chip.bench().i2c(a.number(0), a.number(1)).scan().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    /// 0 when nobody has that address.
    private int read(Arguments a) {
        Optional<byte[]> got =
                chip.bench().i2c(a.number(0), a.number(1)).read(a.number(2), a.number(4));
        got.ifPresent(bytes -> a.give(3, bytes, Math.min(bytes.length, a.number(4))));
        return got.isPresent() ? 1 : 0;
    }

    private Optional<OneWireLine> wire(Arguments a) {
        return chip.bench().oneWire(a.number(0));
    }

    /// Lights of three bytes are what the bench has; of four, the white one is left out.
    private void pixels(Arguments a) {
        byte[] sent = a.bytes(1);
        int each = Math.max(GRB, a.number(3));
        byte[] colours = new byte[sent.length / each * GRB];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = sent[i / GRB * each + i % GRB];
        }
        chip.bench().pixels(a.number(0), colours);
    }
}
