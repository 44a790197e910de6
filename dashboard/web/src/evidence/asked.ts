// SPDX-License-Identifier: MIT
// Asks the lab again and again while somebody looks.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/// What the last answer was, or why there is none.
export interface Asked<T> {
  readonly value: T | undefined;
  readonly problem: string;
}

/// Asks when its host is shown and then this long after each answer; nothing is asked while the page
/// is hidden. The host is drawn again after each answer.
export class Asking<T> implements ReactiveController {
  state: Asked<T> = { value: undefined, problem: '' };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: () => Promise<T>,
    private readonly everyMillis: number,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.running) {
      this.running = true;
      void this.next();
    }
  }

  hostDisconnected(): void {
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
      this.host.requestUpdate();
    }
    if (this.running) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.next(), this.everyMillis);
    }
  }
}
