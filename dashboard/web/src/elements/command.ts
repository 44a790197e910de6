// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { sendCommand } from '../api';
import { millis, short, timeOfDay, epochMillis, visible } from '../format';
import type { BoardStatus, CommandOutcome } from '../model';
import { PlainElement } from './plain-element';

const SHOWN_MAX = 8;
const TEXT_MAX = 80;
const INTERVAL_MAX_SECONDS = 3600;

/// Sends commands to boards, and shows what they answered and how long it took.
class CommandElement extends PlainElement {
  static override properties = {
    boards: { attribute: false },
    commands: { attribute: false },
    revision: { attribute: false },
    board: { state: true },
    answer: { state: true },
    busy: { state: true },
  };

  declare boards: readonly BoardStatus[];
  declare commands: readonly CommandOutcome[];
  declare revision: number;
  declare board: string;
  declare answer: { readonly ok: boolean; readonly text: string };
  declare busy: boolean;

  constructor() {
    super();
    this.board = '';
    this.answer = { ok: true, text: '' };
    this.busy = false;
  }

  protected override render(): TemplateResult {
    const chosen = this.boards.find((b) => b.id === this.board) ?? this.boards[0];
    const measures = chosen?.parts.some((part) => part.type.startsWith('dht')) ?? false;
    return html`
      <form class="command" @submit=${(event: Event) => this.setInterval(event, chosen?.id)}>
        <label>
          Board
          <select
            data-control="board"
            @change=${(event: Event) => {
              this.board = (event.currentTarget as HTMLSelectElement).value;
            }}
          >
            ${this.boards.map(
              (b) => html`<option value=${b.id} ?selected=${b.id === chosen?.id}>${b.id}</option>`,
            )}
          </select>
        </label>
        <div class="buttons" role="group" aria-label="LED">
          <span aria-hidden="true">LED</span>
          <button type="button" data-command="led-on" ?disabled=${!chosen || this.busy}
            @click=${() => this.send(chosen?.id, 'led', 'on')}>
            <span class="sr">LED </span>On
          </button>
          <button type="button" data-command="led-off" ?disabled=${!chosen || this.busy}
            @click=${() => this.send(chosen?.id, 'led', 'off')}>
            <span class="sr">LED </span>Off
          </button>
        </div>
        <div class="buttons">
          <label>
            Send every
            <input type="number" name="seconds" min="1" max=${INTERVAL_MAX_SECONDS} step="1" value="2"
              required ?disabled=${!measures} />
            s
          </label>
          <button type="submit" data-command="interval" ?disabled=${!measures || this.busy}>
            Set interval
          </button>
        </div>
        ${measures || !chosen
          ? nothing
          : html`<p class="hint">This board measures nothing, so it has no interval.</p>`}
      </form>
      <p class="answer" role="status" data-answer data-ok=${this.answer.ok ? 'yes' : 'no'}>
        ${this.answer.text === '' ? 'The answer appears here, with its round-trip time.' : this.answer.text}
      </p>
      ${this.commands.length === 0
        ? nothing
        : html`
            <table class="list" aria-label="Last commands">
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">Board</th>
                  <th scope="col">Command</th>
                  <th scope="col">Answer</th>
                  <th scope="col" class="right">Round trip</th>
                </tr>
              </thead>
              <tbody>
                ${this.commands.slice(-SHOWN_MAX).reverse().map(row)}
              </tbody>
            </table>
          `}
    `;
  }

  private setInterval(event: Event, board: string | undefined): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const seconds = new FormData(form).get('seconds');
    if (typeof seconds === 'string') {
      void this.send(board, 'interval', seconds);
    }
  }

  private async send(board: string | undefined, name: string, value: string): Promise<void> {
    if (board === undefined || this.busy) {
      return;
    }
    this.busy = true;
    this.answer = { ok: true, text: `${board}: ${name} ${value} sent, waiting for the answer…` };
    try {
      const outcome = await sendCommand(board, name, value);
      this.answer = { ok: outcome.ok, text: `${board}: ${inWords(outcome)}` };
    } catch (e) {
      const why = e instanceof Error ? visible(e.message) : 'the lab did not answer';
      this.answer = { ok: false, text: `${board}: ${name} ${value} failed: ${why}` };
    }
    this.busy = false;
  }
}

function result(outcome: CommandOutcome): string {
  const text = outcome.ok ? (outcome.value ?? 'ok') : (outcome.error ?? 'refused');
  return visible(short(text, TEXT_MAX));
}

function inWords(outcome: CommandOutcome): string {
  const asked = visible(`${outcome.name} ${short(outcome.sent, TEXT_MAX)}`);
  const time = outcome.roundTripMillis === null ? '' : ` after ${millis(outcome.roundTripMillis)}`;
  return outcome.ok
    ? `${asked} → answered “${result(outcome)}”${time}`
    : `${asked} → failed${time}: ${result(outcome)}`;
}

function row(outcome: CommandOutcome): TemplateResult {
  return html`
    <tr>
      <td>${timeOfDay(epochMillis(outcome.sentAt))}</td>
      <td>${visible(outcome.board)}</td>
      <td>${visible(outcome.name)} ${visible(short(outcome.sent, TEXT_MAX))}</td>
      <td data-ok=${outcome.ok ? 'yes' : 'no'}>${outcome.ok ? '✓' : '✗'} ${result(outcome)}</td>
      <td class="right">
        ${outcome.roundTripMillis === null ? '–' : millis(outcome.roundTripMillis)}
      </td>
    </tr>
  `;
}

customElements.define('tp-command', CommandElement);
