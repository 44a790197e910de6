// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { query } from '../src/api';
import { byteRows, owners } from '../src/traffic/bytes';
import type { FrameRow, FrameRows, FrameTree } from '../src/traffic/model';
import { PAGE_ROWS, RowWindow } from '../src/traffic/window';

const TREE: FrameTree = {
  frame: 7,
  time: '0',
  hex: '000102030405060708090a0b0c0d0e0f4142',
  length: 18,
  notes: [],
  parts: [
    { title: 'Frame', where: [{ frame: 7, offset: 0, length: 18 }], fields: [] },
    {
      title: 'MQTT',
      where: [
        { frame: 6, offset: 0, length: 9 },
        { frame: 7, offset: 16, length: 2 },
      ],
      fields: [],
    },
  ],
};

test('a byte belongs to the innermost part of this frame', () => {
  expect(owners(TREE)).toEqual([...new Array<number>(16).fill(0), 1, 1]);
});

test('bytes stand in rows of sixteen, in runs of one part', () => {
  const rows = byteRows(TREE);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toEqual({ offset: '0010', spans: [{ part: 1, hex: '41 42', text: 'AB' }] });
  expect(rows[0]!.spans[0]!.text).toBe('················');
});

test('a range beyond the captured bytes hurts nothing', () => {
  const cut = { ...TREE, hex: '00', parts: [{ title: 'x', where: [{ frame: 7, offset: 0, length: 99 }], fields: [] }] };
  expect(owners(cut)).toEqual([0]);
});

function rowOf(frame: number): FrameRow {
  return { frame, seconds: 0, source: '', destination: '', protocol: 'TCP', info: '', length: 1, stream: 0 };
}

function served(frames: readonly number[], asked: number[]): (first: number, limit: number) => Promise<FrameRows> {
  return async (first, limit) => {
    asked.push(first);
    return { total: frames.length, leftOut: 0, rows: frames.slice(first, first + limit).map(rowOf) };
  };
}

test('rows are asked for by the page, once', async () => {
  const asked: number[] = [];
  const rows = new RowWindow(served([...Array(1000).keys()].map((i) => i + 1), asked));
  await rows.want(0, 0);
  await rows.want(10, PAGE_ROWS + 5);
  expect(asked).toEqual([0, PAGE_ROWS]);
  expect(rows.total).toBe(1000);
  expect(rows.row(PAGE_ROWS + 5)!.frame).toBe(PAGE_ROWS + 6);
  expect(rows.row(900)).toBeUndefined();
});

test('the row of a frame is found among a million with few questions', async () => {
  const asked: number[] = [];
  const frames = [...Array(1_000_000).keys()].map((i) => 3 * i);
  const rows = new RowWindow(served(frames, asked));
  await rows.want(0, 0);
  expect(await rows.find(1_500_000)).toBe(500_000);
  expect(asked.length).toBeLessThan(20);
});

test('who wants what is being asked for waits for it too', async () => {
  const asked: number[] = [];
  const rows = new RowWindow(served([1, 2, 3], asked));
  const first = rows.want(0, 2);
  await rows.want(1, 1);
  expect(rows.row(1)!.frame).toBe(2);
  await first;
  expect(asked).toEqual([0]);
});

test('what fails is asked again', async () => {
  let fails = true;
  const rows = new RowWindow(async () => {
    if (fails) {
      throw new Error('no');
    }
    return { total: 1, leftOut: 0, rows: [rowOf(1)] };
  });
  await expect(rows.want(0, 0)).rejects.toThrow('no');
  fails = false;
  await rows.want(0, 0);
  expect(rows.row(0)!.frame).toBe(1);
});

test('a query has no plus sign, which the lab would take for itself', () => {
  expect(query({ topic: 'a b/+c&d', limit: 5 })).toBe('topic=a%20b%2F%2Bc%26d&limit=5');
});
