// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;

/// Who may come to a lab's broker, and what it may do there.
///
/// @param name empty for clients without credentials
/// @param kind `board`, `client`, or `anybody` for clients without credentials
/// @param publish topic filters; on each side only what lies below the side's site, unless the trap
///   is on
/// @param subscribe topic filters
public record IdentityView(String name, String kind, List<String> publish, List<String> subscribe) {
    public IdentityView {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }
}
