// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { fetchJson, type Publish } from '../api';
import { ViewElement } from '../elements/view-element';
import { Asking } from '../evidence/asked';
import { count, plural, visible } from '../format';
import { TopicBook } from './book';
import './detail';
import { csv, save } from './export';
import type { Topic, Topics } from './model';
import './publish';
import type { PublishElement } from './publish';
import './styles.css';
import { above, type Row, TopicTree } from './tree';
import './tree-element';

const EVERY_MILLIS = 1000;

type Side = 'plain' | 'secure';

const TITLES: Readonly<Record<Side, string>> = {
  plain: 'Plain, port 1883 side',
  secure: 'TLS, port 8883 side',
};

function sideOf(topic: string): Side {
  return topic === 'secure' || topic.startsWith('secure/') ? 'secure' : 'plain';
}

/// Every topic of both sides, one of them in full, and a form to publish.
class TopicsView extends ViewElement {
  static override properties = {
    ...ViewElement.properties,
    wanted: { state: true },
    opened: { state: true },
  };

  /// What is searched for, in small letters.
  declare wanted: string;
  /// Counts what was opened and closed.
  declare opened: number;
  private readonly book = new TopicBook();
  private trees = { plain: new TopicTree(), secure: new TopicTree() };
  private readonly closed = new Set<string>();
  private labStarted = '';
  private readonly rate = (topic: string): number => this.book.rate(topic, Date.now());
  private readonly asking = new Asking<Topics>(this, () => this.ask(), EVERY_MILLIS);

  constructor() {
    super();
    this.wanted = '';
    this.opened = 0;
  }

  private async ask(): Promise<Topics> {
    if (this.store.startedAt !== this.labStarted) {
      this.labStarted = this.store.startedAt;
      this.book.clear();
      this.trees = { plain: new TopicTree(), secure: new TopicTree() };
    }
    const told = await fetchJson<Topics>(`/api/topics?since=${this.book.revision}`);
    for (const topic of this.book.merge(told, Date.now())) {
      this.trees[sideOf(topic.topic)].put(topic);
    }
    return told;
  }

  private get chosen(): Topic | undefined {
    return this.book.topics.get(this.link.get('topic') ?? '');
  }

  private choose(topic: string): void {
    above(topic).forEach((path) => this.closed.delete(path));
    this.showInAddress('topics', { topic });
  }

  private toggle(path: string): void {
    if (!this.closed.delete(path)) {
      this.closed.add(path);
    }
    this.opened++;
  }

  private has(topic: Topic): boolean {
    return (
      topic.topic.toLowerCase().includes(this.wanted) ||
      topic.last.payload.toLowerCase().includes(this.wanted)
    );
  }

  private rows(side: Side): readonly Row[] {
    return this.trees[side].rows(
      (path) => !this.closed.has(path),
      this.wanted === '' ? undefined : (topic) => this.has(topic),
    );
  }

  protected override render(): TemplateResult {
    const { problem, value } = this.asking.state;
    const { chosen } = this;
    return html`
      ${problem === ''
        ? nothing
        : html`<p class="problem" role="alert">
            The topics could not be asked for: ${visible(problem)}. What you see may be old; it is asked again.
          </p>`}
      <div class="tp-bar">
        <label
          >Search
          <input
            type="search"
            placeholder="topic or content"
            data-control="search"
            @input=${(event: Event) => {
              this.wanted = (event.currentTarget as HTMLInputElement).value.toLowerCase();
            }}
        /></label>
        <span class="hint" role="status"
          >${plural(this.book.topics.size, 'topic', 'topics')}${this.book.leftOut > 0
            ? html`; ${plural(this.book.leftOut, 'message', 'messages')} on further topics ${this.book.leftOut === 1 ? 'is' : 'are'} not shown`
            : nothing}</span
        >
        <button type="button" data-command="topics-csv" @click=${() => this.export('csv')}>Save list as CSV</button>
        <button type="button" data-command="topics-json" @click=${() => this.export('json')}>Save list as JSON</button>
      </div>
      <div class="tp-sides" @topic-chosen=${(e: CustomEvent<string>) => this.choose(e.detail)}
        @branch-toggled=${(e: CustomEvent<string>) => this.toggle(e.detail)}>
        ${(['plain', 'secure'] as const).map((side) => this.side(side, value !== undefined, chosen))}
      </div>
      <div class="tp-lower" @fill=${(e: CustomEvent<Publish>) => void this.form.fill(e.detail)}>
        <section class="card" aria-label="Topic">${this.detail(chosen)}</section>
        <section class="card"><tp-publish></tp-publish></section>
      </div>
    `;
  }

  private get form(): PublishElement {
    return this.querySelector<PublishElement>('tp-publish')!;
  }

  private side(side: Side, told: boolean, chosen: Topic | undefined): TemplateResult {
    const rows = this.rows(side);
    return html`<section class="card" data-side=${side}>
      <h2>${TITLES[side]} <span class="small">${count(this.trees[side].size)}</span></h2>
      <tp-topic-tree
        id=${`tp-${side}`}
        .rows=${rows}
        .chosen=${chosen?.topic ?? ''}
        .rate=${this.rate}
        .label=${`Topics, ${TITLES[side]}`}
      ></tp-topic-tree>
      ${rows.length > 0
        ? nothing
        : html`<p class="empty">
            ${!told
              ? 'Asking…'
              : this.wanted !== ''
                ? 'No topic here has that in its name or in its last message.'
                : 'Nothing was said here yet. Publish something below.'}
          </p>`}
    </section>`;
  }

  private detail(chosen: Topic | undefined): TemplateResult {
    const asked = this.link.get('topic') ?? '';
    if (chosen === undefined) {
      return html`<h2>Topic</h2>
        <p class="empty">
          ${asked === ''
            ? 'Choose a topic above to see its last value, what changed, and what was kept.'
            : html`Nothing was said on <span class="topic">${visible(asked)}</span> in this run.`}
        </p>`;
    }
    return html`<div class="buttons">
        <button
          type="button"
          data-command="answer"
          @click=${() => void this.form.fill({ topic: chosen.topic, payload: chosen.last.payload, qos: chosen.last.qos })}
        >
          Fill the form with this
        </button>
      </div>
      <tp-topic-detail
        .topic=${chosen}
        .rate=${this.rate(chosen.topic)}
        .kept=${this.store.history.place !== ''}
      ></tp-topic-detail>`;
  }

  /// The topics that the search leaves, with their last messages.
  private export(kind: 'csv' | 'json'): void {
    const shown = [...this.book.topics.values()].filter((topic) => this.wanted === '' || this.has(topic));
    if (kind === 'json') {
      save('topics.json', 'application/json', JSON.stringify(shown, null, 1));
      return;
    }
    const rows = shown.map(({ topic, messages, last, retained }) => [
      topic,
      messages,
      last.at,
      last.publisher,
      last.qos,
      retained !== null,
      last.payload,
    ]);
    save('topics.csv', 'text/csv', csv(['topic', 'messages', 'at', 'publisher', 'qos', 'retained', 'payload'], rows));
  }
}

customElements.define('tp-topics-view', TopicsView);
