// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;

/// What a board is and does at one moment.
///
/// @param language `C++` or `MicroPython`
/// @param role `thermo` (measures) or `viewer` (shows); free text for other firmware
/// @param state `off`, `starting`, `running`, `stopped`, or `crashed: why`
/// @param parts what is wired to the board
/// @param celsius what its first DHT11 or DHT22 measures now, in °C
/// @param humidityPercent the same, in % relative humidity
/// @param published MQTT PUBLISH packets that the board sent, counted at its own socket before TLS
/// @param received MQTT PUBLISH packets that the board got, counted at its own socket after TLS
/// @param restarts how often it was started again after its first start
/// @param tls what its last TLS connections took, oldest first
public record BoardStatus(
        String id,
        String language,
        Transport transport,
        String site,
        String role,
        String state,
        List<PartView> parts,
        boolean led,
        double celsius,
        double humidityPercent,
        long published,
        long received,
        long commandsSent,
        long commandsAnswered,
        long restarts,
        List<TlsView> tls) {}
