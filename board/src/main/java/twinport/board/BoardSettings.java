// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;

/// What makes one board differ from another, beside its firmware.
///
/// @param id its name in the lab; letters, digits, `-`, `_` and `.`
/// @param mac the address of its Wi-Fi interface; the chip's unique id as well
/// @param memoryBytes the most memory that its machine may take; more is a crash
/// @param flashBytes the most that its files may take
/// @param celsius where the DHT22 starts
/// @param humidityPercent where the DHT22 starts
/// @param sensorPin the GPIO that the DHT22's data line is on
/// @param bootTime how long a restart takes (ROM and boot loader of the real chip)
/// @param stopTime the longest that switching off may take
public record BoardSettings(
        String id,
        MacAddress mac,
        int memoryBytes,
        int flashBytes,
        double celsius,
        double humidityPercent,
        int sensorPin,
        Duration bootTime,
        Duration stopTime) {
    /// Memory of a board when nothing else is said: 64 pages of WebAssembly memory.
    public static final int DEFAULT_MEMORY_BYTES = 4 << 20;

    /// Where the examples of the ESP32 world wire a DHT22.
    public static final int DEFAULT_SENSOR_PIN = 15;

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
                23.5,
                45.8,
                DEFAULT_SENSOR_PIN,
                Duration.ofMillis(300),
                Duration.ofSeconds(3));
    }

    /// The same board in another climate.
    public BoardSettings withClimate(double newCelsius, double newHumidityPercent) {
        return new BoardSettings(
                id,
                mac,
                memoryBytes,
                flashBytes,
                newCelsius,
                newHumidityPercent,
                sensorPin,
                bootTime,
                stopTime);
    }

    /// The same board with another memory limit.
    public BoardSettings withMemoryBytes(int newMemoryBytes) {
        return new BoardSettings(
                id,
                mac,
                newMemoryBytes,
                flashBytes,
                celsius,
                humidityPercent,
                sensorPin,
                bootTime,
                stopTime);
    }

    /// The same board with another time for a restart.
    public BoardSettings withBootTime(Duration newBootTime) {
        return new BoardSettings(
                id,
                mac,
                memoryBytes,
                flashBytes,
                celsius,
                humidityPercent,
                sensorPin,
                newBootTime,
                stopTime);
    }
}
