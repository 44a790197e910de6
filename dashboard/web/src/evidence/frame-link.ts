// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { hashOf } from '../link';
import { VIEWS } from '../views';

/// The frame in the view Traffic; its number alone where there is no such view.
export function frameLink(frame: number): TemplateResult | typeof nothing {
  if (frame <= 0) {
    return nothing;
  }
  return VIEWS.some((view) => view.id === 'traffic')
    ? html`<a class="frame-link" href=${hashOf('traffic', { frame: String(frame) })}>frame ${frame}</a>`
    : html`<span class="frame-link">frame ${frame}</span>`;
}
