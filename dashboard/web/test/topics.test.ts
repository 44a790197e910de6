// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { TopicBook } from '../src/topics/book';
import { csv, csvField, fileName } from '../src/topics/export';
import { bytesOf, type Topic } from '../src/topics/model';
import { changes, hexRows, jsonOf, JsonNumber, partsOf, pathOf, scalar } from '../src/topics/payload';
import { forgetMessage, SAVED_MAX, savedMessages, saveMessage } from '../src/topics/saved';
import { above, TopicTree } from '../src/topics/tree';

function topic(name: string, payload = 'x', messages = 1): Topic {
  const last = {
    at: '2026-01-01T00:00:00Z',
    transport: 'PLAIN' as const,
    publisher: 'somebody',
    topic: name,
    payload,
    payloadBytes: payload.length,
    qos: 0,
    retained: false,
    properties: null,
  };
  return { topic: name, messages, revision: messages, last, retained: null };
}

function treeOf(...names: string[]): TopicTree {
  const tree = new TopicTree();
  names.forEach((name) => tree.put(topic(name)));
  return tree;
}

test('a tree has a row for every level, in the order of their names', () => {
  const rows = treeOf('a/b/c', 'a/a', 'b').rows(() => true);
  expect(rows.map((row) => `${row.node.depth} ${row.node.path}`)).toEqual(['0 a', '1 a/a', '1 a/b', '2 a/b/c', '0 b']);
  expect(rows[0]!.node.topics).toBe(2);
});

test('a branch can be a topic too, and a level may be empty', () => {
  const rows = treeOf('a', 'a/b', '/c', 'd/').rows(() => true);
  expect(rows.map((row) => row.node.path)).toEqual(['', '/c', 'a', 'a/b', 'd', 'd/']);
  expect(rows.find((row) => row.node.path === 'a')!.node.topic).toBeDefined();
});

test('what is closed hides what is below, and a search opens it', () => {
  const tree = treeOf('a/b/c', 'a/d', 'e/f');
  expect(tree.rows((path) => path !== 'a').map((row) => row.node.path)).toEqual(['a', 'e', 'e/f']);
  expect(tree.rows(() => false, (one) => one.topic.endsWith('c')).map((row) => row.node.path)).toEqual([
    'a',
    'a/b',
    'a/b/c',
  ]);
});

test('a topic said again stays one topic', () => {
  const tree = treeOf('a/b', 'a/b');
  expect(tree.size).toBe(1);
});

test('twenty thousand topics become rows within a tenth of a second or so', () => {
  const tree = new TopicTree();
  for (let i = 0; i < 20_000; i++) {
    tree.put(topic(`fleet/${i % 100}/${i}`));
  }
  expect(tree.rows(() => true)).toHaveLength(20_101);
});

test('names that objects have already are names of levels like others', () => {
  expect(treeOf('__proto__/constructor', 'toString').rows(() => true)).toHaveLength(3);
});

test('the branches above a topic', () => {
  expect(above('a/b/c')).toEqual(['a', 'a/b']);
  expect(above('a')).toEqual([]);
});

test('a rate follows what is said and fades when nothing is', () => {
  const book = new TopicBook();
  let now = 0;
  for (let i = 0; i <= 60; i++, now += 1000) {
    book.merge({ topics: [topic('a', 'x', 2 * i + 1)], revision: i, leftOut: 0 }, now);
  }
  expect(book.rate('a', now - 1000)).toBeCloseTo(2, 0);
  expect(book.rate('a', now + 60_000)).toBeLessThan(0.05);
  expect(book.rate('never', now)).toBe(0);
});

test('JSON numbers stay as they are written', () => {
  const json = jsonOf('{"a":12345678901234567890,"b":1.0}');
  const parts = partsOf(json)!;
  expect(parts[0]![1]).toBeInstanceOf(JsonNumber);
  expect(parts.map(([, value]) => scalar(value))).toEqual(
    // browsers that do not give the source round
    expect.arrayContaining([expect.stringMatching(/^1234567890123456/)]),
  );
  expect(jsonOf('no')).toBeUndefined();
  expect(partsOf(jsonOf('5'))).toBeUndefined();
});

test('a path is written as the history wants it', () => {
  expect(pathOf('', 'a.b')).toBe('a\\.b');
  expect(pathOf('x', '0')).toBe('x.0');
});

test('changes are told by path', () => {
  expect(changes('{"a":1,"b":{"c":[1,2]}}', '{"a":1,"b":{"c":[1,3]},"d":true}')).toEqual([
    { path: 'b.c.1', before: '2', after: '3' },
    { path: 'd', before: undefined, after: 'true' },
  ]);
  expect(changes('{"a":{}}', '{"a":[]}')).toEqual([{ path: 'a', before: 'an object of 0', after: 'a list of 0' }]);
  expect(changes('on', 'off')).toEqual([{ path: '', before: 'on', after: 'off' }]);
  expect(changes('on', 'on')).toEqual([]);
});

test('a deep text is looked into so far and no further', () => {
  const deep = (inner: string): string => '['.repeat(100) + inner + ']'.repeat(100);
  expect(changes(deep('1'), deep('2'))).toEqual([]);
});

test('bytes stand in rows of sixteen', () => {
  const rows = hexRows(new TextEncoder().encode('0123456789abcdef\u0000!'));
  expect(rows).toHaveLength(2);
  expect(rows[1]).toEqual({ offset: '000010', hex: '00 21', text: '·!' });
  expect(bytesOf({ encoding: 'base64', payload: '/wA=' })).toEqual(Uint8Array.from([255, 0]));
});

test('a CSV field is quoted where it must be, and is no formula', () => {
  expect(csvField('a,"b"')).toBe('"a,""b"""');
  expect(csvField('=1+1')).toBe("'=1+1");
  expect(csvField('-5.5')).toBe('-5.5');
  expect(csvField(-5)).toBe('-5');
  expect(csv(['a', 'b'], [[1, 'x\ny']])).toBe('a,b\r\n1,"x\ny"\r\n');
  expect(fileName('plain/../<a>')).toBe('plain-a-');
  expect(fileName('///')).toBe('-');
});

class Place implements Storage {
  private readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  clear(): void {
    this.kept.clear();
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  key(): string | null {
    return null;
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

test('messages are saved by name, and what is no message is passed over', () => {
  const place = new Place();
  saveMessage('on', { topic: 'a', payload: '1' }, place);
  saveMessage('on', { topic: 'b' }, place);
  expect(savedMessages(place)).toEqual([{ name: 'on', message: { topic: 'b' } }]);
  forgetMessage('on', place);
  expect(savedMessages(place)).toEqual([]);
  place.setItem('twinport.saved-messages', '[{"name":1},null,{"name":"x","message":{}}]');
  expect(savedMessages(place)).toEqual([]);
  place.setItem('twinport.saved-messages', '{');
  expect(savedMessages(place)).toEqual([]);
});

test('there is a bound to what is saved', () => {
  const place = new Place();
  for (let i = 0; i < SAVED_MAX; i++) {
    saveMessage(String(i), { topic: 'a' }, place);
  }
  expect(() => saveMessage('more', { topic: 'a' }, place)).toThrow('remove one first');
});
