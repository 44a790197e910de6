// SPDX-License-Identifier: MIT
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { setControl } from '../api';
import { visible } from '../format';
import type { PartControl, PartView } from '../model';
import { drawing, shown } from './part-drawing';
import { PlainElement } from './plain-element';

const AGREE_MILLIS = 1500;
const STEPS = 1000;
const MOST_DECIMALS = 1;

/// A range over more than four powers of ten is moved along its logarithm.
const LOGARITHMIC = 1e4;

/// One part with its drawing, what it shows and its controls. While someone turns a control, the
/// hand is right; afterwards the lab is.
class PartElement extends PlainElement {
  static override properties = {
    board: { attribute: false },
    item: { attribute: false },
    problem: { state: true },
  };

  declare board: string;
  declare item: PartView;
  declare problem: string;
  private readonly wanted = new Map<string, number>();
  private readonly waiting = new Map<string, number>();
  private sending = false;
  private sentAt = 0;

  constructor() {
    super();
    this.problem = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('item') && !this.sending && Date.now() - this.sentAt > AGREE_MILLIS) {
      this.wanted.clear();
    }
  }

  protected override render(): TemplateResult {
    const { item: part } = this;
    const pins = Object.entries(part.pins)
      .filter(([, wire]) => wire !== 'open')
      .map(([pin, wire]) => `${pin} ${wire}`)
      .join(', ');
    return html`
      <section
        class="part"
        data-part=${part.id}
        data-type=${part.type}
        aria-label=${`${part.type} ${part.id} of ${this.board}`}
      >
        <div class="part-drawing" aria-hidden="true">${drawing(part)}</div>
        <p class="part-name"><b>${visible(part.id)}</b> <span title=${pins}>${part.type}</span></p>
        <p class="part-shows" data-shows>${visible(shown(part))}</p>
        ${part.controls.map((control) => this.control(control))}
        ${this.problem === ''
          ? nothing
          : html`<p class="problem" role="status">${this.problem}</p>`}
      </section>
    `;
  }

  private control(control: PartControl): TemplateResult {
    switch (this.item.type) {
      case 'button':
        return this.button(control);
      case 'slide-switch':
        return this.slide(control);
      default:
        return this.range(control);
    }
  }

  private valueNow(control: PartControl): number {
    return this.wanted.get(control.name) ?? control.value;
  }

  /// Held down while the pointer or the key is.
  private button(control: PartControl): TemplateResult {
    const press = (down: boolean) => (): void => this.turn(control, down ? 1 : 0);
    const key = (down: boolean) => (event: KeyboardEvent): void => {
      if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) {
        event.preventDefault();
        this.turn(control, down ? 1 : 0);
      }
    };
    const release = (): void => {
      if (this.valueNow(control) >= 0.5) {
        this.turn(control, 0);
      }
    };
    return html`<button
      type="button"
      data-control=${control.name}
      aria-pressed=${this.valueNow(control) >= 0.5 ? 'true' : 'false'}
      aria-label=${`Hold ${this.item.id} of ${this.board} down`}
      @pointerdown=${press(true)}
      @pointerup=${press(false)}
      @pointerleave=${release}
      @pointercancel=${release}
      @blur=${release}
      @keydown=${key(true)}
      @keyup=${key(false)}
    >
      Press
    </button>`;
  }

  private slide(control: PartControl): TemplateResult {
    const right = this.valueNow(control) >= 0.5;
    return html`<button
      type="button"
      role="switch"
      data-control=${control.name}
      aria-checked=${right ? 'true' : 'false'}
      aria-label=${`Slide ${this.item.id} of ${this.board} to the right`}
      @click=${() => this.turn(control, right ? 0 : 1)}
    >
      ${right ? '◀ Slide' : 'Slide ▶'}
    </button>`;
  }

  private range(control: PartControl): TemplateResult {
    const { least, most, unit, name } = control;
    const value = this.valueNow(control);
    const byPower = least > 0 && most / least > LOGARITHMIC;
    const at = byPower
      ? Math.log(value / least) / Math.log(most / least)
      : (value - least) / (most - least);
    return html`<input
      type="range"
      data-control=${name}
      min="0"
      max=${STEPS}
      step="1"
      aria-label=${`${name} of ${this.item.id} of ${this.board}`}
      aria-valuetext=${`${value} ${unit}`}
      .value=${live(String(Math.round(at * STEPS)))}
      @input=${(event: Event) => {
        const share = (event.currentTarget as HTMLInputElement).valueAsNumber / STEPS;
        const exact = byPower ? least * (most / least) ** share : least + (most - least) * share;
        const step = most - least <= 1 ? 3 : MOST_DECIMALS;
        this.turn(control, Math.min(most, Math.max(least, Number(exact.toFixed(step)))));
      }}
    />`;
  }

  private turn(control: PartControl, value: number): void {
    this.problem = '';
    this.wanted.set(control.name, value);
    this.waiting.set(control.name, value);
    this.requestUpdate();
    void this.send();
  }

  /// One request at a time, in the order of the turns; of one control only the last is sent.
  private async send(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    try {
      for (let next = this.next(); next; next = this.next()) {
        await setControl(this.board, this.item.id, next[0], next[1]);
      }
    } catch (e) {
      this.problem = e instanceof Error ? visible(e.message) : 'the lab did not answer';
      this.wanted.clear();
      this.waiting.clear();
    } finally {
      this.sending = false;
      this.sentAt = Date.now();
      this.requestUpdate();
    }
  }

  private next(): [string, number] | undefined {
    const [first] = this.waiting;
    if (first) {
      this.waiting.delete(first[0]);
    }
    return first;
  }
}

customElements.define('tp-part', PartElement);
