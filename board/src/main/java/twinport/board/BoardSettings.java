// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.List;
import twinport.board.part.Bench;
import twinport.board.part.Placement;

/// What makes one board differ from another, beside its firmware.
///
/// @param id its name in the lab; letters, digits, `-`, `_` and `.`
/// @param mac the address of its Wi-Fi interface; the chip's unique id as well
/// @param memoryBytes the most memory that its machine may take; more is a crash
/// @param flashBytes the most that its files may take
/// @param parts what is wired to it
/// @param bootTime how long a restart takes (ROM and boot loader of the real chip)
/// @param stopTime the longest that switching off may take
public record BoardSettings(
        String id,
        MacAddress mac,
        int memoryBytes,
        int flashBytes,
        List<Placement> parts,
        Duration bootTime,
        Duration stopTime) {
    /// Memory of a board when nothing else is said: 64 pages of WebAssembly memory.
    public static final int DEFAULT_MEMORY_BYTES = 4 << 20;

    private static final int MAX_ID_CHARS = 64;
    private static final int MIN_MEMORY_BYTES = 1 << 20;

    public BoardSettings {
        if (!id.matches("[A-Za-z0-9._-]{1," + MAX_ID_CHARS + "}")) {
            throw new IllegalArgumentException(
                    "a board's id has 1 to %d letters, digits, '-', '_' or '.': \"%s\""
                            .formatted(MAX_ID_CHARS, id));
        }
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "board %s: %d bytes of memory are too few, at least %d"
                            .formatted(id, memoryBytes, MIN_MEMORY_BYTES));
        }
        parts = List.copyOf(parts);
        Bench.check(parts);
        if (flashBytes < 0) {
            throw new IllegalArgumentException(
                    "board %s: flash of %d bytes".formatted(id, flashBytes));
        }
    }

    /// The usual board.
    public static BoardSettings of(String id) {
        return new BoardSettings(
                id,
                MacAddress.of(id),
                DEFAULT_MEMORY_BYTES,
                Flash.DEFAULT_BYTES,
                Bench.usual(),
                Duration.ofMillis(300),
                Duration.ofSeconds(3));
    }

    /// The same board with other parts.
    public BoardSettings withParts(List<Placement> newParts) {
        return new BoardSettings(id, mac, memoryBytes, flashBytes, newParts, bootTime, stopTime);
    }

    /// The same board in another climate: what its DHT11s and DHT22s measure.
    public BoardSettings withClimate(double celsius, double humidityPercent) {
        return withParts(
                parts.stream()
                        .map(part ->
                                switch (part.type()) {
                                    case DHT11, DHT22 ->
                                            part.with("temperature", Double.toString(celsius))
                                                    .with(
                                                            "humidity",
                                                            Double.toString(humidityPercent));
                                    default -> part;
                                })
                        .toList());
    }

    /// The same board with another memory limit.
    public BoardSettings withMemoryBytes(int newMemoryBytes) {
        return new BoardSettings(id, mac, newMemoryBytes, flashBytes, parts, bootTime, stopTime);
    }

    /// The same board with another time for a restart.
    public BoardSettings withBootTime(Duration newBootTime) {
        return new BoardSettings(id, mac, memoryBytes, flashBytes, parts, newBootTime, stopTime);
    }
}
