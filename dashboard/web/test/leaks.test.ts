// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { latest } from '../src/eavesdropper/latest';
import type { Leak } from '../src/eavesdropper/model';

function leak(id: number, client: string, open: boolean): Leak {
  return {
    id,
    client,
    address: '',
    server: '',
    since: '',
    until: '',
    open,
    version: null,
    suite: null,
    records: 0,
    knows: [],
    last: [],
  };
}

test('each client is there once, with its latest connection, open ones first', () => {
  const connections = [leak(9, 'b', false), leak(8, 'c', true), leak(3, 'b', true), leak(2, 'a', true)];
  const found = latest({ seen: true, reason: null, upTo: null, connections, more: 0 });
  expect(found.map((one) => one.id)).toEqual([2, 8, 9]);
});
