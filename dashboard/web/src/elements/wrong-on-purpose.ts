// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { visible } from '../format';
import { hashOf } from '../link';
import type { Experiments } from '../model';

/// A red banner on every view while something is wrong at the broker on purpose.
export function wrongOnPurpose({ trap, certificate }: Experiments): TemplateResult | typeof nothing {
  if (!trap.on && !certificate.wrong) {
    return nothing;
  }
  return html`<div class="banner wrong" role="alert">
    <p>
      ${trap.on
        ? html`<b>The trap is on.</b> The broker hands messages of the TLS side out in clear. `
        : nothing}
      ${certificate.wrong
        ? html`<b>The broker shows a bad certificate</b> (${visible(certificate.certificate)}). Boards that
            look at it stay away. `
        : nothing}
    </p>
    <a class="button danger" href=${hashOf('eavesdropper')}>Look and put it right</a>
  </div>`;
}
