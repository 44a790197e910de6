// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Which handler answers which method and path. A pattern's segment `{name}` stands for any one
/// segment. A dozen routes need no index and no library.
final class Routes {
    /// Answers a call whose guard has passed.
    @FunctionalInterface
    interface Handler {
        void handle(Call call) throws Exception;
    }

    /// What a path leads to.
    sealed interface Match {}

    record Found(Handler handler, Map<String, String> parameters) implements Match {}

    /// @param allowed the methods this path has
    record WrongMethod(List<String> allowed) implements Match {}

    /// @param known every route there is, as `GET /api/lab`
    record Nothing(List<String> known) implements Match {}

    private record Route(String method, String pattern, List<String> segments, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    void add(String method, String pattern, Handler handler) {
        routes.add(new Route(method, pattern, segments(pattern), handler));
    }

    /// @param path as it came, still percent-encoded
    Match match(String method, String path) throws BadRequest {
        List<String> asked = segments(path);
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = parameters(route.segments(), asked);
            if (parameters.isPresent()) {
                if (route.method().equals(method)) {
                    return new Found(route.handler(), parameters.get());
                }
                allowed.add(route.method());
            }
        }
        if (!allowed.isEmpty()) {
            return new WrongMethod(List.copyOf(allowed));
        }
        return new Nothing(list());
    }

    /// Every route there is, as `GET /api/lab`.
    List<String> list() {
        return routes.stream().map(r -> r.method() + " " + r.pattern()).toList();
    }

    private static Optional<Map<String, String>> parameters(
            List<String> pattern, List<String> asked) throws BadRequest {
        if (pattern.size() != asked.size()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < pattern.size(); i++) {
            String segment = pattern.get(i);
            if (segment.startsWith("{")) {
                parameters.put(segment.substring(1, segment.length() - 1), decoded(asked.get(i)));
            } else if (!segment.equals(asked.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static String decoded(String segment) throws BadRequest {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "the path has a broken percent sign: " + e.getMessage());
        }
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
