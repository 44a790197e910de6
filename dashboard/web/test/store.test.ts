// SPDX-License-Identifier: MIT
import { beforeEach, expect, test, vi } from 'vitest';
import type { LabSnapshot, OwnerMessage, WireView } from '../src/model';
import { readingsOf } from '../src/readings';
import { joinSerial, LabStore, ROWS_MAX, SERIAL_MAX } from '../src/store';

let frames: (() => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (call: () => void) => frames.push(call));
});

function message(payload: string, seconds = 0): OwnerMessage {
  return {
    at: new Date(1_700_000_000_000 + seconds * 1000).toISOString(),
    transport: 'PLAIN',
    publisher: 'thermo-plain',
    topic: 'plain/thermo-plain/dht22',
    payload,
    payloadBytes: payload.length,
    qos: 0,
    retained: false,
    properties: null,
  };
}

const VIEW: WireView = {
  at: '2026-01-01T00:00:00Z',
  port: 1883,
  client: 'thermo-plain',
  fromClient: true,
  kind: 'PUBLISH',
  readable: true,
  topic: 't',
  text: 'x',
  bytes: 3,
  sampleHex: '300100',
  frame: 1,
};

const SNAPSHOT: LabSnapshot = {
  name: 'bench',
  startedAt: '2026-01-01T00:00:00Z',
  boards: [],
  ports: [{ port: 1883, transport: 'PLAIN', readable: 0, sealed: 0 }],
  capture: { path: 'x', frames: 0, bytes: 0, keyLog: false },
  history: { place: 'h', run: 'r', stored: 0, waiting: 0, lost: 0, trouble: '' },
  dropped: 0,
        experiments: {
          trap: { on: false, since: null, listening: false, obstacle: '' },
          certificate: { certificate: 'good', since: null, wrong: false, obstacle: '', came: [], away: [] },
        },
  messages: [],
  wire: [],
};

test('a thousand events are one drawing, and lists stay bounded', () => {
  const store = new LabStore();
  store.apply({ kind: 'snapshot', value: SNAPSHOT });
  let drawings = 0;
  store.listen(() => drawings++);
  for (let i = 0; i < 1000; i++) {
    store.apply({ kind: 'message', value: message('{}', i) });
    store.apply({ kind: 'wire', value: VIEW });
  }
  frames.forEach((frame) => frame());

  expect(drawings).toBe(1);
  expect(store.messages).toHaveLength(ROWS_MAX);
  expect(store.moments('PLAIN').flatMap((m) => m.seen)).toHaveLength(ROWS_MAX);
});

test('a reading is taken from a message, and nonsense is not', () => {
  const store = new LabStore();
  for (const payload of ['{"temperature":21.5,"humidity":null}', '[]', '{', 'null', '{"temperature":"x"}']) {
    store.apply({ kind: 'message', value: message(payload) });
  }

  expect(store.readings.map((r) => [r.board, r.celsius, r.percent])).toEqual([
    ['thermo-plain', 21.5, null],
  ]);
});

test('a snapshot of the same run keeps the chart, one of another run does not', () => {
  const store = new LabStore();
  const value = { ...SNAPSHOT, messages: [message('{"temperature":1}', 1)] };
  store.apply({ kind: 'snapshot', value });
  store.apply({ kind: 'message', value: message('{"temperature":2}', 2) });
  store.apply({ kind: 'snapshot', value });
  expect(store.readings).toHaveLength(2);

  store.apply({ kind: 'snapshot', value: { ...SNAPSHOT, startedAt: '2026-01-02T00:00:00Z' } });
  expect(store.readings).toHaveLength(0);
});

test('serial text that came while the old was fetched is neither lost nor doubled', () => {
  expect(joinSerial('one\ntwo\n', 'two\nthree\n')).toBe('one\ntwo\nthree\n');
  expect(joinSerial('one\n', 'two\n')).toBe('one\ntwo\n');
  expect(joinSerial('', 'two\n')).toBe('two\n');
});

test('serial text is bounded', () => {
  const store = new LabStore();
  for (let i = 0; i < 100; i++) {
    store.apply({ kind: 'serial', value: { at: '', board: 'b', text: 'x'.repeat(1000) } });
  }

  expect(store.serial('b')).toHaveLength(SERIAL_MAX);
});

test('history and what is heard live meet without a seam: nothing twice, nothing missing', () => {
  const store = new LabStore();
  const live = [message('{"temperature":5}', 5), message('{"temperature":6}', 6)];
  store.apply({ kind: 'snapshot', value: { ...SNAPSHOT, messages: live } });
  const { seam } = store;
  store.apply({ kind: 'message', value: message('{"temperature":7}', 7) }); // while it is fetched
  const at = (seconds: number): number => 1_700_000_000_000 + seconds * 1000;
  const history = {
    series: [
      {
        topic: 'plain/thermo-plain/dht22',
        points: [
          [at(1), 1, 1, 1, 1, 1],
          [at(3), 2, 3, 4, 3.5, 3],
          [at(5), 1, 5, 5, 5, 5], // live already
        ],
      },
      { topic: 'plain/other', points: [[at(2), 1, 9, 9, 9, 9]] },
    ],
  };
  store.historyIs(readingsOf(history, 'celsius'), seam);

  expect(seam).toBe(at(5));
  expect(store.readings.map((r) => r.celsius)).toEqual([1, 3, 4, 5, 6, 7]);
});
