// SPDX-License-Identifier: MIT
// The views of the page, in the order of the bar. Each but the first is fetched when it is first
// shown, so that the page starts as fast with ten views as with one.
import { html, type TemplateResult } from 'lit';
import type { LabStore } from './store';

/// What a view is given; it finds the rest in the API.
export interface ViewContext {
  readonly store: LabStore;
  /// What stands after `?` in the fragment: what of the view is meant.
  readonly link: URLSearchParams;
}

export interface View {
  /// In the address, `#/topics`: small letters.
  readonly id: string;
  readonly title: string;
  /// Defines the view's element; done once.
  load(): Promise<unknown>;
  render(context: ViewContext): TemplateResult;
}

export const VIEWS: readonly View[] = [
  {
    id: 'lab',
    title: 'Lab',
    load: () => import('./lab/view'),
    render: ({ store, link }) => html`<tp-lab-view .store=${store} .link=${link}></tp-lab-view>`,
  },
  {
    id: 'topics',
    title: 'Topics',
    load: () => import('./topics/view'),
    render: ({ store, link }) => html`<tp-topics-view .store=${store} .link=${link}></tp-topics-view>`,
  },
  {
    id: 'traffic',
    title: 'Traffic',
    load: () => import('./traffic/view'),
    render: ({ store, link }) => html`<tp-traffic-view .store=${store} .link=${link}></tp-traffic-view>`,
  },
  {
    id: 'eavesdropper',
    title: 'Eavesdropper',
    load: () => import('./eavesdropper/view'),
    render: ({ store, link }) =>
      html`<tp-eavesdropper-view .store=${store} .link=${link}></tp-eavesdropper-view>`,
  },
  {
    id: 'security',
    title: 'Security',
    load: () => import('./security/view'),
    render: ({ store, link }) =>
      html`<tp-security-view .store=${store} .link=${link}></tp-security-view>`,
  },
  {
    id: 'cost',
    title: 'Cost',
    load: () => import('./cost/view'),
    render: ({ store, link }) => html`<tp-cost-view .store=${store} .link=${link}></tp-cost-view>`,
  },
];

/// The view of an address; the first one where it names none that there is.
export function viewOf(id: string): View {
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0]!;
}
