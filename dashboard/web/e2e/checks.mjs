// SPDX-License-Identifier: MIT
// Checks that run inside the page and return what is wrong, as texts.

/// Fields and buttons that a screen reader could not name.
export function nameless() {
  const named = (element) =>
    element.getAttribute('aria-label') ||
    element.textContent.trim() ||
    [...(element.labels ?? [])].some((label) => label.textContent.trim());
  return [...document.querySelectorAll('input, select, button, a, [tabindex="0"]')]
    .filter((element) => !named(element) && !element.getAttribute('aria-labelledby'))
    .map((element) => element.outerHTML.slice(0, 120));
}

/// Texts with less contrast than WCAG 2.2, 1.4.3 (AA) asks for: 4.5 to 1, large ones 3 to 1.
export function faint() {
  const channel = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const colour = (text) => text.match(/[\d.]+/g).map(Number);
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) {
        return found;
      }
    }
    return [255, 255, 255];
  };
  const ownText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.querySelectorAll('tp-app *')]
    .filter((element) => ownText(element) && element.checkVisibility() && !element.disabled)
    .filter((element) => !element.closest('.sr, svg, .moment, button:disabled'))
    .map((element) => {
      const style = getComputedStyle(element);
      const [a, b] = [luminance(colour(style.color)), luminance(background(element))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const large = parseFloat(style.fontSize) >= 24;
      return ratio < (large ? 3 : 4.5)
        ? `${ratio.toFixed(2)}: ${element.className} ${element.textContent.trim().slice(0, 60)}`
        : '';
    })
    .filter((text) => text !== '');
}

/// What no text may turn into: elements that the page itself never makes.
export function injected() {
  return [
    ...document.querySelectorAll(
      'tp-app script, iframe, object, embed, tp-app style, [onerror], [onload], [onmouseover], body > :not(tp-app, noscript)',
    ),
  ].map((element) => element.outerHTML.slice(0, 120));
}
