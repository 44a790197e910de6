// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import type { OwnerMessage, WireView } from '../src/model';
import { moments, type Timed } from '../src/moments';

let n = 0;

function sent(at: number): Timed<OwnerMessage> {
  return {
    n: n++,
    at,
    what: {
      at: '',
      transport: 'TLS',
      publisher: 'thermo-tls',
      topic: 't',
      payload: 'p',
      payloadBytes: 1,
      qos: 0,
      retained: false,
      properties: null,
    },
  };
}

function seen(at: number): Timed<WireView> {
  return {
    n: n++,
    at,
    what: {
      at: '',
      port: 8883,
      client: 'thermo-tls',
      fromClient: true,
      kind: 'TLS application data',
      readable: false,
      topic: null,
      text: null,
      bytes: 85,
      sampleHex: '1703030050',
      frame: 1,
    },
  };
}

test('what happens together is one moment, the newest first', () => {
  const found = moments([sent(1005), sent(3004)], [seen(1000), seen(1011), seen(3000)]);

  expect(found.map((m) => [m.at, m.sent.length, m.seen.length])).toEqual([
    [3000, 1, 1],
    [1000, 1, 2],
  ]);
});

test('bytes without a message make a moment of their own', () => {
  const found = moments([], [seen(1000)]);

  expect(found).toHaveLength(1);
  expect(found[0]?.sent).toEqual([]);
});

test('a moment ends after a second even when there is no silence', () => {
  const stream = Array.from({ length: 30 }, (_, i) => seen(i * 100));

  expect(moments([], stream).map((m) => m.seen.length)).toEqual([8, 11, 11]);
});

test('an event that came late is put where it belongs', () => {
  const late = seen(1000);
  const found = moments([sent(3000), sent(1001)], [seen(3001), late]);

  expect(found[1]?.seen).toEqual([late]);
});
