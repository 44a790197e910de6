// SPDX-License-Identifier: MIT
// What the address says of the page: `#/topics?topic=a%2Fb` is the view `topics` and its link
// `topic=a%2Fb`. Any other fragment (`#lanes`) is a place in the view that is shown.

export interface Link {
  readonly view: string;
  readonly parameters: URLSearchParams;
}

/// @returns undefined where the fragment is not of a view
export function linkOf(hash: string): Link | undefined {
  const match = /^#\/([a-z]*)(?:\?(.*))?$/s.exec(hash);
  return match ? { view: match[1]!, parameters: new URLSearchParams(match[2] ?? '') } : undefined;
}

/// The fragment that leads to a view; what is empty is left out.
export function hashOf(view: string, parameters: Readonly<Record<string, string>> = {}): string {
  const filled = Object.entries(parameters).filter(([, value]) => value !== '');
  const query = new URLSearchParams(filled).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}
