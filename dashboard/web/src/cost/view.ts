// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { fetchJson, sendCommand } from '../api';
import { ViewElement } from '../elements/view-element';
import { Asking } from '../evidence/asked';
import { epochMillis, plural, timeOfDay, visible } from '../format';
import type { Change, Cost, Handshakes, Memory, Messages, RoundTrip } from './model';
import { spreadCell } from './spread';
import './styles.css';
import { added } from './twins';

const EVERY_MILLIS = 5000;
const ROUNDS = 10;

/// Plain against TLS, measured in this lab.
class CostView extends ViewElement {
  static override properties = {
    ...ViewElement.properties,
    measuring: { state: true },
    problem: { state: true },
  };

  /// What is measured just now; empty for nothing.
  declare measuring: string;
  declare problem: string;
  private readonly asking = new Asking<Cost>(
    this,
    () => fetchJson<Cost>('/api/cost'),
    EVERY_MILLIS,
  );

  constructor() {
    super();
    this.measuring = '';
    this.problem = '';
  }

  protected override render(): TemplateResult {
    const { value, problem } = this.asking.state;
    return html`
      ${problem === ''
        ? nothing
        : html`<p class="problem" role="alert">
            This could not be asked: ${visible(problem)}. What you see may be old; it is asked again.
          </p>`}
      ${value ? this.cost(value) : problem === '' ? html`<p class="waiting">Measuring…</p>` : nothing}
    `;
  }

  private cost(cost: Cost): TemplateResult {
    return html`
      <p class="hint cost-how">
        Measured in this
        run${cost.upTo === null ? '' : `, up to ${timeOfDay(epochMillis(cost.upTo))}`}. Each number is the
        middle one (median); beside it half of all values, then all, and how many there were (n). Bytes
        are those that TCP carries; TCP and IP headers come on top and are alike on both sides. Times are
        this computer's, not an ESP32's.
      </p>
      ${cost.seen ? nothing : html`<p class="empty">The wire was not seen: ${visible(cost.reason ?? '')}.</p>`}
      ${cost.left.map((left) => html`<p class="problem">${visible(left)}.</p>`)}
      <div class="cost-grid">
        ${cost.seen ? this.messages(cost.messages) : nothing}
        ${cost.seen ? this.handshakes(cost.handshakes) : nothing} ${this.roundTrips(cost.roundTrips)}
        ${this.memory(cost.memory)} ${this.changes(cost.changes)}
      </div>
    `;
  }

  private table(
    id: string,
    title: string,
    hint: string,
    heads: readonly string[],
    rows: readonly TemplateResult[],
    empty: string,
  ): TemplateResult {
    return html`
      <section class="card" aria-labelledby=${id} data-cost=${id}>
        <h2 id=${id}>${title}</h2>
        <p class="hint">${hint}</p>
        ${rows.length === 0
          ? html`<p class="empty">${empty}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${id}>
              <table class="list cost-table ${id}">
                <thead>
                  <tr>
                    ${heads.map(
                      (head, i) =>
                        html`<th scope="col" class=${i === 0 ? '' : 'right'}>${head}</th>`,
                    )}
                  </tr>
                </thead>
                <tbody>
                  ${rows}
                </tbody>
              </table>
            </div>`}
      </section>
    `;
  }

  private messages(messages: readonly Messages[]): TemplateResult {
    const twins = added(messages);
    return html`
      ${twins.length === 0
        ? nothing
        : html`<section class="card cost-short" aria-labelledby="cost-short">
            <h2 id="cost-short">In short</h2>
            <ul>
              ${twins.map(
                ({ board, text }) => html`<li><b>${visible(board)}</b> sends ${text}.</li>`,
              )}
            </ul>
          </section>`}
      ${this.table(
        'cost-messages',
        'Bytes of a message',
        'In clear each PUBLISH; over TLS what was written at once after the login and holds 7 bytes or more, since nobody without keys can tell more: PUBLISH, and a SUBSCRIBE or its like.',
        ['Client', 'MQTT packet', 'On the wire', 'TLS records'],
        messages.map(
          (one) =>
            html`<tr data-transport=${one.transport}>
              <th scope="row">
                ${visible(one.client)} ${one.fromClient ? 'sends' : 'gets'}
                <span class="small">${one.transport === 'TLS' ? `TLS, ${visible(one.suite ?? '')}` : 'plain'}</span>
              </th>
              ${spreadCell(one.mqttBytes, 'bytes')} ${spreadCell(one.wireBytes, 'bytes')}
              ${one.records === null
                ? html`<td class="right"><span class="small">none: not TLS</span></td>`
                : spreadCell(one.records, 'records')}
            </tr>`,
        ),
        'No message was seen yet. A board sends every two seconds once it runs.',
      )}
    `;
  }

