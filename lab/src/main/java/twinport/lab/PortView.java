// SPDX-License-Identifier: MIT
package twinport.lab;

/// What an eavesdropper without keys counted on one public port so far.
///
/// @param readable PUBLISH packets in clear
/// @param sealed TLS application data records
public record PortView(int port, Transport transport, long readable, long sealed) {}
