// SPDX-License-Identifier: MIT
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { CAPTURE, fetchJson, openTraffic, type OpenedTraffic, query, uploadTraffic } from '../api';
import { ViewElement } from '../elements/view-element';
import { count, epochMillis, plural, timeOfDay, visible } from '../format';
import './dialogue';
import './frame';
import './list';
import type { FrameList } from './list';
import type { FilterCheck, FrameRows, FrameTree } from './model';
import './styles.css';
import { RowWindow } from './window';

const CHECK_AFTER_MILLIS = 150;
const CHOICES_SHOWN = 12;
const DIALOGUE_ROWS = 500;

/// Expressions to begin with.
const EXAMPLES = ['mqtt', 'mqtt.msgtype == 3', 'tls', 'tcp.flags.syn == 1'];

/// A capture frame by frame: the lab's as it is now, or one that somebody drops here.
class TrafficView extends ViewElement {
  static override properties = {
    ...ViewElement.properties,
    opened: { state: true },
    rows: { state: true },
    tree: { state: true },
    dialogue: { state: true },
    check: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare opened: OpenedTraffic | undefined;
  declare rows: RowWindow | undefined;
  declare tree: FrameTree | undefined;
  declare dialogue: FrameRows | undefined;
  declare check: FilterCheck | undefined;
  declare busy: boolean;
  declare problem: string;
  private shown = { id: '', filter: '', frame: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open(openTraffic());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private get filter(): string {
    return this.link.get('filter') ?? '';
  }

  private get frame(): number {
    return Number(this.link.get('frame') ?? 0);
  }

  private async open(opening: Promise<OpenedTraffic>): Promise<void> {
    await this.trying(async () => {
      this.opened = await opening;
    });
  }

  private async trying(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await what();
      this.problem = '';
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    } finally {
      this.busy = false;
    }
  }

  protected override updated(_changed: PropertyValues): void {
    const { opened, filter, frame } = this;
    if (!opened) {
      return;
    }
    const before = this.shown;
    this.shown = { id: opened.id, filter, frame };
    if (before.id !== opened.id || before.filter !== filter) {
      void this.list(opened, filter, frame);
    }
    if (before.id !== opened.id || before.frame !== frame) {
      void this.show(opened, frame);
    }
  }

  private async list(opened: OpenedTraffic, filter: string, frame: number): Promise<void> {
    const rows = new RowWindow((first, limit) =>
      fetchJson<FrameRows>(`/api/traffic/${opened.id}/rows?${query({ filter, first, limit })}`),
    );
    await this.trying(async () => {
      await rows.want(0, 0);
      const stream = /^\s*tcp\.stream\s*==\s*\d+\s*$/.test(filter);
      this.dialogue = stream
        ? await fetchJson<FrameRows>(`/api/traffic/${opened.id}/rows?${query({ filter, limit: DIALOGUE_ROWS })}`)
        : undefined;
      this.rows = rows;
      await this.updateComplete;
      if (frame > 0) {
        await this.querySelector<FrameList>('tp-frame-list')?.show(frame);
      }
    });
  }

  private async show(opened: OpenedTraffic, frame: number): Promise<void> {
    if (frame <= 0) {
      this.tree = undefined;
      return;
    }
    await this.trying(async () => {
      const tree = await fetchJson<FrameTree>(`/api/traffic/${opened.id}/frames/${frame}`);
      if (frame === this.frame) {
        this.tree = tree;
      }
    });
  }

  private go(filter: string, frame: number): void {
    this.showInAddress('traffic', { filter, frame: frame > 0 ? String(frame) : '' });
  }

  private typed(field: HTMLInputElement): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(field), CHECK_AFTER_MILLIS);
  }

  private async ask(field: HTMLInputElement): Promise<void> {
    const asked = query({ text: field.value, cursor: field.selectionStart ?? field.value.length });
    this.check = await fetchJson<FilterCheck>(`/api/traffic/filter?${asked}`).catch(() => undefined);
  }

  private complete(choice: string): void {
    const field = this.querySelector<HTMLInputElement>('[data-control="filter"]')!;
    const { from, to } = this.check!;
    field.setRangeText(choice, from, to, 'end');
    field.focus();
    void this.ask(field);
  }

  /// Shows what the filter leaves; a wrong one is told and changes nothing.
  private async apply(event: Event): Promise<void> {
    event.preventDefault();
    clearTimeout(this.timer);
    const field = this.querySelector<HTMLInputElement>('[data-control="filter"]')!;
    await this.ask(field);
    if (field.value.trim() === '' || this.check?.problem === null) {
      this.check = undefined;
      this.go(field.value.trim(), this.frame);
    }
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) {
      void this.open(uploadTraffic(file));
    }
  }

  protected override render(): TemplateResult {
    return html`
      <div
        class="tr-view"
        @dragover=${(event: DragEvent) => event.preventDefault()}
        @drop=${(event: DragEvent) => this.dropped(event)}
        @frame-chosen=${(event: CustomEvent<number>) => this.go(this.filter, event.detail)}
      >
        ${this.head()} ${this.filterForm()}
        ${this.dialogue
          ? html`<section class="card tr-scroll" tabindex="0" aria-label="Dialogue"><tp-dialogue .rows=${this.dialogue}></tp-dialogue></section>`
          : nothing}
        <section class="card" aria-label="Frames">
          <tp-frame-list .rows=${this.rows} .chosen=${this.frame}></tp-frame-list>
          ${this.rows && this.rows.total === 0
            ? html`<p class="empty">No frame is left. Change the filter, or take the capture again.</p>`
            : nothing}
        </section>
        ${this.tree
          ? html`<section class="card" aria-label="Frame">
              ${this.follow()}
              <tp-frame .tree=${this.tree}></tp-frame>
            </section>`
          : html`<p class="hint">Choose a frame to see its bytes and what they mean. Drop a capture file here to look at it.</p>`}
      </div>
    `;
  }

  private head(): TemplateResult {
    const { opened } = this;
    return html`<div class="tr-bar">
      <span role="status" data-opened=${opened?.id ?? ''}
        >${opened === undefined
          ? this.busy
            ? 'Reading the capture…'
            : 'No capture is open.'
          : html`<b>${visible(opened.name)}</b> as of ${timeOfDay(epochMillis(opened.taken))}:
              ${this.rows && this.filter !== '' ? html`${count(this.rows.total)} of ` : nothing}${plural(opened.frames, 'frame', 'frames')}${this.rows && this.rows.leftOut > 0
                ? html`; ${count(this.rows.leftOut)} are not listed`
                : nothing}${opened.damaged ? html`, <b class="bad">damaged in places</b>` : nothing}${opened.secrets
                ? html`, opened with the keys that this run logs`
                : nothing}`}</span
      >
      <button type="button" data-command="again" ?disabled=${this.busy} @click=${() => void this.open(openTraffic())}>
        Take the lab's capture again
      </button>
      <label class="button"
        >Open a file
        <input
          type="file"
          class="sr"
          accept=".pcap,.pcapng,.cap,.gz"
          data-control="file"
          @change=${(event: Event) => {
            const [file] = (event.currentTarget as HTMLInputElement).files ?? [];
            if (file) {
              void this.open(uploadTraffic(file));
            }
          }}
      /></label>
      <a class="button" href=${CAPTURE} download>Download the lab's capture</a>
    </div>`;
  }

  private filterForm(): TemplateResult {
    const { check } = this;
    return html`<form class="tr-filter" role="search" @submit=${(event: Event) => void this.apply(event)}>
        <label
          >Filter
          <input
            type="text"
            spellcheck="false"
            autocomplete="off"
            data-control="filter"
            aria-describedby="tr-said"
            .value=${this.filter}
            @input=${(event: Event) => this.typed(event.currentTarget as HTMLInputElement)}
        /></label>
        <button type="submit" class="primary" data-command="filter">Show</button>
        ${this.filter === ''
          ? nothing
          : html`<button type="button" data-command="all" @click=${() => this.go('', this.frame)}>Show all</button>`}
      </form>
      <p id="tr-said" class="problem" role="alert">
        ${visible(this.problem)}${check && check.problem !== null && this.problem === ''
          ? html`Filter, column ${check.column}: ${visible(check.problem)}; ${visible(check.allowed ?? '')}`
          : nothing}
      </p>
      <div class="tr-choices" role="group" aria-label="How the filter can go on">
        ${check === undefined && this.filter === ''
          ? EXAMPLES.map(
              (example) => html`<button type="button" @click=${() => this.go(example, this.frame)}>${example}</button>`,
            )
          : (check?.choices ?? [])
              .slice(0, CHOICES_SHOWN)
              .map(
                (choice) =>
                  html`<button type="button" title=${choice.description} data-choice=${choice.text} @click=${() => this.complete(choice.text)}>
                    ${visible(choice.text)}
                  </button>`,
              )}
      </div>`;
  }

  private follow(): TemplateResult | typeof nothing {
    const stream = this.tree?.parts[0]?.fields.find((field) => field.name === 'tcp.stream')?.value;
    return stream === undefined || this.filter === `tcp.stream == ${stream}`
      ? nothing
      : html`<div class="buttons">
          <button type="button" data-command="follow" @click=${() => this.go(`tcp.stream == ${stream}`, this.frame)}>
            Follow this connection
          </button>
        </div>`;
  }
}

customElements.define('tp-traffic-view', TrafficView);
