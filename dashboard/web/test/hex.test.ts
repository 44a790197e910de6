// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { runs } from '../src/hex';
import type { WireView } from '../src/model';

function view(parts: Partial<WireView>): WireView {
  const hex = parts.sampleHex ?? '';
  return {
    at: '',
    port: 1883,
    client: 'c',
    fromClient: true,
    kind: 'PUBLISH',
    readable: true,
    topic: 'a/b',
    text: 'hi',
    bytes: hex.length / 2,
    sampleHex: hex,
    frame: 1,
    ...parts,
  };
}

// 30 07 00 03 "a/b" "hi": PUBLISH, QoS 0, MQTT 3.1.1
test('a PUBLISH has topic, payload and the rest', () => {
  expect(runs(view({ sampleHex: '30070003612f626869' }), 64)).toEqual([
    { meaning: 'rest', hex: '30 07 00 03' },
    { meaning: 'topic', hex: '61 2f 62' },
    { meaning: 'payload', hex: '68 69' },
  ]);
});

// 32 09 00 03 "a/b" 00 01 "hi": PUBLISH, QoS 1, packet identifier 1
test('a packet identifier is no payload', () => {
  expect(runs(view({ sampleHex: '32090003612f6200016869' }), 64).map((r) => r.meaning)).toEqual([
    'rest',
    'topic',
    'rest',
    'payload',
  ]);
});

// 30 08 00 03 "a/b" 00 "hi": PUBLISH of MQTT 5 without properties
test('the properties of MQTT 5 are no payload', () => {
  expect(runs(view({ sampleHex: '30080003612f62006869' }), 64).at(-1)).toEqual({
    meaning: 'payload',
    hex: '68 69',
  });
});

// 30 81 01 00 03 ...: a remaining length of two bytes
test('a length of two bytes moves the topic', () => {
  const found = runs(view({ sampleHex: '3081010003612f62', bytes: 132, text: 'x'.repeat(124) }), 64);

  expect(found).toEqual([
    { meaning: 'rest', hex: '30 81 01 00 03' },
    { meaning: 'topic', hex: '61 2f 62' },
  ]);
});

test('a record shows its header, and the rest is sealed', () => {
  const sealed = view({ readable: false, kind: 'TLS application data', sampleHex: '1703030002abcd' });

  expect(runs(sealed, 64)).toEqual([
    { meaning: 'header', hex: '17 03 03 00 02' },
    { meaning: 'sealed', hex: 'ab cd' },
  ]);
});

test('a handshake record is not called sealed', () => {
  const hello = view({ readable: false, kind: 'TLS ClientHello', sampleHex: '160301000201ff' });

  expect(runs(hello, 64).at(-1)).toEqual({ meaning: 'rest', hex: '01 ff' });
});

test('broken or missing bytes break nothing', () => {
  for (const sampleHex of ['', '3', '30', '30ff', '30ffffffffff', '3007ffff61']) {
    expect(() => runs(view({ sampleHex }), 64)).not.toThrow();
  }
});
