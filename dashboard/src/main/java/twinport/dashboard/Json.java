// SPDX-License-Identifier: MIT
package twinport.dashboard;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Records to JSON and back; times are ISO 8601, unknown and doubled keys are errors.
final class Json {
    private final JsonMapper mapper =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    <T> T read(byte[] body, Class<T> type) throws BadRequest {
        try {
            T value = mapper.readValue(body, type);
            if (value == null) {
                throw new BadRequest(400, "the body is null; a JSON object is needed");
            }
            return value;
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where =
                    at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new BadRequest(400, "the body at " + where + ": " + e.getOriginalMessage());
        }
    }
}
