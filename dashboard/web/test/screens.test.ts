// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { characterFont, codesOf, litDots } from '../src/screens';

test('a byte of a graphic screen is eight dots below each other, the lowest bit on top', () => {
  const bits = '00'.repeat(128) + '05' + '80'.padEnd(2) + '00'.repeat(126);
  expect(litDots(bits, 128, 16)).toEqual([
    [0, 8],
    [0, 10],
    [1, 15],
  ]);
});

test('a glyph is drawn with its highest dot on the left, also under the codes 8 to 15', () => {
  const font = characterFont('10'.padEnd(16, '0'));
  expect(font[0]).toBe(1);
  expect(font[64]).toBe(1);
  expect(font[1]).toBe(0);
});

test('letters have their place in the font, and a screen that is off shows blanks', () => {
  expect(codesOf({ on: true, lines: ['Hi', '°'] })).toEqual([72, 105, 176]);
  expect(codesOf({ on: false, lines: ['Hi'] })).toEqual([32, 32]);
});
