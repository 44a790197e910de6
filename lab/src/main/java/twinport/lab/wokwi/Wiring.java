// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import twinport.board.part.Terminal;

/// What is connected with what in a diagram: wires join pins to nets, resistors lie between nets.
/// What stands behind a dot in a pin's name is one of several places of the same net: `GND.1`, the
/// holes of a breadboard's column, the legs of a button.
final class Wiring {
    private static final Terminal LOW = new Terminal.Low();
    private static final Terminal HIGH = new Terminal.High();

    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, List<String>> resistors = new HashMap<>();
    private final Map<String, List<Contact>> contacts = new HashMap<>();

    /// A place where a net meets a board or a rail.
    ///
    /// @param board the item's id; empty for a rail of its own
    private record Contact(String board, Terminal terminal) {}

    /// @param boards by the item's id
    Wiring(Diagram diagram, Map<String, BoardModel> boards) {
        for (Diagram.Wire wire : diagram.wires()) {
            parents.put(root(node(wire.from())), root(node(wire.to())));
        }
        Set<String> nodes = Set.copyOf(parents.keySet());
        for (Diagram.Item item : diagram.items()) {
            switch (item.type()) {
                case "wokwi-resistor" -> {
                    String one = root(item.id() + ":1");
                    String other = root(item.id() + ":2");
                    resistors.computeIfAbsent(one, _ -> new ArrayList<>()).add(other);
                    resistors.computeIfAbsent(other, _ -> new ArrayList<>()).add(one);
                }
                case "wokwi-gnd" -> meet(item.id() + ":GND", new Contact("", LOW));
                case "wokwi-vcc" -> meet(item.id() + ":VCC", new Contact("", HIGH));
                default -> {}
            }
        }
        for (String node : nodes) {
            BoardModel board = boards.get(node.substring(0, node.indexOf(':')));
            if (board != null) {
                String id = node.substring(0, node.indexOf(':'));
                board.terminal(node.substring(node.indexOf(':') + 1))
                        .ifPresent(terminal -> meet(node, new Contact(id, terminal)));
            }
        }
    }

    /// What a pin of a part is wired to, seen from one board: its GPIO, else a rail, directly; else
    /// the same through resistors; else nothing.
    Terminal at(String board, String item, String pin) {
        Set<String> seen = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(root(item + ":" + pin)));
        while (!waiting.isEmpty()) {
            List<String> level = List.copyOf(waiting);
            waiting.clear();
            Optional<Terminal> found = nearest(board, level);
            if (found.isPresent()) {
                return found.get();
            }
            for (String net : level) {
                if (seen.add(net)) {
                    waiting.addAll(resistors.getOrDefault(net, List.of()));
                }
            }
        }
        return new Terminal.Open();
    }

    /// The rail that a pull resistor leads to from a pin's net, if there is one.
    Optional<Terminal> pull(String item, String pin) {
        return resistors.getOrDefault(root(item + ":" + pin), List.of()).stream()
                .flatMap(net -> contacts.getOrDefault(net, List.of()).stream())
                .map(Contact::terminal)
                .filter(terminal -> terminal.gpio().isEmpty())
                .findFirst();
    }

    private Optional<Terminal> nearest(String board, List<String> nets) {
        List<Contact> met =
                nets.stream()
                        .flatMap(net -> contacts.getOrDefault(net, List.of()).stream())
                        .toList();
        OptionalInt gpio =
                met.stream()
                        .filter(contact -> contact.board().equals(board))
                        .flatMap(contact -> contact.terminal().gpio().stream())
                        .mapToInt(Integer::intValue)
                        .min();
        return gpio.isPresent()
                ? Optional.of(new Terminal.Gpio(gpio.getAsInt()))
                : met.stream()
                        .map(Contact::terminal)
                        .filter(terminal -> terminal.gpio().isEmpty())
                        .findFirst();
    }

    private void meet(String node, Contact contact) {
        contacts.computeIfAbsent(root(node), _ -> new ArrayList<>()).add(contact);
    }

    private static String node(String end) {
        int dot = end.indexOf('.', end.indexOf(':'));
        return dot < 0 ? end : end.substring(0, dot);
    }

    private String root(String node) {
        String at = node;
        parents.putIfAbsent(at, at);
        for (String up = parents.getOrDefault(at, at);
                !up.equals(at);
                up = parents.getOrDefault(at, at)) {
            at = up;
        }
        return at;
    }
}
