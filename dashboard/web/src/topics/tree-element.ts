// SPDX-License-Identifier: MIT
// The tree of one side. Only the rows in sight are in the page: twenty thousand topics cost no more
// than thirty.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PlainElement } from '../elements/plain-element';
import { plural, short, visible } from '../format';
import type { Topic } from './model';
import type { Row } from './tree';

/// As the style sheet has it.
const ROW_PX = 28;

/// Rows above and below those in sight that are drawn too.
const SPARE = 6;
const TEXT_MAX = 120;

/// Told when a topic was chosen: `detail` is the topic's name.
export const CHOSEN = 'topic-chosen';

/// Told when a branch shall open or close: `detail` is its path.
export const TOGGLED = 'branch-toggled';

class TopicTreeElement extends PlainElement {
  static override properties = {
    rows: { attribute: false },
    chosen: { attribute: false },
    rate: { attribute: false },
    label: { attribute: false },
    at: { state: true },
    first: { state: true },
    seen: { state: true },
  };

  declare rows: readonly Row[];
  /// The name of the topic that is shown beside.
  declare chosen: string;
  declare rate: (topic: string) => number;
  declare label: string;
  /// The path of the row that the keyboard is on.
  declare at: string;
  declare first: number;
  declare seen: number;
  private readonly resizes = new ResizeObserver(() => this.look());

  constructor() {
    super();
    this.rows = [];
    this.chosen = '';
    this.rate = () => 0;
    this.label = '';
    this.at = '';
    this.first = 0;
    this.seen = 20;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  private get window(): HTMLElement {
    return this.querySelector<HTMLElement>('.tp-rows')!;
  }

  protected override firstUpdated(): void {
    this.resizes.observe(this.window);
  }

  private look(): void {
    this.first = Math.max(0, Math.floor(this.window.scrollTop / ROW_PX) - SPARE);
    this.seen = Math.ceil(this.window.clientHeight / ROW_PX) + 2 * SPARE;
  }

  protected override updated(changed: PropertyValues): void {
    const space = this.querySelector<HTMLElement>('.tp-space')!;
    space.style.height = `${this.rows.length * ROW_PX}px`;
    this.querySelector<HTMLElement>('.tp-drawn')!.style.transform = `translateY(${this.first * ROW_PX}px)`;
    if (changed.has('rows')) {
      this.look();
    }
  }

  protected override render(): TemplateResult {
    const drawn = this.rows.slice(this.first, this.first + this.seen);
    const active = drawn.findIndex((row) => row.node.path === this.at);
    return html`
      <div
        class="tp-rows"
        role="tree"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${active < 0 ? nothing : this.rowId(this.first + active)}
        @scroll=${() => this.look()}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
      >
        <div class="tp-space">
          <div class="tp-drawn" role="presentation">
            ${repeat(
              drawn,
              (row) => row.node.path,
              (row, i) => this.row(row, this.first + i),
            )}
          </div>
        </div>
      </div>
    `;
  }

  private rowId(i: number): string {
    return `${this.id}-${i}`;
  }

  private row(row: Row, i: number): TemplateResult {
    const { node } = row;
    const topic = node.topic;
    return html`<div
      class="tp-row"
      role="treeitem"
      id=${this.rowId(i)}
      data-path=${node.path}
      data-level=${Math.min(node.depth, 12)}
      aria-level=${node.depth + 1}
      aria-expanded=${row.branches ? String(row.open) : nothing}
      aria-selected=${String(topic !== undefined && node.path === this.chosen)}
      data-at=${node.path === this.at ? 'yes' : 'no'}
      @click=${() => this.pick(row)}
    >
      <span class="tp-twist" aria-hidden="true">${row.branches ? (row.open ? '▾' : '▸') : ''}</span>
      <span class="tp-name">${node.name === '' ? html`<i>empty level</i>` : visible(short(node.name, TEXT_MAX))}</span>
      ${topic === undefined
        ? html`<span class="tp-count">${plural(node.topics, 'topic', 'topics')}</span>`
        : this.value(topic)}
    </div>`;
  }

  private value(topic: Topic): TemplateResult {
    const rate = this.rate(topic.topic);
    return html`<span class="tp-value">${visible(short(topic.last.payload, TEXT_MAX))}</span>
      ${topic.retained === null ? nothing : html`<span class="tp-kept" title="has a retained message">kept</span>`}
      ${rate >= 0.05 ? html`<span class="tp-rate">${rate.toFixed(1)}/s</span>` : nothing}`;
  }

  private tell(kind: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(kind, { detail, bubbles: true }));
  }

  private pick(row: Row): void {
    this.at = row.node.path;
    if (row.node.topic) {
      this.tell(CHOSEN, row.node.path);
    }
    if (row.branches && (!row.node.topic || !row.open)) {
      this.tell(TOGGLED, row.node.path);
    }
  }

  /// As the ARIA Authoring Practices Guide has it for trees.
  private key(event: KeyboardEvent): void {
    const i = this.rows.findIndex((row) => row.node.path === this.at);
    const row = this.rows[i];
    const page = Math.max(1, Math.floor(this.window.clientHeight / ROW_PX) - 1);
    switch (event.key) {
      case 'ArrowDown':
        this.go(i + 1);
        break;
      case 'ArrowUp':
        this.go(i - 1);
        break;
      case 'PageDown':
        this.go(i + page);
        break;
      case 'PageUp':
        this.go(i - page);
        break;
      case 'Home':
        this.go(0);
        break;
      case 'End':
        this.go(this.rows.length - 1);
        break;
      case 'ArrowRight':
        if (row?.branches && !row.open) {
          this.tell(TOGGLED, row.node.path);
        } else if (row?.open) {
          this.go(i + 1);
        }
        break;
      case 'ArrowLeft':
        if (row?.open) {
          this.tell(TOGGLED, row.node.path);
        } else if (row) {
          this.go(this.parent(i));
        }
        break;
      case 'Enter':
      case ' ':
        if (row) {
          this.pick(row);
        }
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private parent(i: number): number {
    const depth = this.rows[i]!.node.depth;
    for (let above = i - 1; above >= 0; above--) {
      if (this.rows[above]!.node.depth < depth) {
        return above;
      }
    }
    return i;
  }

  private go(wanted: number): void {
    const i = Math.max(0, Math.min(this.rows.length - 1, wanted));
    const row = this.rows[i];
    if (!row) {
      return;
    }
    this.at = row.node.path;
    const { window: seen } = this;
    if (i * ROW_PX < seen.scrollTop) {
      seen.scrollTop = i * ROW_PX;
    } else if ((i + 1) * ROW_PX > seen.scrollTop + seen.clientHeight) {
      seen.scrollTop = (i + 1) * ROW_PX - seen.clientHeight;
    }
    this.look();
  }
}

customElements.define('tp-topic-tree', TopicTreeElement);
