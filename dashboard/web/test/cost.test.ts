// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import type { Messages, Spread } from '../src/cost/model';
import { spreadText } from '../src/cost/spread';
import { added } from '../src/cost/twins';

function alike(value: number, n: number): Spread {
  return { n, least: value, low: value, median: value, high: value, most: value };
}

function messages(client: string, transport: 'PLAIN' | 'TLS', mqtt: number, wire: number): Messages {
  return {
    client,
    transport,
    fromClient: true,
    suite: null,
    mqttBytes: alike(mqtt, 3),
    wireBytes: alike(wire, 3),
    records: null,
    how: '',
  };
}

test('a spread says how many there were, and its unit', () => {
  expect(spreadText(alike(64, 27), 'bytes')).toBe('64\u00a0B, all 27 alike');
  expect(spreadText({ n: 4, least: 1, low: 2, median: 3, high: 4, most: 5 }, 'ms')).toBe(
    '3.0\u00a0ms in the middle, half of them 2.0\u00a0ms to 4.0\u00a0ms, all 1.0\u00a0ms to 5.0\u00a0ms, of 4',
  );
});

test('what TLS adds is told beside the plain twin', () => {
  const found = added([messages('a-plain', 'PLAIN', 64, 64), messages('a-tls', 'TLS', 63, 92)]);
  expect(found).toHaveLength(1);
  expect(found[0]!.text).toContain('29\u00a0B of seal, 46 % more');
  expect(found[0]!.text).toContain('its plain twin 64\u00a0B');
});

test('without a twin nothing is compared', () => {
  expect(added([messages('b-tls', 'TLS', 63, 92)])).toEqual([]);
});
