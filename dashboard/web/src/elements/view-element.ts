// SPDX-License-Identifier: MIT
import { hashOf } from '../link';
import type { LabStore } from '../store';
import { PlainElement } from './plain-element';

/// A view of the page: is drawn anew when the lab's state or the address changes.
export abstract class ViewElement extends PlainElement {
  static override properties = {
    store: { attribute: false },
    link: { attribute: false },
  };

  declare store: LabStore;
  /// What stands after `?` in the fragment.
  declare link: URLSearchParams;
  private forget: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = this.store.listen(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  /// Makes what is shown the page's address, without a step in the browser's history. The page hears
  /// of it as of any other address: what it knows is what its views are given again.
  protected showInAddress(view: string, parameters: Readonly<Record<string, string>>): void {
    history.replaceState(null, '', hashOf(view, parameters));
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

