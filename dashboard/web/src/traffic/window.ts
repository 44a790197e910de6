// SPDX-License-Identifier: MIT
// Rows by the page: what is in sight is asked for, and what was is kept for a while.
import type { FrameRow, FrameRows } from './model';

export const PAGE_ROWS = 200;
const PAGES_MAX = 40;

export class RowWindow {
  total = 0;
  leftOut = 0;
  private readonly pages = new Map<number, readonly FrameRow[]>();
  private readonly asked = new Map<number, Promise<void>>();

  /// @param ask for rows from a number on
  constructor(private readonly ask: (first: number, limit: number) => Promise<FrameRows>) {}

  /// The row of this number, from 0, if it was told.
  row(i: number): FrameRow | undefined {
    return this.pages.get(Math.floor(i / PAGE_ROWS))?.[i % PAGE_ROWS];
  }

  /// Returns when all rows between these are there.
  async want(first: number, last: number): Promise<void> {
    const wanted: Promise<void>[] = [];
    for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page++) {
      if (!this.pages.has(page)) {
        const asking = this.asked.get(page) ?? this.fetch(page);
        this.asked.set(page, asking);
        wanted.push(asking);
      }
    }
    await Promise.all(wanted);
  }

  private async fetch(page: number): Promise<void> {
    try {
      const told = await this.ask(page * PAGE_ROWS, PAGE_ROWS);
      this.total = told.total;
      this.leftOut = told.leftOut;
      this.pages.set(page, told.rows);
      if (this.pages.size > PAGES_MAX) {
        this.pages.delete(this.pages.keys().next().value!);
      }
    } finally {
      this.asked.delete(page);
    }
  }

  /// Where a frame's row is, or would be; asks as often as a search by halves needs.
  async find(frame: number): Promise<number> {
    let [low, high] = [0, this.total];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      await this.want(middle, middle);
      if ((this.row(middle)?.frame ?? Infinity) < frame) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
