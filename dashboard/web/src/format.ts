// SPDX-License-Identifier: MIT
// Numbers with units, times, and text that cannot trick the eye.

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE_DIGIT = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});

const NO_BREAK = '\u00a0';

export function count(n: number): string {
  return WHOLE.format(n);
}

export function plural(n: number, one: string, many: string): string {
  return `${count(n)}${NO_BREAK}${n === 1 ? one : many}`;
}

/// Decimal units, as drives and networks have them.
export function bytes(n: number): string {
  if (n < 1000) {
    return `${WHOLE.format(n)}${NO_BREAK}B`;
  }
  if (n < 1_000_000) {
    return `${ONE_DIGIT.format(n / 1000)}${NO_BREAK}kB`;
  }
  return `${ONE_DIGIT.format(n / 1_000_000)}${NO_BREAK}MB`;
}

export function celsius(n: number): string {
  return `${ONE_DIGIT.format(n)}${NO_BREAK}°C`;
}

export function percent(n: number): string {
  return `${ONE_DIGIT.format(n)}${NO_BREAK}%`;
}

export function millis(n: number): string {
  return `${ONE_DIGIT.format(n)}${NO_BREAK}ms`;
}

/// Milliseconds since 1970 of an ISO 8601 time, which may have nine digits after the point.
export function epochMillis(iso: string): number {
  return Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
}

/// The time of day, here, to a tenth of a second.
export function timeOfDay(epoch: number): string {
  return Number.isFinite(epoch) ? CLOCK.format(epoch) : '–';
}

const LINE_FEED = 0x0a;
const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const DELETE = 0x7f;
const SPACE = 0x20;
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/// Characters that change how their neighbours are shown, or show nothing at all: marks and
/// overrides of writing direction, zero-width ones, line and paragraph separators.
const INVISIBLE = /[\u0080-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/// Text from boards and strangers, with everything invisible made visible.
///
/// @param keepLines for serial text: line feeds and tabs stay, carriage returns go
export function visible(text: string, keepLines = false): string {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (keepLines && (code === LINE_FEED || code === TAB)) {
      shown += character;
    } else if (keepLines && code === CARRIAGE_RETURN) {
      continue;
    } else if (code < SPACE) {
      shown += String.fromCodePoint(CONTROL_PICTURES + code);
    } else {
      shown += code === DELETE ? DELETE_PICTURE : character;
    }
  }
  return shown.replace(
    INVISIBLE,
    (c) => `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/// At most so many characters, with an ellipsis where something was left out.
export function short(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}
