// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { CAPTURE, CAPTURE_WITH_SECRETS } from '../api';
import { bytes, count, plural, visible } from '../format';
import { hashOf, linkOf } from '../link';
import { LiveLab } from '../live';
import type { PortView } from '../model';
import { LabStore } from '../store';
import { followTheme, theme, toggleTheme } from '../theme';
import logo from '../twinport.svg';
import { type View, VIEWS, viewOf } from '../views';
import { PlainElement } from './plain-element';
import { wrongOnPurpose } from './wrong-on-purpose';

class AppElement extends PlainElement {
  static override properties = { view: { state: true }, link: { state: true }, missing: { state: true } };

  declare view: View;
  declare link: URLSearchParams;
  /// Why the view could not be fetched; empty if it could.
  declare missing: string;
  private readonly loaded = new Set<View>();
  private readonly store = new LabStore();
  private readonly lab = new LiveLab(this.store);
  private readonly follow = (): void => this.followAddress();

  constructor() {
    super();
    this.view = VIEWS[0]!;
    this.link = new URLSearchParams();
    this.missing = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.follow);
    this.followAddress();
    this.store.listen(() => this.requestUpdate());
    followTheme(() => this.requestUpdate());
    this.lab.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.follow);
  }

  protected override updated(): void {
    const { name } = this.store;
    const view = this.view === VIEWS[0] ? '' : `${this.view.title} – `;
    document.title = view + (name === '' ? 'Twinport' : `${visible(name)} – Twinport`);
  }

  /// A fragment that is not of a view is a place in the one that is shown.
  private followAddress(): void {
    const link = linkOf(location.hash);
    if (link || location.hash === '') {
      this.view = viewOf(link?.view ?? '');
      this.link = link?.parameters ?? new URLSearchParams();
    }
    void this.fetchView(this.view);
  }

  private async fetchView(view: View): Promise<void> {
    this.missing = '';
    if (this.loaded.has(view)) {
      return;
    }
    try {
      await view.load();
      this.loaded.add(view);
      this.requestUpdate();
    } catch (e) {
      this.missing = e instanceof Error ? e.message : String(e);
    }
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <a class="skip" href="#view">Skip to what is shown</a>
      ${this.header()} ${this.bar()} ${this.banners()}
      <main id="view" tabindex="-1" data-connection=${store.connection} data-view=${this.view.id}>
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
    if (this.missing !== '') {
      return html`<p class="waiting" role="alert">
        This part of the page could not be fetched: ${visible(this.missing)}
        <button type="button" @click=${() => void this.fetchView(this.view)}>Try again</button>
      </p>`;
    }
    return this.loaded.has(this.view)
      ? this.view.render({ store: this.store, link: this.link })
      : this.waiting();
  }

  /// With one view there is nothing to choose.
  private bar(): TemplateResult | typeof nothing {
    if (VIEWS.length < 2) {
      return nothing;
    }
    return html`<nav class="bar" aria-label="Views">
      ${VIEWS.map(
        (view) =>
          html`<a
            href=${hashOf(view.id)}
            data-view=${view.id}
            aria-current=${view === this.view ? 'page' : 'false'}
            >${view.title}</a
          >`,
      )}
    </nav>`;
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
      ${store.dropped > 0
        ? html`<div class="banner wrong" role="alert" data-banner="dropped">
            <p>
              <b>${plural(store.dropped, 'message', 'messages')}</b> did not reach a client that should have
              got ${store.dropped === 1 ? 'it' : 'them'}: it was too slow, or away too long. The view Security says which.
            </p>
          </div>`
        : nothing}
      ${wrongOnPurpose(store.experiments)}
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
