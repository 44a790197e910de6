// SPDX-License-Identifier: MIT
import '@wokwi/elements/dist/esm/dht22-element';
import '@wokwi/elements/dist/esm/esp32-devkit-v1-element';
import '@wokwi/elements/dist/esm/led-element';
import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type BoardAction, sendCommand, tellBoard } from '../api';
import { millis, plural, visible } from '../format';
import type { BoardStatus, PartView } from '../model';
import { PlainElement } from './plain-element';
import './faults';
import './part';
import './sensor';

/// Wires in the drawing's own units, from the pins of the ESP32 to those of the parts.
const SENSOR_WIRES = [
  { colour: '#dc2626', path: 'M101 158.5H122V203H205V155' },
  { colour: '#6b7280', path: 'M101 149H129V195H234V155' },
  { colour: '#16a34a', path: 'M101 139.5H136V187H214.500V155' },
];
const LED_WIRES = [
  { colour: '#2563eb', path: 'M101 130.500H315V102' },
  { colour: '#6b7280', path: 'M234 195H305V102' },
];
const LED_WIRES_ALONE = [
  { colour: '#2563eb', path: 'M101 130.500H225V102' },
  { colour: '#6b7280', path: 'M101 149H215V102' },
];

const NEAR_BOTTOM_PX = 24;

class BoardElement extends PlainElement {
  static override properties = {
    board: { attribute: false },
    serial: { attribute: false },
    problem: { state: true },
    word: { state: true },
  };

  declare board: BoardStatus;
  declare serial: string;
  declare problem: string;
  declare word: string;
  private follow = true;

