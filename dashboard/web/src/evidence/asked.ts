// SPDX-License-Identifier: MIT
// Asks the lab again and again while somebody looks.

/// What the last answer was, or why there is none.
export interface Asked<T> {
  readonly value: T | undefined;
  readonly problem: string;
}

/// Asks at once and then this long after each answer; nothing is asked while the page is hidden.
export class Asking<T> {
  state: Asked<T> = { value: undefined, problem: '' };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly everyMillis: number,
    private readonly told: () => void,
  ) {}

  start(): void {
    if (!this.running) {
      this.running = true;
      void this.next();
    }
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  /// Asks now and not only when the time has come.
  again(): void {
    clearTimeout(this.timer);
    if (this.running) {
      void this.next();
    }
  }

  private async next(): Promise<void> {
    if (document.visibilityState === 'visible') {
      try {
        this.state = { value: await this.ask(), problem: '' };
      } catch (e) {
        this.state = { value: this.state.value, problem: e instanceof Error ? e.message : String(e) };
      }
      this.told();
    }
    if (this.running) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.next(), this.everyMillis);
    }
  }
}
