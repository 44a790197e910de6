// SPDX-License-Identifier: MIT
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { fetchJson, publish, query } from '../api';
import { PlainElement } from '../elements/plain-element';
import { bytes, count, epochMillis, plural, short, timeOfDay, visible } from '../format';
import type { MessageProperties, OwnerMessage } from '../model';
import { csv, fileName, save } from './export';
import { bytesOf, type Kept, type KeptMessages, type Topic } from './model';
import {
  changes,
  HEX_BYTES_MAX,
  hexRows,
  type Json,
  JsonNumber,
  jsonOf,
  LEVELS_MAX,
  partsOf,
  pathOf,
  scalar,
} from './payload';
import './plot';

const EVERY_MILLIS = 2000;
const TEXT_MAX = 20_000;
const CELL_MAX = 200;
const STEPS = [50, 500, 5000, 10_000] as const;

/// Parts of one object or list that are drawn.
const PARTS_MAX = 500;
const MINUTES = [1, 15, 60, 24 * 60] as const;

type Shape = 'json' | 'text' | 'hex';

/// One topic: its last value in three shapes, what changed, what is retained, what was kept.
class TopicDetail extends PlainElement {
  static override properties = {
    topic: { attribute: false },
    rate: { attribute: false },
    kept: { attribute: false },
    shape: { state: true },
    asked: { state: true },
    found: { state: true },
    problem: { state: true },
    charted: { state: true },
    minutes: { state: true },
    clearing: { state: true },
    said: { state: true },
  };

  declare topic: Topic;
  /// Messages a second.
  declare rate: number;
  /// Whether this run keeps messages.
  declare kept: boolean;
  declare shape: Shape;
  declare asked: number;
  declare found: KeptMessages | undefined;
  declare problem: string;
  /// The path of the number that is drawn; undefined for none.
  declare charted: string | undefined;
  declare minutes: number;
  declare clearing: boolean;
  declare said: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private about = '';
  private askedRevision = -1;

  constructor() {
    super();
    this.rate = 0;
    this.kept = false;
    this.minutes = MINUTES[1];
    this.shape = 'json';
    this.forget();
  }

