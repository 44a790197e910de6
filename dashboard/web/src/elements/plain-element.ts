// SPDX-License-Identifier: MIT
import { LitElement } from 'lit';

/// An element that draws into the page itself: one style sheet, and labels reach their fields.
export class PlainElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
