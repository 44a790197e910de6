// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { bytes, short, timeOfDay, visible } from '../format';
import type { OwnerMessage } from '../model';
import type { Timed } from '../moments';
import type { Incident } from '../store';
import { breakable } from './breakable';
import { PlainElement } from './plain-element';

const SHOWN_MAX = 60;
const TEXT_MAX = 300;

/// The last messages of both sites, and who was turned away.
class MessagesElement extends PlainElement {
  static override properties = {
    messages: { attribute: false },
    incidents: { attribute: false },
    revision: { attribute: false },
    wanted: { state: true },
  };

  declare messages: readonly Timed<OwnerMessage>[];
  declare incidents: readonly Incident[];
  declare revision: number;
  declare wanted: string;

  constructor() {
    super();
    this.wanted = '';
  }

  private found(): readonly Timed<OwnerMessage>[] {
    return this.wanted === ''
      ? this.messages
      : this.messages.filter(({ what }) => has(what, this.wanted));
  }

  protected override render(): TemplateResult {
    const found = this.found();
    return html`
      <div class="section-head">
        <h2 id="messages-title">Last messages</h2>
        <label
          >Show only
          <input
            type="search"
            placeholder="topic, value or sender"
            @input=${(event: Event) => {
              this.wanted = (event.currentTarget as HTMLInputElement).value.toLowerCase();
            }}
        /></label>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="messages-title">
        <table class="list messages">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Pair</th>
              <th scope="col">From</th>
              <th scope="col">Topic</th>
              <th scope="col">Payload</th>
              <th scope="col" class="right">Size</th>
              <th scope="col">QoS</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              found.slice(-SHOWN_MAX).reverse(),
              (message) => message.n,
              (message) => guard([message.n], () => row(message)),
            )}
          </tbody>
        </table>
        ${found.length === 0
          ? html`<p class="empty">
              ${this.wanted === '' ? 'No message yet.' : 'No message has that in it.'}
            </p>`
          : nothing}
      </div>
      <h2>Turned away</h2>
      ${this.incidents.length === 0
        ? html`<p class="empty">Nobody so far. Who may not connect, publish or subscribe appears here.</p>`
        : html`<ul class="incidents scroll" tabindex="0" role="log" aria-label="Turned away">
            ${this.incidents
              .slice(-SHOWN_MAX)
              .reverse()
              .map(
                (incident) => html`<li>
                  <time>${timeOfDay(incident.at)}</time>
                  <b><bdi>${visible(short(incident.who, TEXT_MAX))}</bdi></b>
                  <bdi>${visible(short(incident.did, TEXT_MAX))}</bdi>:
                  <bdi>${visible(short(incident.what, TEXT_MAX))}</bdi>
                </li>`,
              )}
          </ul>`}
    `;
  }
}

function has(message: OwnerMessage, wanted: string): boolean {
  return [message.topic, message.payload, message.publisher].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

function row({ at, what }: Timed<OwnerMessage>): TemplateResult {
  const tls = what.transport === 'TLS';
  return html`
    <tr>
      <td><time>${timeOfDay(at)}</time></td>
      <td><span class="pair" data-transport=${what.transport}>${tls ? 'TLS' : 'plain'}</span></td>
      <td>${visible(short(what.publisher, TEXT_MAX))}</td>
      <td class="topic">${breakable(what.topic, TEXT_MAX)}</td>
      <td class="payload">${breakable(what.payload, TEXT_MAX)}</td>
      <td class="right">${bytes(what.payloadBytes)}</td>
      <td>${what.qos}${what.retained ? ' retained' : ''}</td>
    </tr>
  `;
}

customElements.define('tp-messages', MessagesElement);
