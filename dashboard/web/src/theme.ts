// SPDX-License-Identifier: MIT
// Light or dark: as the system says, until someone says otherwise.

export type Theme = 'light' | 'dark';

const KEY = 'twinport-theme';

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null; // storage may be forbidden; then the choice lasts as long as the page
  }
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');
let chosen = stored();

export function theme(): Theme {
  return chosen ?? (systemDark.matches ? 'dark' : 'light');
}

function show(): void {
  document.documentElement.dataset['theme'] = theme();
}

export function toggleTheme(): void {
  chosen = theme() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // as above
  }
  show();
}

/// @param changed called when the system changes its mind
export function followTheme(changed: () => void): void {
  systemDark.addEventListener('change', () => {
    show();
    changed();
  });
  show();
}
