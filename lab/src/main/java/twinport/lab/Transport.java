// SPDX-License-Identifier: MIT
package twinport.lab;

/// How a board reaches the broker.
public enum Transport {
    PLAIN,
    TLS
}
