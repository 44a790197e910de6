// SPDX-License-Identifier: MIT
// Puts what the owner knows beside what the wire showed. The two come from different sources, the
// broker and the tap, and are joined by time and by nothing else.

import type { OwnerMessage, WireView } from './model';

/// Something with the time at which it happened, and a number that no other has.
export interface Timed<T> {
  readonly n: number;
  readonly at: number;
  readonly what: T;
}

/// What happened at one moment, on both sides.
export interface Moment {
  readonly key: number;
  readonly at: number;
  readonly sent: readonly Timed<OwnerMessage>[];
  readonly seen: readonly Timed<WireView>[];
}

/// Silence this long ends a moment.
const GAP_MILLIS = 250;

/// A moment does not last longer, even without silence.
const SPAN_MILLIS = 1000;

interface Draft {
  key: number;
  at: number;
  last: number;
  sent: Timed<OwnerMessage>[];
  seen: Timed<WireView>[];
}

function byTime(a: Timed<unknown>, b: Timed<unknown>): number {
  return a.at - b.at || a.n - b.n;
}

/// The moments of one transport, newest first.
export function moments(
  sent: readonly Timed<OwnerMessage>[],
  seen: readonly Timed<WireView>[],
): Moment[] {
  const all = [
    ...sent.map((item) => ({ ...item, side: 'sent' as const, item })),
    ...seen.map((item) => ({ ...item, side: 'seen' as const, item })),
  ].sort(byTime);
  const drafts: Draft[] = [];
  for (const one of all) {
    let draft = drafts.at(-1);
    if (!draft || one.at - draft.last > GAP_MILLIS || one.at - draft.at > SPAN_MILLIS) {
      draft = { key: one.n, at: one.at, last: one.at, sent: [], seen: [] };
      drafts.push(draft);
    }
    draft.last = one.at;
    if (one.side === 'sent') {
      draft.sent.push(one.item);
    } else {
      draft.seen.push(one.item);
    }
  }
  return drafts.reverse();
}