  constructor() {
    super();
    this.problem = '';
    this.word = '';
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('serial') && this.follow) {
      const text = this.querySelector('.serial');
      text?.scrollTo({ top: text.scrollHeight });
    }
  }

  protected override render(): TemplateResult {
    const board = this.board;
    const heading = `board-${board.id}`;
    return html`
      <article class="card board" data-board=${board.id} aria-labelledby=${heading}>
        <header class="board-head">
          <h3 id=${heading}>${visible(board.id)}</h3>
          <span class="tag">${visible(board.language)}</span>
          <span class="state" data-state=${board.state.split(':', 1)[0] ?? ''}
            >${visible(board.state)}</span
          >
        </header>
        ${this.drawing()}
        ${this.sensor()
          ? html`<tp-sensor .board=${board}></tp-sensor>`
          : board.parts.some((part) => part.controls.length > 0)
            ? nothing
            : html`<p class="hint">${this.without()}</p>`}
        ${this.others()}
        <div class="serial-head">
          <span>Serial line</span> <span class="word" role="status">${this.word}</span>
        </div>
        <pre
          class="serial"
          tabindex="0"
          role="log"
          aria-live="off"
          aria-label=${`Serial text of ${board.id}`}
          @scroll=${this.scrolled}
        >${this.serial === '' ? 'Nothing written yet.' : this.serial}</pre>
        ${this.foot()}
        <tp-faults .board=${board.id} .sensor=${this.dht()}></tp-faults>
      </article>
    `;
  }

  /// The sensor and the LED that are wired as everybody wires them; the scene shows these.
  private sensor(): PartView | undefined {
    const first = this.board.parts.find((part) => part.type === 'dht22' || part.type === 'dht11');
    return first?.type === 'dht22' && first.pins.data === '15' ? first : undefined;
  }

  private dht(): string {
    return this.board.parts.find((part) => part.type.startsWith('dht'))?.id ?? '';
  }

  private led(): PartView | undefined {
    return this.board.parts.find(
      (part) => part.type === 'led' && part.pins.anode === '2' && part.pins.cathode === 'low',
    );
  }

  private others(): TemplateResult | typeof nothing {
    const drawn = [this.sensor(), this.led()];
    const others = this.board.parts.filter((part) => !drawn.includes(part));
    return others.length === 0
      ? nothing
      : html`<div class="parts">
          ${repeat(
            others,
            (part) => part.id,
            (part) => html`<tp-part .board=${this.board.id} .item=${part}></tp-part>`,
          )}
        </div>`;
  }

  private without(): string {
    return this.board.role === 'viewer'
      ? 'Subscribes to its thermometer and shows what that measures. It has no sensor itself.'
      : 'No sensor is wired to this board.';
  }

  private drawing(): TemplateResult {
    const { led, state } = this.board;
    const measures = this.sensor() !== undefined;
    const lamp = this.led() !== undefined;
    const wires = [
      ...(measures ? SENSOR_WIRES : []),
      ...(lamp ? (measures ? LED_WIRES : LED_WIRES_ALONE) : []),
    ];
    const seen = `ESP32${measures ? ' with DHT22 sensor on pin 15' : ''}${lamp ? `${measures ? ' and' : ' with'} LED on pin 2` : ''}`;
    return html`
      <div class="scene-box">
        <div class="scene" role="img" aria-label=${`${seen}; the LED is ${led ? 'on' : 'off'}`}>
          <svg class="wires" viewBox="0 0 340 215" aria-hidden="true">
            ${wires.map(
              (wire) => svg`<path d=${wire.path} stroke=${wire.colour} fill="none" stroke-width="2.500" stroke-linejoin="round"/>`,
            )}
          </svg>
          <wokwi-esp32-devkit-v1
            aria-hidden="true"
            .led1=${led}
            .ledPower=${state === 'running'}
          ></wokwi-esp32-devkit-v1>
          ${measures ? html`<wokwi-dht22 aria-hidden="true"></wokwi-dht22>` : nothing}
          ${lamp
            ? html`<wokwi-led
                class=${measures ? '' : 'alone'}
                aria-hidden="true"
                color="red"
                .value=${led}
              ></wokwi-led>`
            : nothing}
        </div>
        ${lamp
          ? html`<button
              type="button"
              class="led-word"
              data-led=${led ? 'on' : 'off'}
              aria-pressed=${led ? 'true' : 'false'}
              aria-label=${`LED of ${this.board.id}`}
              title=${`Command the board to switch its LED ${led ? 'off' : 'on'}`}
              @click=${() => this.switchLed(!led)}
            >
              LED ${led ? 'on' : 'off'}
            </button>`
          : nothing}
      </div>
    `;
  }

  private foot(): TemplateResult {
    const board = this.board;
    const runs = board.state === 'running' || board.state === 'starting';
    return html`
      <p class="counters">
        <span><b data-count="published">${board.published}</b> published</span>
        <span><b data-count="received">${board.received}</b> received</span>
        ${board.commandsSent === 0
          ? nothing
          : html`<span
              ><b>${board.commandsAnswered}</b> of
              ${plural(board.commandsSent, 'command', 'commands')} answered</span
            >`}
        ${board.restarts === 0
          ? nothing
          : html`<span>${plural(board.restarts, 'restart', 'restarts')}</span>`}
      </p>
      <div class="buttons">
        <button type="button" ?disabled=${runs} @click=${() => this.tell('start')}>
          Start<span class="sr"> ${board.id}</span>
        </button>
        <button type="button" ?disabled=${!runs} @click=${() => this.tell('stop')}>
          Stop<span class="sr"> ${board.id}</span>
        </button>
        <button type="button" @click=${() => this.tell('restart')}>
          Restart<span class="sr"> ${board.id}</span>
        </button>
        <span class="problem" role="alert">${this.problem}</span>
      </div>
    `;
  }

  private async switchLed(on: boolean): Promise<void> {
    this.problem = '';
    this.word = 'LED command sent…';
    try {
      const outcome = await sendCommand(this.board.id, 'led', on ? 'on' : 'off');
      const after = outcome.roundTripMillis === null ? '' : millis(outcome.roundTripMillis);
      this.word = outcome.ok ? `LED answered in ${after}` : '';
      this.problem = outcome.ok ? '' : `LED: ${visible(outcome.error ?? 'no answer')}`;
    } catch (e) {
      this.word = '';
      this.problem = `LED: ${e instanceof Error ? visible(e.message) : 'no answer'}`;
    }
  }

  private async tell(action: BoardAction): Promise<void> {
    this.problem = '';
    this.word = '';
    try {
      await tellBoard(this.board.id, action);
    } catch (e) {
      this.problem = `${action} failed: ${e instanceof Error ? visible(e.message) : 'no answer'}`;
    }
  }

  private scrolled(event: Event): void {
    const text = event.currentTarget as HTMLElement;
    this.follow = text.scrollHeight - text.scrollTop - text.clientHeight < NEAR_BOTTOM_PX;
  }
}

customElements.define('tp-board', BoardElement);
