// SPDX-License-Identifier: MIT
package twinport.capture.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of libpcap (pcap(3PCAP)) that a capture needs, as they are declared in
/// `pcap/pcap.h`; and poll(2).
///
/// @param create `pcap_t *pcap_create(const char *source, char *errbuf)`
/// @param setSnapLength `int pcap_set_snaplen(pcap_t *, int)`
/// @param setPromiscuous `int pcap_set_promisc(pcap_t *, int)`
/// @param setTimeout `int pcap_set_timeout(pcap_t *, int to_ms)`
/// @param setBufferSize `int pcap_set_buffer_size(pcap_t *, int)`
/// @param setPrecision `int pcap_set_tstamp_precision(pcap_t *, int)`
/// @param getPrecision `int pcap_get_tstamp_precision(pcap_t *)`
/// @param activate `int pcap_activate(pcap_t *)`
/// @param dataLink `int pcap_datalink(pcap_t *)`
/// @param compile `int pcap_compile(pcap_t *, struct bpf_program *, const char *, int optimize,
///   bpf_u_int32 netmask)`
/// @param setFilter `int pcap_setfilter(pcap_t *, struct bpf_program *)`
/// @param freeCode `void pcap_freecode(struct bpf_program *)`
/// @param setNonBlocking `int pcap_setnonblock(pcap_t *, int, char *errbuf)`
/// @param nextPacket `int pcap_next_ex(pcap_t *, struct pcap_pkthdr **, const u_char **)`
/// @param statistics `int pcap_stats(pcap_t *, struct pcap_stat *)`
/// @param errorText `char *pcap_geterr(pcap_t *)`
/// @param statusText `const char *pcap_statustostr(int)`
/// @param close `void pcap_close(pcap_t *)`
/// @param version `const char *pcap_lib_version(void)`
/// @param findAll `int pcap_findalldevs(pcap_if_t **, char *errbuf)`
/// @param freeAll `void pcap_freealldevs(pcap_if_t *)`
/// @param selectable `int pcap_get_selectable_fd(pcap_t *)`; null on Windows, which has none
/// @param poll `int poll(struct pollfd *, nfds_t, int timeout)`; null on Windows
@SuppressWarnings("restricted") // calling C is the point; the launcher allows it
record LibPcap(
        MethodHandle create,
        MethodHandle setSnapLength,
        MethodHandle setPromiscuous,
        MethodHandle setTimeout,
        MethodHandle setBufferSize,
        MethodHandle setPrecision,
        MethodHandle getPrecision,
        MethodHandle activate,
        MethodHandle dataLink,
        MethodHandle compile,
        MethodHandle setFilter,
        MethodHandle freeCode,
        MethodHandle setNonBlocking,
        MethodHandle nextPacket,
        MethodHandle statistics,
        MethodHandle errorText,
        MethodHandle statusText,
        MethodHandle close,
        MethodHandle version,
        MethodHandle findAll,
        MethodHandle freeAll,
        @Nullable MethodHandle selectable,
        @Nullable MethodHandle poll) {
    /// `PCAP_ERRBUF_SIZE`
    static final int ERROR_BYTES = 256;

    /// Debian's name, the others' name, without a version, macOS, Windows with Npcap.
    static final List<String> NAMES =
            List.of("libpcap.so.0.8", "libpcap.so.1", "libpcap.so", "libpcap.dylib", "wpcap.dll");

    private static final long LONGEST_TEXT = 4_096;

    /// The library, if this machine has it.
    static Optional<LibPcap> load() {
        return load(NAMES);
    }

    /// The first of these libraries that is there and has the functions.
    static Optional<LibPcap> load(List<String> names) {
        for (String name : names) {
            try {
                return Optional.of(bind(SymbolLookup.libraryLookup(name, Arena.global())));
            } catch (IllegalArgumentException | NoSuchElementException _) {
                // Not there, or too old: the next name.
            }
        }
        return Optional.empty();
    }

    private static LibPcap bind(SymbolLookup library) {
        var number = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        var setter = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
        var two = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        var three = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        var nothing = FunctionDescriptor.ofVoid(ADDRESS);
        return new LibPcap(
                function(library, "pcap_create", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
                function(library, "pcap_set_snaplen", setter),
                function(library, "pcap_set_promisc", setter),
                function(library, "pcap_set_timeout", setter),
                function(library, "pcap_set_buffer_size", setter),
                function(library, "pcap_set_tstamp_precision", setter),
                function(library, "pcap_get_tstamp_precision", number),
                function(library, "pcap_activate", number),
                function(library, "pcap_datalink", number),
                function(
                        library,
                        "pcap_compile",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT)),
                function(library, "pcap_setfilter", two),
                function(library, "pcap_freecode", nothing),
                function(
                        library,
                        "pcap_setnonblock",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS)),
                function(library, "pcap_next_ex", three),
                function(library, "pcap_stats", two),
                function(library, "pcap_geterr", FunctionDescriptor.of(ADDRESS, ADDRESS)),
                function(library, "pcap_statustostr", FunctionDescriptor.of(ADDRESS, JAVA_INT)),
                function(library, "pcap_close", nothing),
                function(library, "pcap_lib_version", FunctionDescriptor.of(ADDRESS)),
                function(library, "pcap_findalldevs", two),
                function(library, "pcap_freealldevs", nothing),
                optional(library, "pcap_get_selectable_fd", number),
                optional(
                        Linker.nativeLinker().defaultLookup(),
                        "poll",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)));
    }

    private static MethodHandle function(
            SymbolLookup library, String name, FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
    }

    private static @Nullable MethodHandle optional(
            SymbolLookup library, String name, FunctionDescriptor signature) {
        return library.find(name)
                .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, signature))
                .orElse(null);
    }

    /// Calls a function `int f(pcap_t *)`.
    int ask(MethodHandle function, MemorySegment pcap) {
        try {
            return (int) function.invokeExact(pcap);
        } catch (Throwable e) {
            throw new AssertionError("a function of libpcap was called wrongly", e);
        }
    }

    /// Calls a function `int f(pcap_t *, int)`.
    int set(MethodHandle function, MemorySegment pcap, int value) {
        try {
            return (int) function.invokeExact(pcap, value);
        } catch (Throwable e) {
            throw new AssertionError("a function of libpcap was called wrongly", e);
        }
    }

    /// Calls a function `int f(pointer, pointer)`.
    int with(MethodHandle function, MemorySegment first, MemorySegment second) {
        try {
            return (int) function.invokeExact(first, second);
        } catch (Throwable e) {
            throw new AssertionError("a function of libpcap was called wrongly", e);
        }
    }

    /// Calls a function `void f(pointer)`.
    void free(MethodHandle function, MemorySegment what) {
        try {
            function.invokeExact(what);
        } catch (Throwable e) {
            throw new AssertionError("a function of libpcap was called wrongly", e);
        }
    }

    MemorySegment create(MemorySegment source, MemorySegment error) {
        try {
            return (MemorySegment) create.invokeExact(source, error);
        } catch (Throwable e) {
            throw new AssertionError("pcap_create was called wrongly", e);
        }
    }

    int compile(MemorySegment pcap, MemorySegment program, MemorySegment filter) {
        try {
            return (int) compile.invokeExact(pcap, program, filter, 1, NETMASK_UNKNOWN);
        } catch (Throwable e) {
            throw new AssertionError("pcap_compile was called wrongly", e);
        }
    }

    int setNonBlocking(MemorySegment pcap, MemorySegment error) {
        try {
            return (int) setNonBlocking.invokeExact(pcap, 1, error);
        } catch (Throwable e) {
            throw new AssertionError("pcap_setnonblock was called wrongly", e);
        }
    }

    int next(MemorySegment pcap, MemorySegment header, MemorySegment data) {
        try {
            return (int) nextPacket.invokeExact(pcap, header, data);
        } catch (Throwable e) {
            throw new AssertionError("pcap_next_ex was called wrongly", e);
        }
    }

    /// Waits until one descriptor is ready; false where the system has no poll.
    boolean poll(MemorySegment descriptor, int timeoutMillis) {
        if (poll == null) {
            return false;
        }
        try {
            int _ = (int) poll.invokeExact(descriptor, 1L, timeoutMillis);
            return true;
        } catch (Throwable e) {
            throw new AssertionError("poll was called wrongly", e);
        }
    }

    String error(MemorySegment pcap) {
        try {
            return text((MemorySegment) errorText.invokeExact(pcap));
        } catch (Throwable e) {
            throw new AssertionError("pcap_geterr was called wrongly", e);
        }
    }

    String status(int code) {
        try {
            return text((MemorySegment) statusText.invokeExact(code));
        } catch (Throwable e) {
            throw new AssertionError("pcap_statustostr was called wrongly", e);
        }
    }

    /// As `libpcap version 1.10.3`, without what follows in parentheses.
    String versionText() {
        try {
            String whole = text((MemorySegment) version.invokeExact());
            int end = whole.indexOf(" (");
            return end < 0 ? whole : whole.substring(0, end);
        } catch (Throwable e) {
            throw new AssertionError("pcap_lib_version was called wrongly", e);
        }
    }

    /// A C string of the library's; empty for NULL.
    static String text(MemorySegment pointer) {
        if (pointer.address() == 0) {
            return "";
        }
        return pointer.reinterpret(LONGEST_TEXT).getString(0);
    }

    /// `PCAP_NETMASK_UNKNOWN`
    private static final int NETMASK_UNKNOWN = -1;
}
