// SPDX-License-Identifier: MIT
// One frame: what it means, and its bytes; pointing at one shows the other.
import { html, nothing, type TemplateResult } from 'lit';
import { PlainElement } from '../elements/plain-element';
import { frameLink } from '../evidence/frame-link';
import { bytes, count, short, visible } from '../format';
import { byteRows, DRAWN_MAX } from './bytes';
import type { FrameTree, Part } from './model';

const TEXT_MAX = 600;

class FrameElement extends PlainElement {
  static override properties = { tree: { attribute: false }, pointed: { state: true } };

  declare tree: FrameTree;
  /// The part that is pointed at; -1 for none.
  declare pointed: number;
  private about = 0;

  constructor() {
    super();
    this.pointed = -1;
  }

  protected override willUpdate(): void {
    if (this.tree.frame !== this.about) {
      this.about = this.tree.frame;
      this.pointed = this.tree.parts.length - 1;
    }
  }

  protected override render(): TemplateResult {
    const { tree } = this;
    const captured = tree.hex.length / 2;
    return html`
      <h2>Frame ${count(tree.frame)}, ${bytes(tree.length)}${captured < tree.length ? html`, of which ${bytes(captured)} are shown` : nothing}</h2>
      ${tree.notes.map((note) => html`<p class="problem">${visible(short(note, TEXT_MAX))}</p>`)}
      <div class="tr-both">
        <div class="tr-parts" tabindex="0" role="region" aria-label="What the frame means">
          ${tree.parts.map((part, i) => this.section(part, i))}
        </div>
        <div class="tr-bytes" tabindex="0" role="region" aria-label="Bytes of the frame">
          ${byteRows(tree).map(
            (row) => html`<div class="tr-line">
              <span class="tr-offset">${row.offset}</span>
              <span class="tr-hex">${row.spans.map((span) => this.span(span.part, `${span.hex} `))}</span>
              <span class="tr-text">${row.spans.map((span) => this.span(span.part, span.text))}</span>
            </div>`,
          )}
          ${captured > DRAWN_MAX ? html`<p class="hint">${count(captured - DRAWN_MAX)} more bytes are not drawn.</p>` : nothing}
        </div>
      </div>
    `;
  }

  private span(part: number, text: string): TemplateResult {
    return html`<span
      data-part=${part}
      data-on=${part === this.pointed && part >= 0 ? 'yes' : 'no'}
      @click=${() => {
        this.pointed = part;
      }}
      >${text}</span
    >`;
  }

  private section(part: Part, i: number): TemplateResult {
    const elsewhere = [...new Set(part.where.map((range) => range.frame))].filter((frame) => frame !== this.tree.frame);
    return html`<details data-part=${i} data-on=${i === this.pointed ? 'yes' : 'no'} ?open=${i === this.pointed}>
      <summary
        @click=${() => {
          this.pointed = i;
        }}
      >
        ${visible(short(part.title, TEXT_MAX))}
      </summary>
      ${elsewhere.length === 0 ? nothing : html`<p class="hint">Begins in ${elsewhere.map((frame) => html`${frameLink(frame)} `)}</p>`}
      <dl>
        ${part.fields.map(
          (field) =>
            html`<dt title=${field.description}>${field.name}</dt>
              <dd>${visible(short(field.value, TEXT_MAX))}</dd>`,
        )}
      </dl>
    </details>`;
  }
}

customElements.define('tp-frame', FrameElement);
