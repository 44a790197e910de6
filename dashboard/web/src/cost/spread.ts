// SPDX-License-Identifier: MIT
// A number of things that were measured, as `64 B (64 to 92)` with how many there were.
import { html, type TemplateResult } from 'lit';
import { bytes, count, millis } from '../format';
import type { Spread } from './model';

export type Unit = 'bytes' | 'ms' | 'records' | 'turns';

function withUnit(n: number, unit: Unit): string {
  switch (unit) {
    case 'bytes':
      return bytes(n);
    case 'ms':
      return millis(n);
    case 'records':
      return `${count(n)}\u00a0${n === 1 ? 'record' : 'records'}`;
    case 'turns':
      return `${count(n)}\u00a0${n === 1 ? 'turn' : 'turns'}`;
  }
}

/// Median, half of all values, all values, and how many: in words for who hears it.
export function spreadText(spread: Spread, unit: Unit): string {
  const { n, least, low, median, high, most } = spread;
  const middle = withUnit(median, unit);
  if (least === most) {
    return `${middle}, all ${count(n)} alike`;
  }
  return `${middle} in the middle, half of them ${withUnit(low, unit)} to ${withUnit(high, unit)}, all ${withUnit(least, unit)} to ${withUnit(most, unit)}, of ${count(n)}`;
}

/// A cell of a table.
export function spreadCell(spread: Spread | null, unit: Unit): TemplateResult {
  if (spread === null) {
    return html`<td class="right"><span class="small">not measured yet</span></td>`;
  }
  const { n, least, low, median, high, most } = spread;
  const range =
    n === 1
      ? 'the only one'
      : least === most
        ? 'all alike'
        : `${withUnit(low, unit)} – ${withUnit(high, unit)}; ${withUnit(least, unit)} – ${withUnit(most, unit)}`;
  return html`<td class="right" title=${spreadText(spread, unit)}>
    <b>${withUnit(median, unit)}</b>
    <span class="cost-range">${range}, n = ${count(n)}</span>
  </td>`;
}
