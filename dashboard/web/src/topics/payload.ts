// SPDX-License-Identifier: MIT
// Payloads as JSON, as text, as bytes, and what changed between two of them.

const ROW_BYTES = 16;

/// Bytes that are drawn in hexadecimal digits; more are counted.
export const HEX_BYTES_MAX = 4096;

/// A number as it is written: JavaScript's own would round what is long.
export class JsonNumber {
  constructor(readonly source: string) {}
}

export type Json =
  | null
  | boolean
  | JsonNumber
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/// Levels that are looked into.
export const LEVELS_MAX = 64;

/// @returns undefined for what is no JSON text
export function jsonOf(text: string): Json | undefined {
  const exact = (_name: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value;
  try {
    return JSON.parse(text, exact) as Json;
  } catch {
    return undefined; // no JSON, or nested deeper than the browser can
  }
}

/// Names and values of an object or array; undefined for what has no parts.
export function partsOf(json: Json | undefined): readonly (readonly [string, Json])[] | undefined {
  return json !== null && typeof json === 'object' && !(json instanceof JsonNumber)
    ? Object.entries(json as { readonly [name: string]: Json })
    : undefined;
}

/// A value without parts as JSON writes it.
export function scalar(json: Json): string {
  return json instanceof JsonNumber ? json.source : JSON.stringify(json);
}

/// A name within a path of the history: a dot or backslash has a backslash before it.
export function pathOf(parent: string, name: string): string {
  const step = name.replace(/[.\\]/g, '\\$&');
  return parent === '' ? step : `${parent}.${step}`;
}

export interface HexRow {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

export function hexRows(bytes: Uint8Array): readonly HexRow[] {
  const rows: HexRow[] = [];
  for (let at = 0; at < Math.min(bytes.length, HEX_BYTES_MAX); at += ROW_BYTES) {
    const part = [...bytes.subarray(at, Math.min(at + ROW_BYTES, HEX_BYTES_MAX))];
    rows.push({
      offset: at.toString(16).padStart(6, '0'),
      hex: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    });
  }
  return rows;
}

export interface Change {
  /// Empty where the whole payload is meant.
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/// Changes that are told; of more, so many.
export const CHANGES_MAX = 200;

/// What is other than in the value before; for JSON by path.
export function changes(before: string, after: string): readonly Change[] {
  const [was, is] = [jsonOf(before), jsonOf(after)];
  if (was === undefined || is === undefined) {
    return before === after ? [] : [{ path: '', before, after }];
  }
  const found: Change[] = [];
  compare(was, is, '', found);
  return found;
}

function compare(
  was: Json | undefined,
  is: Json | undefined,
  path: string,
  found: Change[],
  level = 0,
): void {
  if (found.length >= CHANGES_MAX || level > LEVELS_MAX) {
    return;
  }
  const [a, b] = [partsOf(was), partsOf(is)];
  if (a && b && Array.isArray(was) === Array.isArray(is)) {
    const [before, after] = [new Map(a), new Map(b)];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      compare(before.get(name), after.get(name), pathOf(path, name), found, level + 1);
    }
    return;
  }
  const [before, after] = [written(was), written(is)];
  if (before !== after) {
    found.push({ path, before, after });
  }
}

function written(json: Json | undefined): string | undefined {
  if (json === undefined) {
    return undefined;
  }
  const inner = partsOf(json);
  const kind = Array.isArray(json) ? 'a list' : 'an object';
  return inner ? `${kind} of ${inner.length}` : scalar(json);
}
