// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { hashOf, linkOf } from '../src/link';

describe('the address of a view', () => {
  it('names the view and what of it is meant', () => {
    const link = linkOf('#/topics?topic=plain%2Fa%26b&size=2');
    expect(link?.view).toBe('topics');
    expect(link?.parameters.get('topic')).toBe('plain/a&b');
    expect(link?.parameters.get('size')).toBe('2');
  });

  it('is read back as it was written, whatever stands in it', () => {
    for (const topic of ['a/b', '', 'ü +&=#?', '<script>', '\u202e', '%', 'a\nb']) {
      const hash = hashOf('topics', { topic });
      expect(linkOf(hash)?.parameters.get('topic') ?? '').toBe(topic);
    }
  });

  it('is not any other fragment', () => {
    for (const hash of ['', '#', '#lanes', '#/Topics', '#/a/b']) {
      expect(linkOf(hash)).toBeUndefined();
    }
  });
});
