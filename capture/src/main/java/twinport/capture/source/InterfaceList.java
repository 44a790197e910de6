// SPDX-License-Identifier: MIT
package twinport.capture.source;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The interfaces of this machine. Listing them needs no rights.
public final class InterfaceList {
    private static final int MOST = 4_096;

    /// `struct pcap_if`: next, name, description, addresses, and flags.
    private static final int ENTRY_BYTES = 40;

    private static final long NAME = 8;
    private static final long DESCRIPTION = 16;

    private InterfaceList() {}

    /// @param description as libpcap gives it; often empty
    public record Interface(String name, String description, List<String> addresses) {
        public Interface {
            addresses = List.copyOf(addresses);
        }
    }

    /// As libpcap lists them; without it, as Java does, which lacks `any`.
    public static List<Interface> read() throws SocketException {
        List<Interface> found = LibPcap.load().map(InterfaceList::ofLibrary).orElse(List.of());
        return found.isEmpty() ? ofJava() : found;
    }

    @SuppressWarnings("restricted") // pointers of C
    private static List<Interface> ofLibrary(LibPcap library) {
        List<Interface> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(ADDRESS);
            MemorySegment error = arena.allocate(LibPcap.ERROR_BYTES);
            if (library.with(library.findAll(), list, error) != 0) {
                return List.of();
            }
            MemorySegment first = list.get(ADDRESS, 0);
            MemorySegment entry = first;
            while (entry.address() != 0 && found.size() < MOST) {
                MemorySegment fields = entry.reinterpret(ENTRY_BYTES);
                String name = LibPcap.text(fields.get(ADDRESS, NAME));
                String text = LibPcap.text(fields.get(ADDRESS, DESCRIPTION));
                found.add(new Interface(name, text, addresses(name)));
                entry = fields.get(ADDRESS, 0);
            }
            library.free(library.freeAll(), first);
        }
        return found;
    }

    private static List<Interface> ofJava() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .limit(MOST)
                .map(one -> new Interface(one.getName(), "", addresses(one)))
                .toList();
    }

    private static List<String> addresses(String name) {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(name))
                    .map(InterfaceList::addresses)
                    .orElse(List.of());
        } catch (SocketException _) {
            return List.of();
        }
    }

    private static List<String> addresses(NetworkInterface one) {
        return one.inetAddresses().map(InetAddress::getHostAddress).toList();
    }
}
