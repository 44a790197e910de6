// SPDX-License-Identifier: MIT

/// Everything a run said, kept: one writer behind a bounded queue, and what reads it again.
///
/// The store is SQLite in the data folder, or PostgreSQL by a JDBC address; both get the same SQL.
@NullMarked
package twinport.lab.history;

import org.jspecify.annotations.NullMarked;
