// SPDX-License-Identifier: MIT
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { setSensor } from '../api';
import { visible } from '../format';
import type { BoardStatus } from '../model';
import { PlainElement } from './plain-element';

type Quantity = 'temperature' | 'humidity';

const RANGES = {
  temperature: { label: 'Temperature', unit: '°C', min: -40, max: 80 },
  humidity: { label: 'Humidity', unit: '%', min: 0, max: 100 },
} as const;

const STEP = 0.1;
const AGREE_MILLIS = 1500;

/// The two sliders of a DHT22. While someone moves them, the hand is right; afterwards the lab is.
class SensorElement extends PlainElement {
  static override properties = {
    board: { attribute: false },
    problem: { state: true },
  };

  declare board: BoardStatus;
  declare problem: string;
  private readonly wanted = new Map<Quantity, number>();
  private sending = false;
  private sentAt = 0;

  constructor() {
    super();
    this.problem = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('board') && !this.sending) {
      this.agree('temperature', this.board.celsius);
      this.agree('humidity', this.board.humidityPercent);
    }
  }

  /// An event from before the last request may still be on its way: the hand stays right until the
  /// lab says the same, or has had time enough.
  private agree(quantity: Quantity, now: number): void {
    const same = Math.abs((this.wanted.get(quantity) ?? now) - now) < STEP / 2;
    if (same || Date.now() - this.sentAt > AGREE_MILLIS) {
      this.wanted.delete(quantity);
    }
  }

  protected override render(): TemplateResult {
    return html`
      <fieldset class="sensor">
        <legend class="sr">DHT22 of ${this.board.id}</legend>
        ${this.slider('temperature', this.board.celsius)}
        ${this.slider('humidity', this.board.humidityPercent)}
        <span class="problem" role="status">${this.problem}</span>
      </fieldset>
    `;
  }

  private slider(quantity: Quantity, now: number): TemplateResult {
    const { label, unit, min, max } = RANGES[quantity];
    const value = String(this.wanted.get(quantity) ?? now);
    const id = `${this.board.id}-${quantity}`;
    const moved = (event: Event): void => this.moved(quantity, event);
    return html`
      <label for=${id}>${label}</label>
      <input
        id=${id}
        type="range"
        data-control=${quantity}
        min=${min}
        max=${max}
        step=${STEP}
        aria-valuetext=${`${value} ${unit}`}
        .value=${live(value)}
        @input=${moved}
      />
      <span class="number">
        <input
          type="number"
          data-number=${quantity}
          min=${min}
          max=${max}
          step=${STEP}
          aria-label=${`${label} in ${unit}`}
          .value=${value}
          @change=${moved}
        />
        <span aria-hidden="true">${unit}</span>
      </span>
    `;
  }

  private moved(quantity: Quantity, event: Event): void {
    const field = event.currentTarget as HTMLInputElement;
    const { min, max } = RANGES[quantity];
    const value = field.valueAsNumber;
    if (!Number.isFinite(value) || value < min || value > max) {
      this.problem = `${RANGES[quantity].label} is ${min} to ${max} ${RANGES[quantity].unit}`;
      return;
    }
    this.problem = '';
    this.wanted.set(quantity, value);
    this.requestUpdate();
    void this.send();
  }

  /// One request at a time; what was moved meanwhile follows in one further request.
  private async send(): Promise<void> {
    if (this.sending) {
      return;
    }
    this.sending = true;
    try {
      let sent = '';
      for (;;) {
        const values = Object.fromEntries(this.wanted);
        const text = JSON.stringify(values);
        if (text === sent) {
          break;
        }
        sent = text;
        await setSensor(this.board.id, values);
      }
    } catch (e) {
      this.problem = e instanceof Error ? visible(e.message) : 'the lab did not answer';
      this.wanted.clear();
    } finally {
      this.sending = false;
      this.sentAt = Date.now();
      this.requestUpdate();
    }
  }
}

customElements.define('tp-sensor', SensorElement);
