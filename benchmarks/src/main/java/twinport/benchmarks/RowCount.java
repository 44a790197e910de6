// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.io.InputStream;

/// Counts MQTT packets in rows of tab-separated fields: one for each value, joined by commas, in
/// the column of the type.
final class RowCount implements Child.Listener {
    private static final int BUFFER = 1 << 16;

    private long packets;

    long packets() {
        return packets;
    }

    @Override
    public void read(InputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int column = 0;
        boolean empty = true;
        for (int length = out.read(buffer); length > 0; length = out.read(buffer)) {
            for (int i = 0; i < length; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    column = 0;
                } else if (b == '\t') {
                    column++;
                    empty = true;
                } else if (column == Commands.TYPE_COLUMN && (empty || b == ',')) {
                    packets++;
                    empty = false;
                }
            }
        }
    }
}
