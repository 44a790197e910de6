// SPDX-License-Identifier: MIT
import { html, type TemplateResult } from 'lit';
import { short, visible } from '../format';

/// Text of strangers, cut and made visible, that may break after a comma or a slash before it
/// breaks inside a number.
export function breakable(text: string, max: number): (TemplateResult | string)[] {
  return visible(short(text, max))
    .split(/(?<=[,/])/)
    .map((part, i) => (i === 0 ? part : html`<wbr />${part}`));
}
