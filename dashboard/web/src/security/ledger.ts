// SPDX-License-Identifier: MIT
// What was denied and what was commanded in the whole run, as the lab wrote it down.
import { html, nothing, type TemplateResult } from 'lit';
import { fetchJson } from '../api';
import { PlainElement } from '../elements/plain-element';
import { Asking } from '../evidence/asked';
import { epochMillis, millis, timeOfDay, visible } from '../format';
import type { CommandRecord, Denial } from './model';

const EVERY_MILLIS = 3000;
const SHOWN = 100;

abstract class LedgerElement<T> extends PlainElement {
  protected abstract readonly asking: Asking<readonly T[]>;
  protected abstract readonly label: string;
  protected abstract readonly empty: string;

  protected override render(): TemplateResult {
    const { value, problem } = this.asking.state;
    return html`
      ${problem === ''
        ? nothing
        : html`<p class="problem" role="alert">
            This could not be asked: ${visible(problem)}. It is asked again.
          </p>`}
      ${value === undefined
        ? nothing
        : value.length === 0
          ? html`<p class="empty">${this.empty}</p>`
          : html`<div class="sec-events" tabindex="0" role="region" aria-label=${this.label}>
              <ul>
                ${value.slice(0, SHOWN).map((one) => this.row(one))}
              </ul>
            </div>`}
    `;
  }

  protected abstract row(one: T): TemplateResult;
}

class DenialsElement extends LedgerElement<Denial> {
  protected readonly label = 'Denied';
  protected readonly empty =
    'Nothing was denied. Try it: publish to a topic that is not yours, with mosquitto_pub for example.';
  protected readonly asking = new Asking<readonly Denial[]>(
    this,
    async () => (await fetchJson<{ denials: readonly Denial[] }>('/api/denials')).denials,
    EVERY_MILLIS,
  );

  protected row(one: Denial): TemplateResult {
    return html`<li data-denied=${one.identity}>
      <time>${timeOfDay(epochMillis(one.at))}</time> <b>${visible(one.identity)}</b>
      <span class="small">(${one.side === 'TLS' ? 'TLS' : 'plain'})</span> may not ${visible(one.action)}
      <span class="topic">${visible(one.topic)}</span> <span class="small">${visible(one.rule)}</span>
    </li>`;
  }
}

class CommandsElement extends LedgerElement<CommandRecord> {
  protected readonly label = 'Commands';
  protected readonly empty = 'None was sent. The view Lab has a form for it.';
  protected readonly asking = new Asking<readonly CommandRecord[]>(
    this,
    async () => (await fetchJson<{ commands: readonly CommandRecord[] }>('/api/commands')).commands,
    EVERY_MILLIS,
  );

  protected row(one: CommandRecord): TemplateResult {
    return commandRow(one);
  }
}

const STATES: Readonly<Record<CommandRecord['state'], string>> = {
  WAITING: 'waits for an answer',
  DONE: 'done',
  REFUSED: 'refused by the board',
  UNANSWERED: 'no answer',
};

function commandRow(one: CommandRecord): TemplateResult {
  const time = one.roundTripMillis === null ? '' : ` after ${millis(one.roundTripMillis)}`;
  const bad = one.state === 'REFUSED' || one.state === 'UNANSWERED';
  const side = one.side === '' ? '' : one.side === 'TLS' ? ', TLS' : ', plain';
  return html`<li data-command-state=${one.state}>
    <time>${timeOfDay(epochMillis(one.at))}</time> <b>${visible(one.board)}</b> ${visible(one.name)}
    ${visible(one.value)} → <b class=${bad ? 'sec-bad' : ''}>${STATES[one.state]}</b>${time}
    <span class="small"
      >by ${visible(one.by)}${side}, id
      ${visible(one.id)}${one.repeats > 0 ? `, sent again ${one.repeats} times` : ''}</span
    >
    ${one.notes.map(
      (note) =>
        html`<span class="sec-note"
          ><b class="sec-bad">${visible(note.kind.toLowerCase())}</b> ${visible(note.said)}</span
        >`,
    )}
  </li>`;
}

customElements.define('tp-denials', DenialsElement);
customElements.define('tp-command-ledger', CommandsElement);
