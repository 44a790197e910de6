// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { fetchJson } from '../api';
import { PlainElement } from '../elements/plain-element';
import { visible } from '../format';
import type { Identity } from './model';

const KINDS: Readonly<Record<Identity['kind'], string>> = {
  board: 'board',
  client: 'client of the lab file',
  anybody: 'anybody without a password, on the plain port',
};

/// Who may come to the broker, and what they may do. It does not change while a lab runs.
class RightsElement extends PlainElement {
  static override properties = {
    identities: { state: true },
    problem: { state: true },
  };

  declare identities: readonly Identity[] | undefined;
  declare problem: string;

  constructor() {
    super();
    this.identities = undefined;
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.problem = '';
    try {
      const answer = await fetchJson<{ identities: readonly Identity[] }>('/api/identities');
      this.identities = answer.identities;
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
  }

  protected override render(): TemplateResult {
    if (this.problem !== '') {
      return html`<p class="problem" role="alert">
        This could not be asked: ${visible(this.problem)}
        <button type="button" @click=${() => void this.ask()}>Ask again</button>
      </p>`;
    }
    if (!this.identities) {
      return html`<p class="empty">Asking…</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Identities and rights">
      <table class="list sec-table">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">May publish to</th>
            <th scope="col">May subscribe to</th>
          </tr>
        </thead>
        <tbody>
          ${this.identities.map(
            (one) =>
              html`<tr data-identity=${one.name}>
                <th scope="row">
                  ${one.name === '' ? nothing : visible(one.name)}
                  <span class="small">${KINDS[one.kind]}</span>
                </th>
                <td>${filters(one.publish)}</td>
                <td>${filters(one.subscribe)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

function filters(list: readonly string[]): TemplateResult {
  return list.length === 0
    ? html`<span class="small">nothing</span>`
    : html`<ul class="sec-filters">
        ${list.map((filter) => html`<li class="topic">${visible(filter)}</li>`)}
      </ul>`;
}

customElements.define('tp-rights', RightsElement);
