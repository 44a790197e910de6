// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.List;
import twinport.wire.field.Column;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;

/// All fields: name, type, and what they are.
final class FieldList {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("field", Type.TEXT),
                    new Column("type", Type.TEXT),
                    new Column("description", Type.TEXT));

    private FieldList() {}

    static void write(RowWriter.Format format, OutputStream out) {
        RowWriter writer = RowWriter.ofColumns(format, COLUMNS, out);
        for (Field field : Fields.all()) {
            writer.startRow();
            writer.cell();
            writer.text(field.name());
            writer.cell();
            writer.text(field.type().toString());
            writer.cell();
            writer.text(field.description());
            writer.endRow();
        }
        writer.finish();
    }
}
