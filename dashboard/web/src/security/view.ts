// SPDX-License-Identifier: MIT
import { html, type TemplateResult } from 'lit';
import { ViewElement } from '../elements/view-element';
import '../evidence/styles.css';
import { epochMillis, millis, timeOfDay, visible } from '../format';
import type { CommandOutcome } from '../model';
import type { Incident } from '../store';
import './certificates';
import './findings';
import './rights';
import './styles.css';

const INCIDENTS_SHOWN = 50;

/// Findings with evidence, certificates, rights, and what was denied and commanded.
class SecurityView extends ViewElement {
  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <div class="sec-grid">
        <section class="card sec-wide" aria-labelledby="sec-findings">
          <h2 id="sec-findings">Findings of this run</h2>
          <tp-findings
            .asked=${this.link.get('finding') ?? ''}
            @finding=${(e: CustomEvent<string>) =>
              this.showInAddress('security', { finding: e.detail })}
          ></tp-findings>
        </section>
        <section class="card sec-wide" aria-labelledby="sec-certificates">
          <h2 id="sec-certificates">Certificates</h2>
          <p class="hint">
            Key log: <b>${store.capture.keyLog ? 'on' : 'off'}</b>.
            ${store.capture.keyLog
              ? 'This run writes its TLS secrets down; whoever has them reads the TLS side.'
              : 'No TLS secret of this run is written down.'}
          </p>
          <tp-certificates></tp-certificates>
        </section>
        <section class="card" aria-labelledby="sec-denied">
          <h2 id="sec-denied">Denied and turned away</h2>
          <p class="hint">Since this page was opened, newest first.</p>
          ${this.denied()}
        </section>
        <section class="card" aria-labelledby="sec-commands">
          <h2 id="sec-commands">Commands</h2>
          <p class="hint">Since this page was opened, newest first.</p>
          ${this.commands()}
        </section>
        <section class="card sec-wide" aria-labelledby="sec-rights">
          <h2 id="sec-rights">Identities and rights</h2>
          <p class="hint">
            What is not listed is denied.
            ${store.experiments.trap.on
              ? 'The trap is on: nothing keeps the two sides apart.'
              : 'Whatever is listed, the plain port reaches plain/# only, and the TLS port secure/#.'}
          </p>
          <tp-rights></tp-rights>
        </section>
      </div>
    `;
  }

  private denied(): TemplateResult {
    const shown = this.store.incidents.slice(-INCIDENTS_SHOWN).reverse();
    return shown.length === 0
      ? html`<p class="empty">
          Nothing was denied. Try it: publish to a topic that is not yours, with mosquitto_pub for
          example.
        </p>`
      : html`<ul class="sec-events" tabindex="0" role="list" aria-label="Denied and turned away">
          ${shown.map((one) => this.incident(one))}
        </ul>`;
  }

  private incident(one: Incident): TemplateResult {
    return html`<li>
      <time>${timeOfDay(one.at)}</time> <b>${visible(one.who)}</b> ${visible(one.did)}
      <span class="small">${visible(one.what)}</span>
    </li>`;
  }

  private commands(): TemplateResult {
    const shown = this.store.commands.slice(-INCIDENTS_SHOWN).reverse();
    return shown.length === 0
      ? html`<p class="empty">None was sent. The view Lab has a form for it.</p>`
      : html`<ul class="sec-events" tabindex="0" role="list" aria-label="Commands">
          ${shown.map((one) => this.command(one))}
        </ul>`;
  }

  private command(one: CommandOutcome): TemplateResult {
    const time = one.roundTripMillis === null ? '' : ` after ${millis(one.roundTripMillis)}`;
    return html`<li data-ok=${one.ok ? 'yes' : 'no'}>
      <time>${timeOfDay(epochMillis(one.sentAt))}</time> <b>${visible(one.board)}</b>
      ${visible(one.name)} ${visible(one.sent)} →
      ${one.ok
        ? html`answered “${visible(one.value ?? '')}”${time}`
        : html`<b class="sec-bad">${visible(one.error ?? 'no answer')}</b>${time}`}
      <span class="small">id ${visible(one.id)}</span>
    </li>`;
  }
}

customElements.define('tp-security-view', SecurityView);
