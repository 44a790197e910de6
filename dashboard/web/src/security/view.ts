// SPDX-License-Identifier: MIT
import { html, type TemplateResult } from 'lit';
import { ViewElement } from '../elements/view-element';
import '../evidence/styles.css';
import { timeOfDay, visible } from '../format';
import type { Incident } from '../store';
import './certificates';
import './findings';
import './ledger';
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
          <h2 id="sec-denied">Denied</h2>
          <p class="hint">What was denied last in this run, newest first.</p>
          <tp-denials></tp-denials>
          <h3>Turned away and denied since this page was opened</h3>
          ${this.incidents()}
        </section>
        <section class="card" aria-labelledby="sec-commands">
          <h2 id="sec-commands">Commands</h2>
          <p class="hint">Who commanded what and what became of it, newest first.</p>
          <tp-command-ledger></tp-command-ledger>
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

  private incidents(): TemplateResult {
    const shown = this.store.incidents.slice(-INCIDENTS_SHOWN).reverse();
    return shown.length === 0
      ? html`<p class="empty">Nobody was turned away.</p>`
      : html`<div class="sec-events" tabindex="0" role="region" aria-label="Turned away">
          <ul>
            ${shown.map((one) => this.incident(one))}
          </ul>
        </div>`;
  }

  private incident(one: Incident): TemplateResult {
    return html`<li>
      <time>${timeOfDay(one.at)}</time> <b>${visible(one.who)}</b> ${visible(one.did)}
      <span class="small">${visible(one.what)}</span>
    </li>`;
  }
}

customElements.define('tp-security-view', SecurityView);
