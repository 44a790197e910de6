// SPDX-License-Identifier: MIT
// The stream of events: opened, watched, and opened again when it breaks.

import { historyOf, serialOf } from './api';
import { EVENT_KINDS, type LabEvent } from './model';
import { readingsOf } from './readings';
import type { LabStore } from './store';

/// The lab says `alive` every 10 s; after this long without a word it counts as gone.
const SILENCE_MAX_MILLIS = 25_000;
/// Stretches of the history in the chart.
const HISTORY_PIXELS = 200;
const RETRY_FIRST_MILLIS = 500;
const RETRY_MAX_MILLIS = 5_000;

export class LiveLab {
  private source: EventSource | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryMillis = RETRY_FIRST_MILLIS;

  constructor(private readonly store: LabStore) {}

  /// Opens the stream, also anew.
  connect(): void {
    this.close();
    const source = new EventSource('/api/events');
    this.source = source;
    for (const kind of EVENT_KINDS) {
      source.addEventListener(kind, (event: MessageEvent<string>) => {
        this.heard();
        this.take({ kind, value: JSON.parse(event.data) } as LabEvent);
      });
    }
    // EventSource also tries again by itself, but not after every kind of failure.
    source.addEventListener('error', () => this.lost());
    this.heard();
  }

  private take(event: LabEvent): void {
    if (event.kind === 'snapshot') {
      this.retryMillis = RETRY_FIRST_MILLIS;
      this.store.connection = 'live';
    }
    this.store.apply(event);
    if (event.kind === 'snapshot') {
      this.store.boards.forEach((board) => void this.fetchSerial(board.id));
      void this.fetchHistory();
    }
  }

  private async fetchSerial(board: string): Promise<void> {
    this.store.serialWillBe(board);
    let text = this.store.serial(board);
    try {
      text = await serialOf(board);
    } catch {
      // What was heard so far stays; the stream itself tells when the lab is gone.
    }
    this.store.serialIs(board, text);
  }

  private async fetchHistory(): Promise<void> {
    const { seam, startedAt, history } = this.store;
    const to = new Date(seam).toISOString();
    if (history.place === '' || Date.parse(startedAt) >= seam) {
      return;
    }
    try {
      const [celsius, percent] = await Promise.all([
        historyOf('temperature', startedAt, to, HISTORY_PIXELS),
        historyOf('humidity', startedAt, to, HISTORY_PIXELS),
      ]);
      const before = [...readingsOf(celsius, 'celsius'), ...readingsOf(percent, 'percent')];
      if (this.store.startedAt === startedAt) {
        this.store.historyIs(
          before.sort((a, b) => a.at - b.at),
          seam,
        );
      }
    } catch {
      // The chart then begins with what is heard; the header tells of a history in trouble.
    }
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MAX_MILLIS);
  }

  private lost(): void {
    this.close();
    this.store.connection = 'lost';
    this.store.retryAt = Date.now() + this.retryMillis;
    this.store.changed();
    this.retry = setTimeout(() => this.connect(), this.retryMillis);
    this.retryMillis = Math.min(this.retryMillis * 2, RETRY_MAX_MILLIS);
  }

  private close(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }
}
