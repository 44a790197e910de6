// SPDX-License-Identifier: MIT
// Every hostile text as topic, payload, client id and file name.
import { readFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { injected } from './checks.mjs';
import { ALL } from './hostile-strings.mjs';

const CAPTURE = fileURLToPath(new URL('../../../examples/captures/mqtt5-inorder.pcap', import.meta.url));
const PREFIX = 'plain/hostile';
const STRING_MAX = 65_535;
const FILE_NAME_MAX = 255;
const COMPARED_CHARS = 60;
const ANSWER_MILLIS = 10_000;

/// MQTT 5.0, sections 1.5.4 and 4.7: no null, no wildcard, at most 65,535 bytes; control characters
/// "should not" be there, and the broker refuses them. All of these are tried as payloads only.
const mayBeTopic = (topic) => !/[\p{Cc}#+]/u.test(topic) && Buffer.byteLength(topic) <= STRING_MAX;

/// What a file system takes for a name; longer ones and paths never come from a file.
const mayBeFileName = (text) => !/[\0/]/.test(text) && Buffer.byteLength(text) <= FILE_NAME_MAX;

/// What must be readable of a text, however the page writes what cannot be seen.
const readable = (text) =>
  text
    .replace(/⟨U\+[0-9A-F]+⟩/g, '')
    .replace(/[\s\p{C}\u2400-\u2421\u2028\u2029]/gu, '')
    .slice(0, COMPARED_CHARS);

/// Raw, these would change how their neighbours look.
const TRICKS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

const named = ({ family, text }) => `${family} ${JSON.stringify(text.slice(0, 80))} (${text.length})`;

function expect(condition, otherwise) {
  if (!condition) {
    throw new Error(otherwise);
  }
}

/// An MQTT 3.1.1 CONNECT without credentials; resolves to what the broker did.
function connectAs(port, client) {
  const id = Buffer.from(client);
  const length = 12 + id.length;
  const lengthBytes = [];
  for (let rest = length; rest > 0; rest >>= 7) {
    lengthBytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  const head = [0x10, ...lengthBytes, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 60, id.length >> 8, id.length & 0xff];
  return new Promise((resolve, reject) => {
    const socket = connectTo(port, '127.0.0.1');
    let answer = 'closed';
    socket.setTimeout(ANSWER_MILLIS, () => socket.destroy(new Error(`no answer to the client id ${client}`)));
    socket.on('error', (e) => (e.code === 'ECONNRESET' ? undefined : reject(e)));
    socket.on('close', () => resolve(answer));
    socket.once('data', (bytes) => {
      answer = `CONNACK ${bytes[3]}`;
      socket.end(Buffer.concat([publishOutside(), Buffer.from([0xe0, 0])]));
    });
    socket.write(Buffer.concat([Buffer.from(head), id]));
  });
}

/// A PUBLISH where a guest has no right to: its denial names the client.
function publishOutside() {
  const topic = Buffer.from('plain/thermo-plain/dht22');
  return Buffer.concat([Buffer.from([0x30, topic.length + 3, 0, topic.length]), topic, Buffer.from('x')]);
}

export function hostileSteps(browser) {
  const { page } = browser;
  const api = browser.url.origin;

  async function nothingHappened(what) {
    const found = await page.evaluate(injected);
    expect(found.length === 0, `${what}: injected ${found.join('\n')}`);
    expect(browser.problems.length === 0, `${what}: ${browser.problems.join('\n')}`);
  }

  async function publish(topic, payload) {
    const answer = await fetch(`${api}/api/publish`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ topic, payload }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  function expectReadable(what, shown, text) {
    expect(!TRICKS.test(shown), `${what}: shown raw in ${JSON.stringify(shown.slice(0, 200))}`);
    expect(readable(shown).startsWith(readable(text)), `${what}: shown as ${JSON.stringify(shown.slice(0, 200))}`);
  }

  /// The topic as the page has it chosen, and its payload as text.
  async function shownAt(topic) {
    const handle = await page.evaluateHandle(async (to) => {
      location.hash = `#/topics?topic=${encodeURIComponent(to)}`;
      const number = `${to.split('/', 3).join('/')}/`;
      for (;;) {
        await new Promise(requestAnimationFrame);
        const detail = document.querySelector('tp-topic-detail');
        const title = detail?.querySelector('.tp-title')?.textContent ?? '';
        const text = detail?.querySelector('[data-shape="text"]');
        const payload = detail?.querySelector('.tp-payload > pre');
        if (title.startsWith(number) && text?.getAttribute('aria-pressed') === 'true' && payload) {
          return { title, payload: payload.textContent };
        }
        text?.click();
      }
    }, topic);
    return handle.jsonValue();
  }

  return [
    [
      `${ALL.length} hostile texts are topics or are refused with a reason, and all are payloads`,
      async () => {
        expect(ALL.length >= 200, `only ${ALL.length}`);
        await page.goto(`${api}/#/topics`);
        await page.locator('tp-topics-view').first().waitFor();
        for (const [i, one] of ALL.entries()) {
          const topic = `${PREFIX}/${i}/${one.text}`;
          const { status, text } = await publish(topic, one.text);
          if (mayBeTopic(topic)) {
            expect(status === 200, `${named(one)}: ${status} ${text}`);
          } else {
            expect(status === 400 && JSON.parse(text).error !== '', `${named(one)}: ${status} ${text}`);
            const asPayload = await publish(`${PREFIX}/${i}/payload`, one.text);
            expect(asPayload.status === 200, `${named(one)}: ${asPayload.status} ${asPayload.text}`);
          }
        }
      },
    ],
    [
      'each is read as the text that it is in the view Topics',
      async () => {
        for (const [i, one] of ALL.entries()) {
          const may = mayBeTopic(`${PREFIX}/${i}/${one.text}`);
          const topic = `${PREFIX}/${i}/${may ? one.text : 'payload'}`;
          const { title, payload } = await shownAt(topic);
          expectReadable(`topic ${named(one)}`, title, topic);
          expectReadable(`payload ${named(one)}`, payload, one.text);
        }
        await nothingHappened('Topics');
        await browser.screenshot('hostile-topics');
      },
    ],
    [
      'as client ids they are let in or turned away, and the page tells of them',
      async () => {
        await page.goto(`${api}/#/lab`);
        await page.locator('tp-messages').waitFor();
        const lab = await (await fetch(`${api}/api/lab`)).json();
        const port = lab.ports.find((one) => one.transport === 'PLAIN').port;
        for (const one of ALL.filter(({ text }) => Buffer.byteLength(text) <= STRING_MAX).reverse()) {
          const did = await connectAs(port, one.text);
          expect(/^(CONNACK [0-5]|closed)$/.test(did), `${named(one)}: ${did}`);
        }
        await page.locator('.incidents li', { hasText: '<script>alert(0)</script>' }).first().waitFor();
        await nothingHappened('lab');
        await browser.screenshot('hostile-lab', { fullPage: true });
      },
    ],
    [
      'as names of files they are names',
      async () => {
        await page.goto(`${api}/#/traffic`);
        const file = page.locator('[data-control="file"]');
        await file.waitFor({ state: 'attached' });
        const buffer = readFileSync(CAPTURE);
        await page.locator('[data-opened] b').first().waitFor();
        let shown = await page.locator('[data-opened] b').first().textContent();
        for (const one of ALL.filter(({ text }) => mayBeFileName(text))) {
          await file.setInputFiles({ name: one.text, mimeType: 'application/octet-stream', buffer });
          await page.waitForFunction(
            (before) => (document.querySelector('[data-opened] b')?.textContent ?? before) !== before,
            shown,
          );
          shown = await page.locator('[data-opened] b').first().textContent();
          expectReadable(`file name ${named(one)}`, shown, one.text);
        }
        await nothingHappened('Traffic');
        const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(wide <= window, `a name makes the page ${wide} px wide in a window of ${window}`);
        await browser.screenshot('hostile-traffic');
      },
    ],
    [
      'no view has turned any of them into anything but text',
      async () => {
        for (const view of ['lab', 'topics', 'traffic', 'eavesdropper', 'security', 'cost']) {
          await page.goto(`${api}/#/${view}`);
          await page.locator('main').first().waitFor();
          await nothingHappened(view);
        }
      },
    ],
  ];
}
