// SPDX-License-Identifier: MIT
// Two mistakes that can be made on purpose, and what follows from them.
import { html, nothing, type TemplateResult } from 'lit';
import { setFlaw, setTrap, tellBoard } from '../api';
import { PlainElement } from '../elements/plain-element';
import { epochMillis, timeOfDay, visible } from '../format';
import type { LabStore } from '../store';

const FLAWS: readonly { word: string; text: string }[] = [
  { word: 'unknown-ca', text: 'signed by an unknown authority' },
  { word: 'self-signed', text: 'signed by itself' },
  { word: 'same-name-ca', text: 'signed by an impostor of the authority' },
  { word: 'wrong-name', text: 'made for another host' },
  { word: 'expired', text: 'expired' },
  { word: 'not-yet-valid', text: 'not yet valid' },
  { word: 'no-san', text: 'without the host in its list of names' },
  { word: 'wrong-use', text: 'made for clients' },
  { word: 'weak-key', text: 'with a weak key' },
  { word: 'sha1', text: 'with an old signature (SHA-1)' },
  { word: 'incomplete-chain', text: 'without its intermediate' },
];

/// What a board wrote last: two lines, since an error may break into them.
export function lastWord(serial: string): string {
  return serial.trimEnd().split('\n').slice(-2).join(' ').slice(-240);
}

class ExperimentsElement extends PlainElement {
  static override properties = {
    store: { attribute: false },
    flaw: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare store: LabStore;
  declare flaw: string;
  declare busy: string;
  declare problem: string;
  private forget: (() => void) | undefined;

  constructor() {
    super();
    this.flaw = FLAWS[0]!.word;
    this.busy = '';
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = this.store.listen(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  private async change(what: string, make: () => Promise<unknown>): Promise<void> {
    this.busy = what;
    this.problem = '';
    try {
      await make();
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    } finally {
      this.busy = '';
    }
  }

  protected override render(): TemplateResult {
    return html`
      <section class="ev-experiments" aria-labelledby="ev-break">
        <h2 id="ev-break">Break it on purpose</h2>
        <p class="problem" role="alert">${visible(this.problem)}</p>
        <div class="ev-two">${this.trap()} ${this.certificate()}</div>
      </section>
    `;
  }

  private trap(): TemplateResult {
    const { on, obstacle, since, listening } = this.store.experiments.trap;
    return html`
      <div class="card ev-experiment" data-experiment="trap" data-on=${on ? 'yes' : 'no'}>
        <h3>Mistake 1: the broker mixes the sides</h3>
        <p>
          One broker serves both ports. Unless its rights keep them apart, it hands a message that came
          over TLS to whoever subscribed on the plain port: TLS ended at the broker. Switched on, a
          client of the lab subscribes to <span class="topic">secure/#</span> on the plain port. Look at
          the plain pair then.
        </p>
        <p class="ev-state" role="status">
          ${on
            ? html`<b class="ev-bad">On</b> since ${timeOfDay(epochMillis(since ?? ''))}${listening
                  ? nothing
                  : ', but no listener hears it: switch it off and on again'}.`
            : html`<b>Off.</b> Each port reaches its own topics only.`}
        </p>
        ${obstacle === ''
          ? html`<button
              type="button"
              class=${on ? 'ev-right' : 'ev-wrong'}
              data-command="trap"
              ?disabled=${this.busy !== ''}
              @click=${() => void this.change('trap', () => setTrap(!on))}
            >
              ${this.busy === 'trap' ? 'Wait…' : on ? 'Keep the sides apart again' : 'Mix the sides'}
            </button>`
          : html`<p class="hint">It cannot be switched here: ${visible(obstacle)}.</p>`}
      </div>
    `;
  }

  private certificate(): TemplateResult {
    const { wrong, obstacle, certificate, since } = this.store.experiments.certificate;
    const text = FLAWS.find((flaw) => flaw.word === certificate)?.text ?? visible(certificate);
    return html`
      <div class="card ev-experiment" data-experiment="certificate" data-on=${wrong ? 'yes' : 'no'}>
        <h3>Mistake 2: a board does not look whom it talks to</h3>
        <p>
          TLS seals, but to whom? The broker proves who it is by a certificate. Let it show a bad one, as
          an impostor would: boards that look stay away, and that is right. One that does not look
          (<code>setInsecure()</code>) talks to anybody. The boards are disconnected and come again.
        </p>
        <p class="ev-state" role="status">
          ${wrong
            ? html`<b class="ev-bad">A bad certificate</b>, ${text}, since
                ${timeOfDay(epochMillis(since ?? ''))}.`
            : html`<b>The right certificate.</b>`}
        </p>
        ${obstacle === ''
          ? html`<div class="buttons">
              ${wrong
                ? html`<button
                    type="button"
                    class="ev-right"
                    data-command="good-certificate"
                    ?disabled=${this.busy !== ''}
                    @click=${() => void this.change('flaw', () => setFlaw('good'))}
                  >
                    ${this.busy === 'flaw' ? 'Wait…' : 'Show the right one again'}
                  </button>`
                : html`<label
                      >A certificate
                      <select
                        data-control="flaw"
                        @change=${(e: Event) => {
                          this.flaw = (e.target as HTMLSelectElement).value;
                        }}
                      >
                        ${FLAWS.map(
                          (flaw) =>
                            html`<option value=${flaw.word} ?selected=${flaw.word === this.flaw}>
                              ${flaw.text}
                            </option>`,
                        )}
                      </select></label
                    >
                    <button
                      type="button"
                      class="ev-wrong"
                      data-command="bad-certificate"
                      ?disabled=${this.busy !== ''}
                      @click=${() => void this.change('flaw', () => setFlaw(this.flaw))}
                    >
                      ${this.busy === 'flaw' ? 'Wait…' : 'Show it'}
                    </button>`}
            </div>`
          : html`<p class="hint">It cannot be changed here: ${visible(obstacle)}.</p>`}
        ${since === null ? nothing : this.boards()}
      </div>
    `;
  }

  private boards(): TemplateResult {
    const { wrong, came, away } = this.store.experiments.certificate;
    return html`
      <ul class="ev-boards" aria-label="Boards of the TLS side since then">
        ${came.map((id) =>
          this.board(
            id,
            wrong ? 'bad' : 'good',
            wrong
              ? 'talks to it all the same: it does not look at the certificate'
              : 'is back: it was shown the right certificate',
          ),
        )}
        ${away.map((id) =>
          this.board(
            id,
            wrong ? 'good' : 'wait',
            wrong
              ? 'has not come since: a board that looks stays away'
              : 'has not come back yet: boards wait longer after each try, up to half a minute',
          ),
        )}
      </ul>
    `;
  }

  private board(id: string, how: string, text: string): TemplateResult {
    const said = lastWord(this.store.serial(id));
    return html`
      <li data-board-state=${id} data-how=${how}>
        <b>${visible(id)}</b> ${text}
        ${said === ''
          ? nothing
          : html`<span class="ev-said">it says: <q>${visible(said)}</q></span>`}
        ${how === 'wait'
          ? html`<button
              type="button"
              aria-label=${`Restart ${visible(id)}`}
              @click=${() => void this.change(id, () => tellBoard(id, 'restart'))}
            >
              Restart
            </button>`
          : nothing}
      </li>
    `;
  }
}

customElements.define('tp-experiments', ExperimentsElement);
