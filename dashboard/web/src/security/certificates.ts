// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { fetchJson, renewCertificate, revokeCertificate } from '../api';
import { PlainElement } from '../elements/plain-element';
import { Asking } from '../evidence/asked';
import { count, plural, visible } from '../format';
import type { Certificate, Revoked } from './model';

const EVERY_MILLIS = 15_000;
const SERVER = '@server';

/// Days at which a certificate should be renewed.
const SOON_DAYS = 30;

const REASONS: readonly { word: string; text: string }[] = [
  { word: 'UNSPECIFIED', text: 'no reason given' },
  { word: 'KEY_COMPROMISE', text: 'its key is known to others' },
  { word: 'SUPERSEDED', text: 'it has a newer one' },
  { word: 'CESSATION_OF_OPERATION', text: 'the device is out of use' },
];

/// The day of an ISO 8601 time.
export function day(iso: string): string {
  return iso.slice(0, 10);
}

/// Certificates with days left; revoke after a second look, renew at once.
class CertificatesElement extends PlainElement {
  static override properties = {
    asked: { state: true },
    reason: { state: true },
    busy: { state: true },
    said: { state: true },
    problem: { state: true },
  };

  /// Whose revocation waits to be confirmed; empty for none.
  declare asked: string;
  declare reason: string;
  declare busy: boolean;
  declare said: string;
  declare problem: string;
  private readonly asking = new Asking<readonly Certificate[]>(
    this,
    () => fetchJson<readonly Certificate[]>('/api/certificates'),
    EVERY_MILLIS,
  );

  constructor() {
    super();
    this.asked = '';
    this.reason = REASONS[0]!.word;
    this.busy = false;
    this.said = '';
    this.problem = '';
  }

  private async change(make: () => Promise<string>): Promise<void> {
    this.busy = true;
    this.problem = '';
    this.said = '';
    try {
      this.said = await make();
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    } finally {
      this.busy = false;
      this.asked = '';
      this.asking.again();
    }
  }

  private revoke(name: string): Promise<void> {
    return this.change(async () => {
      const done = (await revokeCertificate(name, this.reason)) as Revoked;
      return `${visible(name)}: ${plural(done.certificates, 'certificate', 'certificates')} revoked, ${plural(done.connections, 'connection', 'connections')} ended after ${count(done.millis)} ms.`;
    });
  }

  private renew(name: string): Promise<void> {
    return this.change(async () => {
      const made = (await renewCertificate(name)) as Certificate;
      const next =
        name === SERVER ? 'The broker shows it from now on.' : 'The device has to be given it.';
      return `${shownName(name)}: a new certificate until ${day(made.notAfter)}, serial ${made.serial}. ${next}`;
    });
  }

  protected override render(): TemplateResult {
    const { value, problem } = this.asking.state;
    return html`
      <p class="problem" role="alert">${visible(this.problem === '' ? problem : this.problem)}</p>
      <p class="sec-said" role="status">${this.said}</p>
      ${value === undefined
        ? problem === ''
          ? html`<p class="empty">Asking…</p>`
          : nothing
        : value.length === 0
          ? html`<p class="empty">There are none: this lab has no TLS side.</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Certificates">
              <table class="list sec-table">
                <thead>
                  <tr>
                    <th scope="col">Whose</th>
                    <th scope="col" class="right">Days left</th>
                    <th scope="col">Valid</th>
                    <th scope="col">Serial</th>
                    <th scope="col">Change</th>
                  </tr>
                </thead>
                <tbody>
                  ${value.map((one) => this.row(one))}
                </tbody>
              </table>
            </div>`}
    `;
  }

  private row(one: Certificate): TemplateResult {
    const name = shownName(one.name);
    const soon = one.daysLeft < SOON_DAYS;
    return html`
      <tr data-certificate=${one.name}>
        <th scope="row">${name}</th>
        <td class="right" data-soon=${soon ? 'yes' : 'no'}>
          ${one.withdrawn === null
            ? html`${plural(one.daysLeft, 'day', 'days')}${one.daysLeft < 0
                ? html` <b class="sec-bad">expired</b>`
                : soon
                  ? html` <b class="sec-bad">renew soon</b>`
                  : nothing}`
            : html`<b class="sec-bad">revoked</b>`}
        </td>
        <td>
          ${day(one.notBefore)} to
          ${day(one.notAfter)}${one.withdrawn === null
            ? nothing
            : html`<span class="small">, ${visible(one.withdrawn)}</span>`}
        </td>
        <td class="sec-serial">${visible(one.serial)}</td>
        <td>${this.asked === one.name ? this.confirmation(one.name) : this.buttons(one)}</td>
      </tr>
    `;
  }

  private buttons(one: Certificate): TemplateResult {
    const name = shownName(one.name);
    return html`<span class="buttons">
      <button
        type="button"
        aria-label=${`Renew the certificate of ${name}`}
        data-command="renew"
        ?disabled=${this.busy}
        @click=${() => void this.renew(one.name)}
      >
        Renew
      </button>
      ${one.name === SERVER || one.withdrawn !== null
        ? nothing
        : html`<button
            type="button"
            class="ev-wrong"
            aria-label=${`Revoke the certificate of ${name}`}
            data-command="revoke"
            ?disabled=${this.busy}
            @click=${() => {
              this.asked = one.name;
              this.said = '';
            }}
          >
            Revoke…
          </button>`}
    </span>`;
  }

  private confirmation(name: string): TemplateResult {
    return html`<div class="sec-confirm" role="group" aria-label=${`Revoke ${visible(name)}`}>
      <p>
        <b>${visible(name)}</b> is cut off at once and stays out until it is given a new certificate. This
        cannot be undone.
      </p>
      <label
        >Because
        <select
          data-control="reason"
          @change=${(e: Event) => {
            this.reason = (e.target as HTMLSelectElement).value;
          }}
        >
          ${REASONS.map(
            ({ word, text }) =>
              html`<option value=${word} ?selected=${word === this.reason}>${text}</option>`,
          )}
        </select></label
      >
      <span class="buttons">
        <button
          type="button"
          class="ev-wrong"
          data-command="revoke-now"
          ?disabled=${this.busy}
          @click=${() => void this.revoke(name)}
        >
          Revoke ${visible(name)}
        </button>
        <button
          type="button"
          data-command="keep"
          @click=${() => {
            this.asked = '';
          }}
        >
          Keep it
        </button>
      </span>
    </div>`;
  }
}

function shownName(name: string): string {
  return name === SERVER ? 'the broker' : visible(name);
}

customElements.define('tp-certificates', CertificatesElement);
