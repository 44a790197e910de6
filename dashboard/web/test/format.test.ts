// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { bytes, celsius, epochMillis, millis, percent, plural, short, visible } from '../src/format';

test('every number has its unit', () => {
  expect(bytes(999)).toBe('999\u00a0B');
  expect(bytes(12_345)).toBe('12.3\u00a0kB');
  expect(bytes(2_000_000)).toBe('2.0\u00a0MB');
  expect(celsius(-0.25)).toMatch(/^-0\.[23]\u00a0°C$/);
  expect(percent(45.8)).toBe('45.8\u00a0%');
  expect(millis(12.34)).toBe('12.3\u00a0ms');
  expect(plural(1, 'frame', 'frames')).toBe('1\u00a0frame');
  expect(plural(1200, 'frame', 'frames')).toBe('1,200\u00a0frames');
});

test('nine digits of a second are read as three', () => {
  expect(epochMillis('2026-01-01T00:00:00.123456789Z')).toBe(epochMillis('2026-01-01T00:00:00.123Z'));
  expect(epochMillis('2026-01-01T00:00:01Z')).toBe(Date.UTC(2026, 0, 1, 0, 0, 1));
});

test('what cannot be seen is made visible', () => {
  expect(visible('a\u0000\u001b[0m\u007f')).toBe('a␀␛[0m␡');
  expect(visible('\u202egnp.exe')).toBe('⟨U+202E⟩gnp.exe');
  expect(visible('zero\u200bwidth\ufeff')).toBe('zero⟨U+200B⟩width⟨U+FEFF⟩');
  expect(visible('مرحبا 😀 <b>')).toBe('مرحبا 😀 <b>');
});

test('serial text keeps its lines', () => {
  expect(visible('a\r\n\tb', true)).toBe('a\n\tb');
  expect(visible('a\nb')).toBe('a␊b');
});

test('long text is cut', () => {
  expect(short('abcdef', 3)).toBe('abc…');
  expect(short('abc', 3)).toBe('abc');
});