  private forget(): void {
    this.asked = STEPS[0];
    this.found = undefined;
    this.problem = '';
    this.charted = undefined;
    this.clearing = false;
    this.said = '';
    this.askedRevision = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.askIfNew(), EVERY_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(): void {
    if (this.topic.topic !== this.about) {
      this.about = this.topic.topic;
      this.forget();
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (this.askedRevision < 0 || changed.has('asked')) {
      void this.ask();
    }
  }

  private async askIfNew(): Promise<void> {
    if (this.topic.revision !== this.askedRevision && document.visibilityState === 'visible') {
      await this.ask();
    }
  }

  private async ask(): Promise<void> {
    const { topic, revision } = this.topic;
    this.askedRevision = revision;
    if (!this.kept) {
      return;
    }
    try {
      const found = await fetchJson<KeptMessages>(
        `/api/history/messages?${query({ topic, limit: this.asked })}`,
      );
      if (topic === this.about) {
        this.found = found;
        this.problem = '';
      }
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
      this.askedRevision = 0;
    }
  }

  /// The last one as it was kept, if that is the one that is meant: the lab tells only its beginning.
  private whole(): Kept | undefined {
    const last = this.found?.messages.at(-1);
    const { at } = this.topic.last;
    return last && Math.abs(epochMillis(last.at) - epochMillis(at)) < 1 ? last : undefined;
  }

  protected override render(): TemplateResult {
    const { last, retained } = this.topic;
    const whole = this.whole();
    const text = whole?.encoding === 'text' ? whole.payload : last.payload;
    return html`
      <h2 class="tp-title"><span class="topic">${visible(this.topic.topic)}</span></h2>
      <p class="tp-facts">
        <span class="pair" data-transport=${last.transport}>${last.transport === 'TLS' ? 'TLS' : 'plain'}</span>
        from <b>${visible(last.publisher)}</b> at <time>${timeOfDay(epochMillis(last.at))}</time>, QoS
        ${last.qos}${last.retained ? ', retained' : ''}, ${bytes(last.payloadBytes)};
        ${plural(this.topic.messages, 'message', 'messages')} since the lab began,
        <b data-rate>${this.rate.toFixed(1)}</b> a second
      </p>
      <div class="buttons" role="group" aria-label="Shape of the payload">
        ${(['json', 'text', 'hex'] as const).map(
          (shape) => html`<button
            type="button"
            data-shape=${shape}
            aria-pressed=${String(this.shape === shape)}
            @click=${() => {
              this.shape = shape;
            }}
          >
            ${shape === 'json' ? 'JSON' : shape === 'text' ? 'Text' : 'Hex'}
          </button>`,
        )}
        <button type="button" data-command="copy" @click=${() => void this.copy(text)}>Copy</button>
        <span role="status">${visible(this.said)}</span>
      </div>
      <div class="tp-payload" tabindex="0" role="region" aria-label="Payload">${this.payload(text, whole)}</div>
      ${this.properties(last.properties)} ${this.difference(text)} ${this.retainedPart(retained)}
      ${this.chart()} ${this.history()}
    `;
  }

  private payload(text: string, whole: Kept | undefined): TemplateResult {
    const cut =
      whole === undefined && this.topic.last.payloadBytes > new TextEncoder().encode(text).length
        ? html`<p class="hint">The lab tells the beginning only; the whole is in the history, if one is kept.</p>`
        : nothing;
    switch (this.shape) {
      case 'text':
        return html`<pre>${visible(short(text, TEXT_MAX), true)}</pre>
          ${cut}`;
      case 'hex': {
        const all = whole ? bytesOf(whole) : new TextEncoder().encode(text);
        return html`<pre class="tp-hex">${hexRows(all)
            .map((row) => `${row.offset}  ${row.hex.padEnd(47)}  ${row.text}`)
            .join('\n')}</pre>
          ${all.length > HEX_BYTES_MAX
            ? html`<p class="hint">${plural(all.length - HEX_BYTES_MAX, 'byte', 'bytes')} more.</p>`
            : nothing}
          ${whole ? nothing : html`<p class="hint">These are the bytes of the text above; bytes that are no text are in the history, if one is kept.</p>`}`;
      }
      case 'json': {
        const json = jsonOf(text);
        return json === undefined
          ? html`<pre>${visible(short(text, TEXT_MAX), true)}</pre>
              <p class="hint">This is no JSON.</p>
              ${cut}`
          : html`<div class="tp-json">${this.json(json, '', 0)}</div>`;
      }
    }
  }

  private json(json: Json, path: string, level: number): TemplateResult {
    const parts = partsOf(json);
    if (!parts) {
      return json instanceof JsonNumber
        ? html`<button
            type="button"
            class="tp-number"
            title="draw it over time"
            data-chart=${path}
            aria-label=${`${path === '' ? 'the payload' : path} is ${json.source}: draw it over time`}
            @click=${() => {
              this.charted = path;
            }}
          >
            ${json.source}
          </button>`
        : html`<span class="tp-scalar">${visible(short(scalar(json), TEXT_MAX))}</span>`;
    }
    if (level >= LEVELS_MAX) {
      return html`<i>nested deeper than is shown</i>`;
    }
    return html`<ul>
      ${parts.slice(0, PARTS_MAX).map(
        ([name, value]) => html`<li>
          <span class="tp-key">${visible(short(name, CELL_MAX))}</span>: ${this.json(value, pathOf(path, name), level + 1)}
        </li>`,
      )}
      ${parts.length > PARTS_MAX ? html`<li>${count(parts.length - PARTS_MAX)} more</li>` : nothing}
      ${parts.length === 0 ? html`<li><i>${Array.isArray(json) ? 'an empty list' : 'an empty object'}</i></li>` : nothing}
    </ul>`;
  }

  private properties(of: MessageProperties | null): TemplateResult | typeof nothing {
    if (of === null) {
      return nothing;
    }
    const rows: [string, string | number | null][] = [
      ['Content type', of.contentType],
      ['Response topic', of.responseTopic],
      ['Correlation data (hex)', of.correlation],
      ['Message expiry, seconds', of.expirySeconds],
      ...of.user.map(({ name, value }): [string, string] => [`User property ${name}`, value]),
    ];
    return html`<h3>MQTT 5 properties</h3>
      <dl class="tp-properties">
        ${rows
          .filter(([, value]) => value !== null)
          .map(
            ([name, value]) =>
              html`<dt>${visible(short(name, CELL_MAX))}</dt>
                <dd>${visible(short(String(value), CELL_MAX))}</dd>`,
          )}
      </dl>`;
  }

  private difference(text: string): TemplateResult | typeof nothing {
    const before = this.found?.messages.at(-2);
    if (!before || !this.whole()) {
      return nothing;
    }
    const found = before.encoding === 'text' ? changes(before.payload, text) : [];
    return html`<h3>Beside the value before</h3>
      ${before.encoding === 'base64'
        ? html`<p class="hint">The value before is no text.</p>`
        : found.length === 0
          ? html`<p class="hint">Nothing changed.</p>`
          : html`<ul class="tp-changes">
              ${found.map(
                (change) => html`<li>
                  ${change.path === '' ? nothing : html`<span class="tp-key">${visible(short(change.path, CELL_MAX))}</span>:`}
                  <del>${visible(short(change.before ?? 'absent', CELL_MAX))}</del> →
                  <ins>${visible(short(change.after ?? 'absent', CELL_MAX))}</ins>
                </li>`,
              )}
            </ul>`}`;
  }

  private retainedPart(retained: OwnerMessage | null): TemplateResult {
    if (retained === null) {
      return html`<p class="hint">Nothing was retained here since the page of this lab is there.</p>`;
    }
    return html`<h3>Retained</h3>
      <p>
        <span class="payload">${visible(short(retained.payload, CELL_MAX))}</span> from
        <b>${visible(retained.publisher)}</b> at <time>${timeOfDay(epochMillis(retained.at))}</time>
        ${this.clearing
          ? html`<button type="button" class="danger" data-command="clear" @click=${() => void this.clear()}>
                Clear it, for every subscriber to come
              </button>
              <button
                type="button"
                @click=${() => {
                  this.clearing = false;
                }}
              >
                Keep it
              </button>`
          : html`<button
              type="button"
              data-command="ask-clear"
              @click=${() => {
                this.clearing = true;
              }}
            >
              Clear…
            </button>`}
      </p>`;
  }

  /// MQTT 5.0, section 3.3.1.3: a retained message without payload takes away what is retained. What
  /// is lost goes into the form to be sent again.
  private async clear(): Promise<void> {
    const { topic, retained } = this.topic;
    this.clearing = false;
    try {
      await publish({ topic, retain: true });
      this.said = 'Cleared. The form below has what was there, to undo it.';
      if (retained) {
        this.dispatchEvent(
          new CustomEvent('fill', {
            detail: { topic, payload: retained.payload, qos: retained.qos, retain: true },
            bubbles: true,
          }),
        );
      }
    } catch (e) {
      this.said = e instanceof Error ? e.message : String(e);
    }
  }

  private async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.said = 'Copied.';
    } catch {
      this.said = 'The browser does not let the page copy.';
    }
  }