  private handshakes(handshakes: readonly Handshakes[]): TemplateResult {
    return this.table(
      'cost-handshakes',
      'TLS handshakes',
      'Paid once a connection, before the first message. A plain connection has none.',
      ['Client', 'From the client', 'From the broker', 'Time', 'Records', 'Turns'],
      handshakes.map(
        (one) =>
          html`<tr data-transport="TLS" data-resumed=${one.resumed ? 'yes' : 'no'}>
            <th scope="row">
              ${visible(one.client)}
              <span class="small"
                >${one.resumed ? 'resumed' : 'full'}, ${visible(one.version ?? '')},
                ${visible(one.suite ?? '')}</span
              >
            </th>
            ${spreadCell(one.clientBytes, 'bytes')} ${spreadCell(one.serverBytes, 'bytes')}
            ${spreadCell(one.millis, 'ms')} ${spreadCell(one.records, 'records')}
            ${spreadCell(one.flights, 'turns')}
          </tr>`,
      ),
      'No complete handshake was seen yet. Restart a board of the TLS pair in the view Lab.',
    );
  }

  private roundTrips(trips: readonly RoundTrip[]): TemplateResult {
    return html`
      <section class="card" aria-labelledby="cost-trips" data-cost="cost-trips">
        <h2 id="cost-trips">Round trip of a command</h2>
        <p class="hint">
          From publishing a command to the board's answer, for the commands since this lab's page was
          served, at most the last 500 a board. Boards look for messages every few milliseconds, which is
          part of it.
        </p>
        <p class="buttons">
          <button
            type="button"
            data-command="measure"
            ?disabled=${this.measuring !== ''}
            @click=${() => void this.measure(trips)}
          >
            Measure: ${plural(ROUNDS, 'command', 'commands')} to each board, in turns
          </button>
          <span class="word" role="status">${this.measuring}</span>
        </p>
        <p class="problem" role="alert">${visible(this.problem)}</p>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="cost-trips">
          <table class="list cost-table">
            <thead>
              <tr>
                <th scope="col">Board</th>
                <th scope="col" class="right">Round trip</th>
                <th scope="col" class="right">Not answered</th>
              </tr>
            </thead>
            <tbody>
              ${trips.map(
                (one) =>
                  html`<tr data-transport=${one.transport} data-trip=${one.board}>
                    <th scope="row">
                      ${visible(one.board)}
                      <span class="small">${one.transport === 'TLS' ? 'TLS' : 'plain'}</span>
                    </th>
                    ${spreadCell(one.millis, 'ms')}
                    <td class="right">${plural(one.unanswered, 'command', 'commands')}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>
    `;
  }

  /// One board after the other and again from the start, so that whatever else the computer does
  /// meets them all alike.
  private async measure(trips: readonly RoundTrip[]): Promise<void> {
    this.problem = '';
    const running = this.store.boards.filter((board) => board.state === 'running');
    const boards = trips.filter((trip) => running.some((board) => board.id === trip.board));
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        for (const { board } of boards) {
          this.measuring = `round ${round} of ${ROUNDS}: ${visible(board)}`;
          await sendCommand(board, 'led', round % 2 === 0 ? 'off' : 'on');
        }
      }
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    } finally {
      this.measuring = '';
      this.asking.again();
    }
  }

  private memory(memory: readonly Memory[]): TemplateResult {
    return this.table(
      'cost-memory',
      'Memory on an ESP32, estimated',
      'What mbedTLS would take on a real board for the last connections of this one; an estimate, see docs/reference/board-errors.md. A plain connection takes none of it.',
      ['Board', 'Worst moment of the handshake', 'While connected', 'With fitting buffers'],
      memory.map(
        (one) =>
          html`<tr data-transport="TLS">
            <th scope="row">
              ${visible(one.board)}
              <span class="small">mbedTLS of ${one.library === 'ARDUINO' ? 'Arduino' : 'MicroPython'}</span>
            </th>
            ${spreadCell(one.peakBytes, 'bytes')} ${spreadCell(one.steadyBytes, 'bytes')}
            ${spreadCell(one.fittingBytes, 'bytes')}
          </tr>`,
      ),
      'No board has made a TLS connection yet.',
    );
  }

  private changes(changes: readonly Change[]): TemplateResult {
    return this.table(
      'cost-changes',
      'What would change it',
      'Measured where this run has it; else computed from what it has, by the rule that is named. What is neither is not measured.',
      ['Change', 'Effect', 'Known how', 'Source'],
      changes.map(
        (one) =>
          html`<tr data-basis=${one.basis}>
            <th scope="row">${visible(one.what)}</th>
            <td>${visible(one.effect)}</td>
            <td><span class="cost-basis" data-basis=${one.basis}>${one.basis}</span></td>
            <td class="small">${visible(one.source)}</td>
          </tr>`,
      ),
      'Nothing can be said before a TLS connection was seen.',
    );
  }
}

customElements.define('tp-cost-view', CostView);
