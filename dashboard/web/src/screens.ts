// SPDX-License-Identifier: MIT
// What screens show, in the forms that their drawings take.
import { fontA00 } from '@wokwi/elements/dist/esm/lcd1602-font-a00';
import type { PartState } from './model';

const COLUMNS = 128;
const ROWS = 64;
const GLYPH_ROWS = 8;

/// The dots of an SSD1306, eight rows to a byte; a screen of 32 rows fills the upper half.
export function litDots(bits: string, columns: number, rows: number): [number, number][] {
  const dots: [number, number][] = [];
  for (let page = 0; page < rows / 8; page++) {
    for (let column = 0; column < columns; column++) {
      const at = 2 * (page * columns + column);
      const byte = Number.parseInt(bits.slice(at, at + 2), 16);
      for (let bit = 0; bit < 8; bit++) {
        if ((byte >> bit) & 1) {
          dots.push([column, page * 8 + bit]);
        }
      }
    }
  }
  return dots;
}

export function pixelsOf(state: PartState): ImageData {
  const image = new ImageData(COLUMNS, ROWS);
  if (state.on ?? false) {
    for (const [x, y] of litDots(state.bits ?? '', state.columns ?? COLUMNS, state.rows ?? ROWS)) {
      image.data.set([0x9e, 0xe7, 0xff, 0xff], 4 * (y * COLUMNS + x));
    }
  }
  return image;
}

/// The characters of a text screen, line after line; blanks while it is off.
export function codesOf(state: PartState): number[] {
  const text = (state.lines ?? []).join('');
  return [...text].map((c) => ((state.on ?? false) ? (c.codePointAt(0) ?? 32) & 255 : 32));
}

/// The controller's own font, with the user's glyphs at 0 to 7 and again at 8 to 15. The lowest bit
/// of a row is its rightmost dot in ours and its leftmost in the drawing's.
export function characterFont(glyphs: string): Uint8Array {
  const font = new Uint8Array(fontA00);
  for (let row = 0; row < Math.min(glyphs.length / 2, 8 * GLYPH_ROWS); row++) {
    const bits = Number.parseInt(glyphs.slice(2 * row, 2 * row + 2), 16);
    let mirrored = 0;
    for (let dot = 0; dot < 5; dot++) {
      mirrored |= ((bits >> dot) & 1) << (4 - dot);
    }
    font[row] = mirrored;
    font[row + 8 * GLYPH_ROWS] = mirrored;
  }
  return font;
}
