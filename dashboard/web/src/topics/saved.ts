// SPDX-License-Identifier: MIT
// Messages that somebody wants to send again, kept by the browser.
import type { Publish } from '../api';

const KEY = 'twinport.saved-messages';
export const SAVED_MAX = 100;

export interface Saved {
  readonly name: string;
  readonly message: Publish;
}

function isSaved(one: unknown): one is Saved {
  const { name, message } = (one ?? {}) as { name?: unknown; message?: { topic?: unknown } };
  return typeof name === 'string' && typeof message?.topic === 'string';
}

export function savedMessages(place: Storage = localStorage): readonly Saved[] {
  try {
    const kept: unknown = JSON.parse(place.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSaved).slice(0, SAVED_MAX) : [];
  } catch {
    return [];
  }
}

/// Under a name; what had it before is replaced.
///
/// @throws Error there are too many, or the browser keeps nothing
export function saveMessage(name: string, message: Publish, place: Storage = localStorage): void {
  const others = savedMessages(place).filter((one) => one.name !== name);
  if (others.length >= SAVED_MAX) {
    throw new Error(`${SAVED_MAX} messages are kept already: remove one first`);
  }
  place.setItem(KEY, JSON.stringify([...others, { name, message }]));
}

export function forgetMessage(name: string, place: Storage = localStorage): void {
  place.setItem(KEY, JSON.stringify(savedMessages(place).filter((one) => one.name !== name)));
}
