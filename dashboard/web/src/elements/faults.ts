// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { breakBoard, faultsOf, mendBoard } from '../api';
import { visible } from '../format';
import { PlainElement } from './plain-element';

/// Faults that need no thought; any other can be typed (docs/reference/faults.md).
const USUAL = [
  'wifi down',
  'wifi wrong-password',
  'link latency 200ms 50ms',
  'link loss 5',
  'link cut',
  'dns fail',
  'net portal',
  'clock 1970',
  'clock jump +36h',
  'power brown-out',
  'power watchdog',
  'memory low',
  'flash full',
];
const USUAL_OF_SENSOR = ['checksum', 'no-answer', 'stuck', 'noise 0.5', 'sine 18 26 60s'];

class FaultsElement extends PlainElement {
  static override properties = {
    board: { attribute: false },
    sensor: { attribute: false },
    active: { state: true },
    problem: { state: true },
  };

  declare board: string;
  declare sensor: string;
  declare active: readonly string[];
  declare problem: string;

  constructor() {
    super();
    this.sensor = '';
    this.active = [];
    this.problem = '';
  }

  protected override render(): TemplateResult {
    const list = `faults-${this.board}`;
    const usual = [
      ...(this.sensor === '' ? [] : USUAL_OF_SENSOR.map((fault) => `${this.sensor} ${fault}`)),
      ...USUAL,
    ];
    return html`
      <details class="faults" @toggle=${() => this.ask(() => faultsOf(this.board))}>
        <summary>Faults<span class="sr"> of ${this.board}</span></summary>
        <form @submit=${this.submitted}>
          <input
            name="fault"
            list=${list}
            required
            maxlength="200"
            autocomplete="off"
            placeholder="wifi down"
            aria-label=${`Fault for ${this.board}`}
          />
          <datalist id=${list}>${usual.map((fault) => html`<option value=${fault}></option>`)}</datalist>
          <button type="submit">Break</button>
          <button type="button" @click=${() => this.ask(() => mendBoard(this.board, 'all'))}>
            Mend all
          </button>
        </form>
        <p role="status">
          ${this.active.length === 0 ? 'Nothing is broken.' : `Broken: ${this.active.map((each) => visible(each)).join('; ')}.`}
        </p>
        ${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      </details>
    `;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fault = String(new FormData(form).get('fault') ?? '');
    void this.ask(() => breakBoard(this.board, fault));
  }

  private async ask(what: () => Promise<readonly string[]>): Promise<void> {
    this.problem = '';
    try {
      this.active = await what();
    } catch (e) {
      this.problem = e instanceof Error ? visible(e.message) : 'no answer';
    }
  }
}

customElements.define('tp-faults', FaultsElement);
