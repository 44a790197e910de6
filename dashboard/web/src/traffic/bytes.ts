// SPDX-License-Identifier: MIT
// The bytes of a frame in rows of sixteen, and to which part each belongs.
import type { FrameTree } from './model';

const ROW_BYTES = 16;

/// Bytes that are drawn; more are counted.
export const DRAWN_MAX = 4096;

/// Neighbours that belong to the same part.
export interface Span {
  /// Number of the part, or -1.
  readonly part: number;
  readonly hex: string;
  readonly text: string;
}

export interface ByteRow {
  readonly offset: string;
  readonly spans: readonly Span[];
}

/// For each byte the innermost part that has it: the last one, since units stand behind the frame.
export function owners(tree: FrameTree): readonly number[] {
  const owner = new Array<number>(Math.min(tree.hex.length / 2, DRAWN_MAX)).fill(-1);
  tree.parts.forEach((part, i) => {
    for (const range of part.where) {
      if (range.frame === tree.frame) {
        owner.fill(i, range.offset, Math.min(range.offset + range.length, owner.length));
      }
    }
  });
  return owner;
}

export function byteRows(tree: FrameTree): readonly ByteRow[] {
  const owner = owners(tree);
  const rows: ByteRow[] = [];
  for (let at = 0; at < owner.length; at += ROW_BYTES) {
    const spans: { part: number; hex: string; text: string }[] = [];
    for (let i = at; i < Math.min(at + ROW_BYTES, owner.length); i++) {
      const hex = tree.hex.slice(2 * i, 2 * i + 2);
      const code = Number.parseInt(hex, 16);
      const text = code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
      const last = spans.at(-1);
      if (last && last.part === owner[i]) {
        last.hex += ` ${hex}`;
        last.text += text;
      } else {
        spans.push({ part: owner[i]!, hex, text });
      }
    }
    rows.push({ offset: at.toString(16).padStart(4, '0'), spans });
  }
  return rows;
}
