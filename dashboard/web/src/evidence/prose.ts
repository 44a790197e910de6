// SPDX-License-Identifier: MIT
import { html, type TemplateResult } from 'lit';
import { visible } from '../format';

/// Text of the catalogue: what stands between backticks is code.
export function prose(text: string): (TemplateResult | string)[] {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html`<code>${visible(part)}</code>` : visible(part, true)));
}
