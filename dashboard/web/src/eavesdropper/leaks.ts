// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fetchJson } from '../api';
import { PlainElement } from '../elements/plain-element';
import { bytes, epochMillis, plural, timeOfDay, visible } from '../format';
import { Asking } from '../evidence/asked';
import { frameLink } from '../evidence/frame-link';
import { latest } from './latest';
import type { Known, LastRecord, Leak, Leaks } from './model';

const EVERY_MILLIS = 4000;
const CLIENTS_SHOWN = 12;

const ABOUT: Readonly<Record<string, string>> = {
  who: 'who talks to whom, and when',
  name: 'names in the handshake',
  login: 'the login',
  sent: 'lengths of what it sends',
  received: 'lengths of what it gets',
  fields: 'lengths of single fields',
  rhythm: 'the rhythm',
};

function howLong(leak: Leak): string {
  const since = timeOfDay(epochMillis(leak.since));
  if (leak.open) {
    return `connected since ${since},`;
  }
  return leak.records === 0
    ? `tried to connect at ${since},`
    : `was connected from ${since} to ${timeOfDay(epochMillis(leak.until))},`;
}

/// What somebody without keys knows of each TLS connection, in words.
class LeaksElement extends PlainElement {
  private readonly asking = new Asking<Leaks>(
    this,
    () => fetchJson<Leaks>('/api/leaks'),
    EVERY_MILLIS,
  );

  protected override render(): TemplateResult {
    const { value, problem } = this.asking.state;
    return html`
      <p class="hint">
        An eavesdropper without keys knows the following, computed from the sealed bytes alone and from
        nothing else. Topics, values, user names and passwords are not among it.
      </p>
      ${problem === ''
        ? nothing
        : html`<p class="problem" role="alert">
            This could not be asked: ${visible(problem)}. What you see may be old; it is asked again.
          </p>`}
      ${value ? this.leaks(value) : problem === '' ? html`<p class="empty">Looking…</p>` : nothing}
    `;
  }

  private leaks(leaks: Leaks): TemplateResult {
    if (!leaks.seen) {
      return html`<p class="empty">Not looked at: ${visible(leaks.reason ?? '')}.</p>`;
    }
    const shown = latest(leaks);
    if (shown.length === 0) {
      return html`<p class="empty">
        No TLS connection was seen yet. Start a board of the TLS pair in the view Lab.
      </p>`;
    }
    const more = shown.length - CLIENTS_SHOWN;
    return html`
      <div class="ev-leaks">
        ${repeat(
          shown.slice(0, CLIENTS_SHOWN),
          (leak) => leak.client,
          (leak) => this.leak(leak),
        )}
      </div>
      ${more > 0 ? html`<p class="small">and ${plural(more, 'more client', 'more clients')}</p>` : nothing}
    `;
  }

  private leak(leak: Leak): TemplateResult {
    const client = visible(leak.client);
    return html`
      <article class="ev-leak" data-leak=${leak.client} aria-label=${`What leaks of ${client}`}>
        <h3>${client}</h3>
        <p class="small">
          ${howLong(leak)}
          ${visible(leak.version ?? 'version not seen')}, ${visible(leak.suite ?? 'suite not seen')},
          ${plural(leak.records, 'sealed record', 'sealed records')}
        </p>
        <p class="ev-knows"><b>An eavesdropper knows:</b></p>
        <ul>
          ${leak.knows.map((known) => this.known(known))}
        </ul>
        ${leak.last.length === 0
          ? nothing
          : html`<p class="ev-knows"><b>Its last records:</b></p>
              <ol class="ev-records" aria-label=${`Last records of ${client}`}>
                ${leak.last.map((record) => this.record(record))}
              </ol>`}
      </article>
    `;
  }

  private known(known: Known): TemplateResult {
    return html`<li data-about=${known.about}>
      <span class="ev-about">${ABOUT[known.about] ?? visible(known.about)}</span>
      ${visible(known.text)} <span class="ev-sure">${visible(known.sure)}</span> ${frameLink(known.frame)}
    </li>`;
  }

  private record(record: LastRecord): TemplateResult {
    return html`<li data-from=${record.fromClient ? 'client' : 'server'}>
      <span aria-hidden="true">${record.fromClient ? '▲' : '▼'}</span>
      <span class="sr">${record.fromClient ? 'sent' : 'received'}</span>
      <b>${bytes(record.wireBytes)}</b> <span class="small">holds ${visible(record.holds)} B</span>
    </li>`;
  }
}

customElements.define('tp-leaks', LeaksElement);
