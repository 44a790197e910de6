// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All fields there are.
public final class Fields {
    /// Fields whose names begin so are made on demand: the rest of the name is a path in a JSON
    /// payload.
    public static final String JSON_PREFIX = "json.";

    static final Set<Unit> ALL = Collections.unmodifiableSet(EnumSet.allOf(Unit.class));

    private static final int NAME_MAX = 256;
    private static final Map<String, Field> BY_NAME = byName();

    private Fields() {}

    private static Map<String, Field> byName() {
        List<Field> all = new ArrayList<>();
        FrameFields.addTo(all);
        TlsFields.addTo(all);
        MqttFields.addTo(all);
        MqttConnectFields.addTo(all);
        MqttAnswerFields.addTo(all);
        MqttPropertyFields.addTo(all);
        OwnFields.addTo(all);
        Map<String, Field> byName = new LinkedHashMap<>();
        for (Field field : all) {
            if (byName.put(field.name(), field) != null) {
                throw new IllegalStateException("two fields " + field.name());
            }
        }
        return Collections.unmodifiableMap(byName);
    }

    /// In the order of the reference; without those made on demand.
    public static Collection<Field> all() {
        return BY_NAME.values();
    }

    /// The field of this name; empty when there is none.
    public static Optional<Field> named(String name) {
        Field field = BY_NAME.get(name);
        return field == null ? JsonFields.named(name) : Optional.of(field);
    }

    /// The name most like the one given, for those who mistyped it.
    public static String nearest(String name) {
        String wanted = shortened(name).toLowerCase(Locale.ROOT);
        return BY_NAME.keySet().stream()
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate)))
                .orElseThrow();
    }

    private static String shortened(String name) {
        return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
    }

    /// How many letters differ (Levenshtein's distance). Right letters under another prefix count
    /// as near: `topic` is `mqtt.topic`.
    private static int distance(String wanted, String candidate) {
        if (candidate.endsWith("." + wanted)) {
            return 1;
        }
        int[] row = new int[candidate.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = wanted.charAt(i - 1) == candidate.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + same);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[candidate.length()];
    }
}
