// SPDX-License-Identifier: MIT
// What is shown, as a file.

/// A field of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an
/// apostrophe before it; JSON has it as it is.
export function csvField(value: string | number | boolean): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(
  names: readonly string[],
  rows: readonly (readonly (string | number | boolean)[])[],
): string {
  return [names, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n') + '\r\n';
}

/// Gives the user a file to keep.
export function save(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/// A topic as part of a file's name.
export function fileName(topic: string): string {
  return topic.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80) || 'topic';
}
