// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;

/// A DS18B20 thermometer on a 1-Wire line, slot by slot (Maxim DS18B20 data sheet, 19-7487): its
/// ROM commands, its function commands ("DS18B20 Function Commands"), its scratchpad ("Memory") and
/// the time a conversion takes ("Thermometer Resolution Configuration"). Its address is made from
/// its id, with the family code 28h. Powered, not parasitic.
public final class Ds18b20 extends Part implements OneWireDevice {
    private static final int FAMILY = 0x28;
    private static final int ROM_BITS = 64;
    private static final int BYTE_BITS = 8;
    private static final int POWER_ON_RAW = 85 * 16;
    private static final int CONFIG_AT = 4;
    private static final int CRC_AT = 8;
    private static final long SLOWEST_CONVERSION_NANOS = 750_000_000;

    private static final int SEARCH_ROM = 0xF0;
    private static final int READ_ROM = 0x33;
    private static final int MATCH_ROM = 0x55;
    private static final int SKIP_ROM = 0xCC;
    private static final int ALARM_SEARCH = 0xEC;
    private static final int CONVERT = 0x44;
    private static final int WRITE_SCRATCHPAD = 0x4E;
    private static final int READ_SCRATCHPAD = 0xBE;
    private static final int COPY_SCRATCHPAD = 0x48;
    private static final int RECALL = 0xB8;
    private static final int READ_POWER = 0xB4;

    private enum Phase {
        /// Not addressed: waits for a reset.
        DESELECTED,
        ROM_COMMAND,
        MATCH,
        SEARCH,
        FUNCTION_COMMAND,
        WRITE,
        /// Sends [#out], then ones.
        SEND,
        /// Answers with zeros until the conversion has ended.
        CONVERTING
    }

    private final LongSupplier nanos;
    private final byte[] rom;
    private final byte[] scratchpad = {0, 0, 0x4B, 0x46, 0x7F, (byte) 0xFF, 0x0C, 0x10, 0};
    private final byte[] memory = {0x4B, 0x46, 0x7F};
    private double celsius;
    private Phase phase = Phase.DESELECTED;
    private int bits;
    private int bitCount;
    private int searchStep;
    private byte[] out = {};
    private boolean converting;
    private long convertedAt;

    Ds18b20(Placement placement, LongSupplier nanos) {
        super(placement);
        this.nanos = nanos;
        celsius = placement.number("temperature");
        rom = address(placement.id());
        temperature(POWER_ON_RAW);
    }

    /// Its 64-bit address, family code first, check sum last.
    public byte[] address() {
        return rom.clone();
    }

    @Override
    public synchronized PartState.Temperature state() {
        return new PartState.Temperature(celsius);
    }

    @Override
    public synchronized double get(String control) {
        return control.equals("temperature") ? celsius : super.get(control);
    }

    @Override
    void turn(String control, double value) {
        synchronized (this) {
            celsius = value;
        }
        changed();
    }

    @Override
    public synchronized void reset() {
        finishConversion();
        expect(Phase.ROM_COMMAND);
    }

    @Override
    public synchronized boolean give() {
        finishConversion();
        return switch (phase) {
            case SEARCH -> search();
            case SEND -> send();
            case CONVERTING -> !converting;
            case DESELECTED, ROM_COMMAND, MATCH, FUNCTION_COMMAND, WRITE -> true;
        };
    }

    @Override
    public synchronized void take(boolean bit) {
        switch (phase) {
            case DESELECTED, SEND, CONVERTING -> {}
            case MATCH -> match(bit);
            case SEARCH -> chosen(bit);
            case ROM_COMMAND, FUNCTION_COMMAND, WRITE -> {
                bits |= (bit ? 1 : 0) << bitCount % BYTE_BITS;
                bitCount++;
                if (bitCount % BYTE_BITS == 0) {
                    int whole = bits;
                    bits = 0;
                    took(whole);
                }
            }
        }
    }

    private void took(int whole) {
        if (phase == Phase.ROM_COMMAND) {
            romCommand(whole);
        } else if (phase == Phase.FUNCTION_COMMAND) {
            functionCommand(whole);
        } else { // the scratchpad: TH, TL, configuration
            int at = bitCount / BYTE_BITS - 1;
            scratchpad[2 + at] = (byte) (at == 2 ? (whole & 0x60) | 0x1F : whole);
            check();
            if (at == 2) {
                expect(Phase.DESELECTED);
            }
        }
    }

