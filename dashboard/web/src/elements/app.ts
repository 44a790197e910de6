// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { CAPTURE, CAPTURE_WITH_SECRETS } from '../api';
import { bytes, count, plural, visible } from '../format';
import { LiveLab } from '../live';
import type { BoardStatus, PortView, Transport } from '../model';
import { LabStore } from '../store';
import { followTheme, theme, toggleTheme } from '../theme';
import logo from '../twinport.svg';
import './board';
import './chart';
import './command';
import './messages';
import { PlainElement } from './plain-element';
import './views';

const LANES = {
  PLAIN: {
    title: 'Plain pair',
    promise: 'MQTT in the clear. Anyone on the way can read along.',
  },
  TLS: {
    title: 'TLS pair',
    promise: 'The same firmware through TLS. Only who holds the keys can read.',
  },
} as const;

class AppElement extends PlainElement {
  static override properties = { held: { state: true } };

  declare held: boolean;
  private readonly store = new LabStore();
  private readonly lab = new LiveLab(this.store);

  constructor() {
    super();
    this.held = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.listen(() => this.requestUpdate());
    followTheme(() => this.requestUpdate());
    this.lab.connect();
  }

  protected override updated(): void {
    const { name } = this.store;
    document.title = name === '' ? 'Twinport' : `${visible(name)} – Twinport`;
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <a class="skip" href="#lanes">Skip to the boards</a>
      ${this.header()} ${this.banners()}
      <main data-connection=${store.connection}>
        ${store.startedAt === '' ? this.waiting() : this.content()}
      </main>
      <footer>
        <p>
          The boards are virtual: their firmware is real, their chip is not. Link, IP and TCP headers in
          the capture are made up; the bytes inside them are those that crossed the wire.
          <a href="/licenses.txt">Licences of what this page is built with</a>
        </p>
      </footer>
    `;
  }

  private waiting(): TemplateResult {
    return html`<p class="waiting" role="status">Waiting for the lab…</p>`;
  }

  private content(): TemplateResult {
    const { store } = this;
    return html`
      <div class="intro">
        <p>
          Two pairs of boards do the same job over two wires. <b>Move a slider</b> and compare what
          you sent with what someone on the wire can read.
        </p>
        <ul class="key" aria-label="Colours of the bytes">
          <li class="topic">topic</li>
          <li class="payload">payload</li>
          <li class="rest">everything else</li>
          <li class="sealed">sealed</li>
        </ul>
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
      <div class="lanes" id="lanes">${this.lane('PLAIN')} ${this.lane('TLS')}</div>
      <div class="below">
        <section class="card" aria-labelledby="chart-title">
          <h2 id="chart-title">Both sensors, live</h2>
          <tp-chart
            .boards=${store.boards}
            .readings=${store.readings}
            .revision=${store.revision}
            .theme=${theme()}
          ></tp-chart>
        </section>
        <section class="card" aria-labelledby="command-title">
          <h2 id="command-title">Command a board</h2>
          <tp-command
            .boards=${store.boards}
            .commands=${store.commands}
            .revision=${store.revision}
          ></tp-command>
        </section>
      </div>
      <section class="card">
        <tp-messages
          .messages=${store.messages}
          .incidents=${store.incidents}
          .revision=${store.revision}
        ></tp-messages>
      </section>
    `;
  }

  private lane(transport: Transport): TemplateResult {
    const { store } = this;
    const { title, promise } = LANES[transport];
    const boards = store.boards.filter((board) => board.transport === transport);
    const port = store.ports.find((p) => p.transport === transport);
    const id = `lane-${transport}`;
    return html`
      <section class="lane" data-transport=${transport} aria-labelledby=${id}>
        <header class="lane-head">
          <h2 id=${id}>${title}${port ? html` <span class="port">port ${port.port}</span>` : nothing}</h2>
          <p>${promise}</p>
        </header>
        <div class="boards">
          ${repeat(
            boards,
            (board: BoardStatus) => board.id,
            (board) => html`
              <tp-board .board=${board} .serial=${store.serial(board.id)}></tp-board>
            `,
          )}
        </div>
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

  private header(): TemplateResult {
    const { store } = this;
    return html`
      <header class="top">
        <h1>
          <img src=${logo} alt="" width="28" height="28" /> Twinport
          ${store.name === '' ? nothing : html`<span class="lab-name">${visible(store.name)}</span>`}
        </h1>
        <ul class="facts" aria-label="Ports and capture">
          ${store.ports.map((port) => this.port(port))}
          ${store.startedAt === '' ? nothing : html`<li>${this.capture()}</li>`}
          ${store.history.place === '' ? nothing : html`<li data-history>${this.history()}</li>`}
        </ul>
        <div class="top-actions">
          ${store.capture.path === ''
            ? nothing
            : html`<a class="button" href=${CAPTURE} download data-command="download"
                >Download capture</a
              >`}
          <span class="connection" role="status" data-connection=${store.connection}
            >${this.connectionWord()}</span
          >
          <button
            type="button"
            class="theme"
            aria-label=${`Switch to ${theme() === 'dark' ? 'light' : 'dark'} colours`}
            data-command="theme"
            @click=${() => {
              toggleTheme();
              this.requestUpdate();
            }}
          >
            ${theme() === 'dark' ? '☀' : '☾'}
          </button>
        </div>
      </header>
    `;
  }

  private port(port: PortView): TemplateResult {
    return html`<li data-transport=${port.transport} data-port=${port.port}>
      <b>${port.port}</b>
      <span><b>${count(port.readable)}</b> readable</span>
      <span><b>${count(port.sealed)}</b> sealed</span>
    </li>`;
  }

  private capture(): TemplateResult {
    const { path, frames, bytes: size } = this.store.capture;
    return path === ''
      ? html`<span>no capture: this lab runs without a tap</span>`
      : html`<span title=${path}
          ><span class="dot" aria-hidden="true"></span>capturing
          <b>${plural(frames, 'frame', 'frames')}</b>, ${bytes(size)}</span
        >`;
  }

  private history(): TemplateResult {
    const { place, stored, lost, trouble } = this.store.history;
    const why = trouble === '' ? '' : `, not written just now: ${visible(trouble)}`;
    return html`<span title=${`${place}${why}`}
      >kept <b>${plural(stored, 'message', 'messages')}</b>${lost > 0
        ? html`, <b class="bad">${count(lost)} lost</b>`
        : nothing}${trouble === '' ? nothing : html`, <b class="bad">waiting</b>`}</span
    >`;
  }

  private connectionWord(): string {
    switch (this.store.connection) {
      case 'connecting':
        return 'connecting';
      case 'live':
        return 'live';
      case 'lost':
        return 'connection lost';
    }
  }

  private banners(): TemplateResult {
    const { store } = this;
    return html`
      ${store.connection === 'lost'
        ? html`<div class="banner lost" role="alert">
            <p>
              <b>The lab does not answer.</b> ${store.startedAt === ''
                ? nothing
                : 'What you see is what was last known.'}
              The page keeps trying; is the lab still running?
            </p>
            <button type="button" @click=${() => this.lab.connect()}>Try now</button>
          </div>`
        : nothing}
      ${store.capture.keyLog
        ? html`<div class="banner keylog" role="alert">
            <p>
              <b>The TLS key log is on.</b> This run writes the secrets of its TLS connections down.
              Whoever has them reads everything on the sealed side too.
            </p>
            <a class="button danger" href=${CAPTURE_WITH_SECRETS} download data-command="download-secrets"
              >Download capture with secrets</a
            >
          </div>`
        : nothing}
      ${store.skipped > 0
        ? html`<div class="banner skipped" role="status">
            <p>
              This page was too slow for the lab and skipped
              <b>${plural(store.skipped, 'event', 'events')}</b>. It shows the present again.
            </p>
            <button
              type="button"
              @click=${() => {
                store.skipped = 0;
                store.changed();
              }}
            >
              Understood
            </button>
          </div>`
        : nothing}
    `;
  }
}

customElements.define('tp-app', AppElement);
