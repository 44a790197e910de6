// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { bytes, plural, short, timeOfDay, visible } from '../format';
import { runs } from '../hex';
import type { OwnerMessage, Transport, WireView } from '../model';
import type { Moment, Timed } from '../moments';
import { breakable } from './breakable';
import { PlainElement } from './plain-element';

const MOMENTS_MAX = 40;
const ITEMS_MAX = 5;
const TEXT_MAX = 240;
const SAMPLE_FIRST = 64;
const SAMPLE_MORE = 16;

const WORDS = {
  PLAIN: {
    seen: 'The same moments without any password or key: every topic and every value, as they crossed the wire.',
    none: 'nothing of yours: connection upkeep',
  },
  TLS: {
    seen: 'The same moments without the keys: sealed records. Only who talks, when and how much still shows.',
    none: 'nothing of yours: connection upkeep',
  },
} as const;

/// What was sent, beside what an eavesdropper reads, moment by moment.
class ViewsElement extends PlainElement {
  static override properties = {
    transport: { attribute: false },
    moments: { attribute: false },
    held: { attribute: false },
    tapped: { attribute: false },
  };

  declare transport: Transport;
  declare moments: readonly Moment[];
  declare held: boolean;
  declare tapped: boolean;
  private shown: readonly Moment[] = [];

  protected override render(): TemplateResult {
    if (!this.held) {
      this.shown = this.moments.slice(0, MOMENTS_MAX);
    }
    const words = WORDS[this.transport];
    const name = this.transport === 'PLAIN' ? 'plain' : 'TLS';
    return html`
      <div
        class="views"
        data-views=${this.transport}
        role="table"
        aria-label=${`Sent and seen, ${name} pair`}
      >
        <div class="views-head" role="row">
          <div role="columnheader">
            <h3>What you sent</h3>
            <p>Messages as the broker delivers them to you, their owner.</p>
          </div>
          <div role="columnheader">
            <h3>What an eavesdropper reads</h3>
            <p>${words.seen}</p>
          </div>
        </div>
        <div class="views-body" tabindex="0" role="rowgroup" aria-label=${`Moments of the ${name} pair`}>
          ${this.shown.length === 0
            ? html`<p class="empty">Nothing yet. A board sends every two seconds once it runs.</p>`
            : repeat(
                this.shown,
                (moment) => moment.key,
                (moment) =>
                  guard([moment.key, moment.sent.length, moment.seen.length, this.tapped], () =>
                    this.row(moment),
                  ),
              )}
        </div>
      </div>
    `;
  }

  private row(moment: Moment): TemplateResult {
    return html`
      <div class="moment" role="row">
        <div class="sent" role="cell">
          <time>${timeOfDay(moment.at)}</time>
          ${moment.sent.length === 0
            ? html`<p class="none">${WORDS[this.transport].none}</p>`
            : moment.sent.slice(0, ITEMS_MAX).map((item) => this.said(item.what))}
          ${more(moment.sent.length - ITEMS_MAX, 'message', 'messages')}
        </div>
        <div class="seen" role="cell">
          ${moment.seen.length === 0
            ? html`<p class="none">
                ${this.tapped ? 'nothing in this moment' : 'this lab runs without a tap'}
              </p>`
            : moment.seen.slice(0, ITEMS_MAX).map((item, i) => this.heard(item, i, moment.seen))}
          ${more(moment.seen.length - ITEMS_MAX, 'packet', 'packets')}
        </div>
      </div>
    `;
  }

  private said(message: OwnerMessage): TemplateResult {
    return html`
      <div class="said">
        <p class="topic">${breakable(message.topic, TEXT_MAX)}</p>
        <p class="payload">${breakable(message.payload, TEXT_MAX)}</p>
        <p class="small">
          ${visible(short(message.publisher, TEXT_MAX))}, ${bytes(message.payloadBytes)}
        </p>
      </div>
    `;
  }

  private heard(
    item: Timed<WireView>,
    index: number,
    all: readonly Timed<WireView>[],
  ): TemplateResult {
    const view = item.what;
    const again = all.slice(0, index).some((other) => other.what.sampleHex === view.sampleHex);
    const client = visible(short(view.client, TEXT_MAX));
    return html`
      <div class="heard" data-readable=${view.readable ? 'yes' : 'no'}>
        <p class="small">
          <span class="way" aria-hidden="true">${view.fromClient ? '▲' : '▼'}</span>
          <b>${visible(view.kind)}</b> ${view.fromClient ? 'from' : 'to'} ${client},
          ${bytes(view.bytes)}
        </p>
        ${again ? html`<p class="small">the same bytes again</p>` : this.content(view, index)}
      </div>
    `;
  }

  private content(view: WireView, index: number): TemplateResult {
    const shown = index === 0 ? SAMPLE_FIRST : SAMPLE_MORE;
    const hidden = view.bytes - Math.min(shown, view.sampleHex.length / 2);
    return html`
      ${view.topic === null
        ? nothing
        : html`<p class="topic">${breakable(view.topic, TEXT_MAX)}</p>`}
      ${view.text === null
        ? nothing
        : html`<p class=${view.topic === null ? 'fact' : 'payload'}>
            ${breakable(view.text, TEXT_MAX)}
          </p>`}
      <p class="hex">
        ${runs(view, shown).map(
          (run) => html`<span class=${run.meaning}>${run.hex}</span> `,
        )}${hidden > 0 ? html`<span class="small">+ ${bytes(hidden)}</span>` : nothing}
      </p>
    `;
  }
}

function more(n: number, one: string, many: string): TemplateResult | typeof nothing {
  return n > 0 ? html`<p class="small">and ${plural(n, `more ${one}`, `more ${many}`)}</p>` : nothing;
}

customElements.define('tp-views', ViewsElement);
