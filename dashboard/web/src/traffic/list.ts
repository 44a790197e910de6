// SPDX-License-Identifier: MIT
// The frames, a row each. Only what is in sight is in the page, whatever the capture's length.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PlainElement } from '../elements/plain-element';
import { count, short, visible } from '../format';
import type { FrameRow } from './model';
import type { RowWindow } from './window';

/// As the style sheet has it.
const ROW_PX = 26;
const SPARE = 8;
const TEXT_MAX = 400;

/// Told when a frame was chosen: `detail` is its number.
export const FRAME_CHOSEN = 'frame-chosen';

class FrameList extends PlainElement {
  static override properties = {
    rows: { attribute: false },
    chosen: { attribute: false },
    first: { state: true },
    seen: { state: true },
    problem: { state: true },
  };

  declare rows: RowWindow | undefined;
  declare chosen: number;
  declare first: number;
  declare seen: number;
  declare problem: string;
  private at = -1;
  private readonly resizes = new ResizeObserver(() => this.look());

  constructor() {
    super();
    this.rows = undefined;
    this.chosen = 0;
    this.first = 0;
    this.seen = 30;
    this.problem = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  private get window(): HTMLElement {
    return this.querySelector<HTMLElement>('.tr-rows')!;
  }

  protected override firstUpdated(): void {
    this.resizes.observe(this.window);
  }

  private look(): void {
    this.first = Math.max(0, Math.floor(this.window.scrollTop / ROW_PX) - SPARE);
    this.seen = Math.ceil(this.window.clientHeight / ROW_PX) + 2 * SPARE;
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    const { rows } = this;
    if (!rows) {
      return;
    }
    try {
      await rows.want(this.first, Math.min(rows.total, this.first + this.seen));
      this.problem = '';
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    this.querySelector<HTMLElement>('.tr-space')!.style.height = `${(this.rows?.total ?? 0) * ROW_PX}px`;
    this.querySelector<HTMLElement>('.tr-drawn')!.style.transform = `translateY(${this.first * ROW_PX}px)`;
    if (changed.has('rows')) {
      this.at = -1;
      this.window.scrollTop = 0;
      this.look();
    }
  }

  /// Brings the row of a frame into sight.
  async show(frame: number): Promise<void> {
    const i = await this.rows?.find(frame);
    if (i !== undefined) {
      this.go(i, false);
    }
  }

  protected override render(): TemplateResult {
    const total = this.rows?.total ?? 0;
    const drawn = Array.from({ length: Math.max(0, Math.min(this.seen, total - this.first)) }, (_, i) => this.first + i);
    return html`
      <p class="problem" role="alert">${visible(this.problem)}</p>
      <div
        class="tr-rows"
        role="grid"
        tabindex="0"
        aria-label="Frames"
        aria-rowcount=${total}
        aria-activedescendant=${this.at >= 0 ? `tr-row-${this.at}` : nothing}
        @scroll=${() => this.look()}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
      >
        <div class="tr-space" role="presentation">
          <div class="tr-drawn" role="presentation">
            ${repeat(
              drawn,
              (i) => i,
              (i) => this.row(i),
            )}
          </div>
        </div>
      </div>
    `;
  }

  private row(i: number): TemplateResult {
    const row = this.rows?.row(i);
    return html`<div
      class="tr-row"
      role="row"
      id=${`tr-row-${i}`}
      aria-rowindex=${i + 1}
      aria-selected=${String(row !== undefined && row.frame === this.chosen)}
      data-frame=${row?.frame ?? ''}
      data-at=${i === this.at ? 'yes' : 'no'}
      data-protocol=${row ? kind(row) : ''}
      @click=${() => this.pick(i)}
    >
      ${row ? cells(row) : html`<span role="gridcell" class="tr-info">…</span>`}
    </div>`;
  }

  private pick(i: number): void {
    const row = this.rows?.row(i);
    if (row) {
      this.at = i;
      this.dispatchEvent(new CustomEvent(FRAME_CHOSEN, { detail: row.frame, bubbles: true }));
      this.requestUpdate();
    }
  }

  private key(event: KeyboardEvent): void {
    const total = this.rows?.total ?? 0;
    const page = Math.max(1, Math.floor(this.window.clientHeight / ROW_PX) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.at + 1,
      ArrowUp: this.at - 1,
      PageDown: this.at + page,
      PageUp: this.at - page,
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    if (to === undefined || total === 0) {
      return;
    }
    event.preventDefault();
    this.go(Math.max(0, Math.min(total - 1, to)), true);
  }

  private go(i: number, choose: boolean): void {
    const { window: seen } = this;
    this.at = i;
    if (i * ROW_PX < seen.scrollTop) {
      seen.scrollTop = i * ROW_PX;
    } else if ((i + 1) * ROW_PX > seen.scrollTop + seen.clientHeight) {
      seen.scrollTop = (i + 1) * ROW_PX - seen.clientHeight;
    }
    this.look();
    if (choose) {
      void this.rows?.want(i, i).then(() => this.pick(i));
    }
  }
}

/// For the colour of the row: what is readable, what is sealed, what carries both.
function kind(row: FrameRow): string {
  return row.protocol.startsWith('MQTT') ? 'mqtt' : /^(TLS|SSL)/.test(row.protocol) ? 'tls' : 'other';
}

function cells(row: FrameRow): TemplateResult {
  return html`
    <span role="gridcell" class="tr-no">${count(row.frame)}</span>
    <span role="gridcell" class="tr-time">${row.seconds.toFixed(6)}</span>
    <span role="gridcell" class="tr-end">${visible(row.source)}</span>
    <span role="gridcell" class="tr-end">${visible(row.destination)}</span>
    <span role="gridcell" class="tr-protocol">${visible(row.protocol)}</span>
    <span role="gridcell" class="tr-length">${count(row.length)}</span>
    <span role="gridcell" class="tr-info">${visible(short(row.info, TEXT_MAX))}</span>
  `;
}

export type { FrameList };
customElements.define('tp-frame-list', FrameList);