    private void romCommand(int command) {
        switch (command) {
            case READ_ROM -> send(rom);
            case MATCH_ROM -> expect(Phase.MATCH);
            case SKIP_ROM -> expect(Phase.FUNCTION_COMMAND);
            case SEARCH_ROM -> expect(Phase.SEARCH);
            case ALARM_SEARCH -> expect(alarm() ? Phase.SEARCH : Phase.DESELECTED);
            default -> expect(Phase.DESELECTED);
        }
    }

    private void functionCommand(int command) {
        switch (command) {
            case CONVERT -> {
                converting = true;
                convertedAt = nanos.getAsLong() + (SLOWEST_CONVERSION_NANOS >> (3 - resolution()));
                expect(Phase.CONVERTING);
            }
            case READ_SCRATCHPAD -> send(scratchpad);
            case WRITE_SCRATCHPAD -> expect(Phase.WRITE);
            case COPY_SCRATCHPAD -> {
                System.arraycopy(scratchpad, 2, memory, 0, memory.length);
                expect(Phase.DESELECTED);
            }
            case RECALL -> {
                System.arraycopy(memory, 0, scratchpad, 2, memory.length);
                check();
                expect(Phase.DESELECTED);
            }
            case READ_POWER -> send(new byte[] {(byte) 0xFF});
            default -> expect(Phase.DESELECTED);
        }
    }

    private void match(boolean bit) {
        if (bit != romBit(bitCount)) {
            expect(Phase.DESELECTED);
        } else if (++bitCount == ROM_BITS) {
            expect(Phase.FUNCTION_COMMAND);
        }
    }

    /// "Search ROM": the bit, its complement, then the direction that the host chose.
    private boolean search() {
        boolean bit = romBit(bitCount);
        boolean given = searchStep == 0 == bit;
        searchStep = Math.min(searchStep + 1, 2);
        return given;
    }

    private void chosen(boolean bit) {
        searchStep = 0;
        if (bit != romBit(bitCount)) {
            expect(Phase.DESELECTED);
        } else if (++bitCount == ROM_BITS) {
            expect(Phase.FUNCTION_COMMAND);
        }
    }

    private boolean send() {
        if (bitCount >= out.length * BYTE_BITS) {
            return true;
        }
        boolean bit = (out[bitCount / BYTE_BITS] >> bitCount % BYTE_BITS & 1) == 1;
        bitCount++;
        return bit;
    }

    private void send(byte[] bytes) {
        expect(Phase.SEND);
        out = bytes.clone();
    }

    private void expect(Phase next) {
        phase = next;
        bits = 0;
        bitCount = 0;
        searchStep = 0;
    }

    private boolean romBit(int at) {
        return (rom[at / BYTE_BITS] >> at % BYTE_BITS & 1) == 1;
    }

    /// 0 to 3: 9 to 12 bits.
    private int resolution() {
        return scratchpad[CONFIG_AT] >> 5 & 3;
    }

    private void finishConversion() {
        if (converting && nanos.getAsLong() - convertedAt >= 0) {
            converting = false;
            int undefinedBits = 3 - resolution();
            temperature((int) Math.round(celsius * 16) >> undefinedBits << undefinedBits);
        }
    }

    private void temperature(int raw) {
        scratchpad[0] = (byte) raw;
        scratchpad[1] = (byte) (raw >> 8);
        check();
    }

    private void check() {
        scratchpad[CRC_AT] = (byte) crc(scratchpad, CRC_AT);
    }

    /// "Alarm Signaling": whole degrees against TH and TL.
    private boolean alarm() {
        int whole = (short) ((scratchpad[0] & 0xFF) | scratchpad[1] << 8) >> 4;
        return whole >= scratchpad[2] || whole <= scratchpad[3];
    }

    private static byte[] address(String id) {
        CRC32 serial = new CRC32();
        serial.update(id.getBytes(StandardCharsets.UTF_8));
        byte[] rom = new byte[ROM_BITS / BYTE_BITS];
        rom[0] = FAMILY;
        for (int i = 0; i < Integer.BYTES; i++) {
            rom[1 + i] = (byte) (serial.getValue() >> (i * BYTE_BITS));
        }
        rom[rom.length - 1] = (byte) crc(rom, rom.length - 1);
        return rom;
    }

    /// "CRC Generation": x^8 + x^5 + x^4 + 1, lowest bit first.
    static int crc(byte[] bytes, int count) {
        int crc = 0;
        for (byte each : Arrays.copyOf(bytes, count)) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < BYTE_BITS; bit++) {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0x8C : crc >> 1;
            }
        }
        return crc;
    }
}
