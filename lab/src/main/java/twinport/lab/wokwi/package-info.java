// SPDX-License-Identifier: MIT
/// Projects that bring no lab file: Wokwi's diagrams, Arduino and PlatformIO folders, MicroPython
/// programs. Each becomes boards of a lab.
@org.jspecify.annotations.NullMarked
package twinport.lab.wokwi;