  private chart(): TemplateResult | typeof nothing {
    if (this.charted === undefined) {
      return nothing;
    }
    return html`<h3>${this.charted === '' ? 'The payload' : visible(this.charted)} over time</h3>
      <label
        >Time
        <select
          data-control="minutes"
          @change=${(event: Event) => {
            this.minutes = Number((event.currentTarget as HTMLSelectElement).value);
          }}
        >
          ${MINUTES.map(
            (minutes) =>
              html`<option value=${minutes} ?selected=${minutes === this.minutes}>
                ${minutes < 60 ? plural(minutes, 'minute', 'minutes') : plural(minutes / 60, 'hour', 'hours')}
              </option>`,
          )}
        </select></label
      >
      <tp-topic-plot .topic=${this.topic.topic} .path=${this.charted} .minutes=${this.minutes}></tp-topic-plot>`;
  }

  private history(): TemplateResult {
    if (!this.kept) {
      return html`<h3>History</h3>
        <p class="empty">This run keeps no messages. Start the lab without <code>--history off</code> to have one.</p>`;
    }
    const { messages = [], leftOut = 0 } = this.found ?? {};
    const more = STEPS.find((step) => step > this.asked);
    return html`<h3>History</h3>
      <p class="problem" role="alert">${visible(this.problem)}</p>
      <div class="buttons">
        ${messages.length >= this.asked && more !== undefined
          ? html`<button
              type="button"
              data-command="more"
              @click=${() => {
                this.asked = more;
              }}
            >
              Show ${count(more)}
            </button>`
          : nothing}
        <button type="button" data-command="csv" ?disabled=${messages.length === 0} @click=${() => this.export('csv')}>
          Save as CSV
        </button>
        <button type="button" data-command="json" ?disabled=${messages.length === 0} @click=${() => this.export('json')}>
          Save as JSON
        </button>
        <span class="hint"
          >${plural(messages.length, 'message', 'messages')}${leftOut > 0 ? html`, ${count(leftOut)} too large to list` : nothing}, all
          runs</span
        >
      </div>
      <div class="tp-history" tabindex="0" role="region" aria-label="Kept messages">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">From</th>
              <th scope="col">Payload</th>
              <th scope="col">QoS</th>
            </tr>
          </thead>
          <tbody>
            ${[...messages]
              .reverse()
              .slice(0, STEPS[1])
              .map(
                (kept) => html`<tr>
                  <td><time title=${kept.at}>${timeOfDay(epochMillis(kept.at))}</time></td>
                  <td>${visible(short(kept.device, CELL_MAX))}</td>
                  <td class="payload">
                    ${kept.encoding === 'base64' ? html`<i>no text, base64:</i> ` : nothing}${visible(short(kept.payload, CELL_MAX))}
                  </td>
                  <td>${kept.qos}${kept.retained ? ' retained' : ''}</td>
                </tr>`,
              )}
          </tbody>
        </table>
        ${messages.length > STEPS[1]
          ? html`<p class="hint">The last ${count(STEPS[1])} are drawn; a file has all ${count(messages.length)}.</p>`
          : nothing}
      </div>`;
  }

  private export(kind: 'csv' | 'json'): void {
    const messages = this.found?.messages ?? [];
    const name = fileName(this.topic.topic);
    if (kind === 'json') {
      save(`${name}.json`, 'application/json', JSON.stringify(messages, null, 1));
      return;
    }
    const names = ['at', 'run', 'device', 'transport', 'topic', 'qos', 'retained', 'encoding', 'payload'] as const;
    save(`${name}.csv`, 'text/csv', csv(names, messages.map((kept) => names.map((key) => kept[key]))));
  }
}

customElements.define('tp-topic-detail', TopicDetail);
