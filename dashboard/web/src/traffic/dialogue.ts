// SPDX-License-Identifier: MIT
// One connection as a dialogue: who sent what when, from SYN to FIN.
import { html, nothing, type TemplateResult } from 'lit';
import { PlainElement } from '../elements/plain-element';
import { frameLink } from '../evidence/frame-link';
import { count, short, visible } from '../format';
import type { FrameRow, FrameRows } from './model';

const TEXT_MAX = 160;

class DialogueElement extends PlainElement {
  static override properties = { rows: { attribute: false } };

  declare rows: FrameRows;

  protected override render(): TemplateResult {
    const [first] = this.rows.rows;
    if (!first) {
      return html`<p class="empty">There is no frame of this connection.</p>`;
    }
    return html`
      <table class="tr-dialogue">
        <caption class="sr">
          The connection as a dialogue
        </caption>
        <thead>
          <tr>
            <th scope="col">Seconds</th>
            <th scope="col">${visible(first.source)}</th>
            <th scope="col"><span class="sr">Direction</span></th>
            <th scope="col">${visible(first.destination)}</th>
            <th scope="col">Frame</th>
          </tr>
        </thead>
        <tbody>
          ${this.rows.rows.map((row, i) => this.row(row, first, this.rows.rows[i - 1]))}
        </tbody>
      </table>
      ${this.rows.total > this.rows.rows.length
        ? html`<p class="hint">The first ${count(this.rows.rows.length)} of ${count(this.rows.total)} frames.</p>`
        : nothing}
    `;
  }

  private row(row: FrameRow, first: FrameRow, before: FrameRow | undefined): TemplateResult {
    const forth = row.source === first.source;
    const words = html`<span class="tr-protocol">${visible(row.protocol)}</span> ${visible(short(row.info, TEXT_MAX))}`;
    const pause = before === undefined ? 0 : row.seconds - before.seconds;
    return html`<tr data-direction=${forth ? 'forth' : 'back'}>
      <td class="tr-time">${(row.seconds - first.seconds).toFixed(4)} <span class="small">+${pause.toFixed(4)}</span></td>
      <td>${forth ? words : nothing}</td>
      <td class="tr-arrow">${forth ? '→' : '←'}</td>
      <td>${forth ? nothing : words}</td>
      <td>${frameLink(row.frame)}</td>
    </tr>`;
  }
}

customElements.define('tp-dialogue', DialogueElement);
