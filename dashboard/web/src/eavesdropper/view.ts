// SPDX-License-Identifier: MIT
// The heart of the page: the same moment twice, as it was said and as it crossed the wire, and what
// becomes of it when something is wrong at the broker.
import { html, nothing, type TemplateResult } from 'lit';
import '../elements/views';
import { ViewElement } from '../elements/view-element';
import { plural } from '../format';
import type { Transport } from '../model';
import '../evidence/styles.css';
import './experiments';
import './leaks';
import './styles.css';

const PAIRS: readonly { transport: Transport; title: string; answer: string }[] = [
  {
    transport: 'PLAIN',
    title: 'Plain MQTT',
    answer: 'Left and right are the same: topic, value, user name, password. Nothing protects them.',
  },
  {
    transport: 'TLS',
    title: 'MQTT over TLS',
    answer: 'Left you read it, right nobody does. Who talks, when and how much still shows.',
  },
];

class EavesdropperView extends ViewElement {
  static override properties = {
    ...ViewElement.properties,
    held: { state: true },
    guided: { state: true },
  };

  declare held: boolean;
  declare guided: boolean;

  constructor() {
    super();
    this.held = false;
    this.guided = true;
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <div class="ev-head">
        <h2>What somebody on the wire gets</h2>
        <div class="buttons">
          <button
            type="button"
            data-command="guide"
            aria-expanded=${this.guided ? 'true' : 'false'}
            @click=${() => {
              this.guided = !this.guided;
            }}
          >
            ${this.guided ? 'Hide the guide' : 'Show the guide'}
          </button>
          <button
            type="button"
            aria-pressed=${this.held ? 'true' : 'false'}
            data-command="hold"
            @click=${() => {
              this.held = !this.held;
            }}
          >
            ${this.held ? 'Go on' : 'Hold the views'}
          </button>
        </div>
      </div>
      ${this.guided ? this.guide() : nothing}
      <div class="ev-pairs">${PAIRS.map((pair) => this.pair(pair.transport, pair.title, pair.answer))}</div>
      <tp-experiments .store=${store}></tp-experiments>
      <section class="card" aria-labelledby="ev-leaks">
        <h2 id="ev-leaks">What TLS still tells</h2>
        <tp-leaks .store=${store}></tp-leaks>
      </section>
    `;
  }

  private guide(): TemplateResult {
    return html`
      <section class="card ev-guide" aria-label="Guide">
        <ol>
          <li>
            <b>Who speaks.</b> Small boards measure temperature and send it to a <i>broker</i>, a post
            office for messages. A message has a <span class="topic">topic</span> (the address) and a
            <span class="payload">value</span> (the letter). Whoever subscribed to the topic gets it.
          </li>
          <li>
            <b>Two columns, one moment.</b> Left is what was said. Right are the very bytes that crossed
            the wire at that moment, read by a program that has no key, as anybody in the same network
            could. Colours say what bytes mean; hatched bytes mean nothing without the key.
          </li>
          <li>
            <b>Compare.</b> In the plain pair the same words stand on both sides. In the TLS pair the
            right side is only hatched.
          </li>
          <li>
            <b>Break it.</b> Below you can make two common mistakes on purpose and watch what changes.
          </li>
        </ol>
        <p class="key" aria-label="Colours of bytes">
          Bytes: <span class="topic">topic</span> <span class="payload">value</span>
          <span class="rest">other MQTT</span> <span class="sealed">sealed</span>
        </p>
      </section>
    `;
  }

  private pair(transport: Transport, title: string, answer: string): TemplateResult {
    const { store } = this;
    const id = `ev-${transport}`;
    const port = store.ports.find((one) => one.transport === transport);
    if (!port) {
      return html`<section class="ev-pair" data-transport=${transport} aria-labelledby=${id}>
        <h2 id=${id}>${title}</h2>
        <p class="empty">
          This lab has no such side. Start one that has: <code>./twinport up</code> without a lab file.
        </p>
      </section>`;
    }
    const trapped = transport === 'PLAIN' && store.experiments.trap.on;
    return html`
      <section
        class="ev-pair"
        data-transport=${transport}
        data-trapped=${trapped ? 'yes' : 'no'}
        aria-labelledby=${id}
      >
        <header class="lane-head">
          <h2 id=${id}>${title} <span class="port">port ${port.port}</span></h2>
          <p>
            ${answer} So far
            <b>${plural(port.readable, 'message', 'messages')} readable</b>,
            <b>${plural(port.sealed, 'record', 'records')} sealed</b>.
          </p>
        </header>
        ${trapped
          ? html`<p class="ev-alarm" role="status">
              <b>The trap is on.</b> Messages on <span class="topic">secure/…</span> came over TLS. The
              broker hands them to a subscriber on this port, and here they are, in clear.
            </p>`
          : nothing}
        <tp-views
          class="card"
          .transport=${transport}
          .moments=${store.moments(transport)}
          .held=${this.held}
          .tapped=${store.capture.path !== ''}
        ></tp-views>
      </section>
    `;
  }
}

customElements.define('tp-eavesdropper-view', EavesdropperView);
