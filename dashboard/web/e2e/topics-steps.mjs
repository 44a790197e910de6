// SPDX-License-Identifier: MIT
// The view Topics on a running lab: the tree, one topic in full, a chart, publishing, files.
import { readFileSync } from 'node:fs';

const THERMO = 'secure/thermo-tls/dht22';
const NOTE = 'plain/lab/note';
const BOOT_MILLIS = 30_000;

export function topicsSteps(browser) {
  const { page } = browser;
  const row = (path) => page.locator(`.tp-row[data-path="${path}"]`);
  const detail = page.locator('tp-topic-detail');
  const form = page.locator('form.tp-publish');

  function expect(condition, otherwise) {
    if (!condition) {
      throw new Error(otherwise);
    }
  }

  async function publish(topic, payload) {
    await form.locator('[name="topic"]').fill(topic);
    await form.locator('[name="payload"]').fill(payload);
    await form.locator('[data-command="publish"]').click();
    await form.locator('[data-said]', { hasText: `Published to ${topic}` }).waitFor();
  }

  async function saved(button) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  }

  return [
    [
      'both sides have a tree of their topics',
      async () => {
        await page.goto(`${browser.url.origin}/#/topics`);
        await page.locator('[data-side="secure"]').locator(`.tp-row[data-path="${THERMO}"]`).waitFor({ timeout: BOOT_MILLIS });
        await page.locator('[data-side="plain"] .tp-row[data-path="plain/thermo-plain/dht22"]').waitFor({ timeout: BOOT_MILLIS });
        expect((await page.locator('[data-side="plain"] .tp-row[data-path^="secure"]').count()) === 0, 'the sides mix');
      },
    ],
    [
      'the keyboard walks the tree, closes and opens a branch, and chooses a topic',
      async () => {
        const tree = page.locator('#tp-secure .tp-rows');
        await tree.focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowLeft');
        await row(THERMO).waitFor({ state: 'detached' });
        await page.keyboard.press('ArrowRight');
        await row(THERMO).waitFor();
        const at = page.locator(`.tp-row[data-path="${THERMO}"][data-at="yes"]`);
        for (let i = 0; i < 100 && (await at.count()) === 0; i++) {
          await page.keyboard.press('ArrowDown');
        }
        await page.keyboard.press('Enter');
        await detail.locator('.tp-title').waitFor();
        expect(page.url().includes('#/topics?topic=secure%2F'), `the address is ${page.url()}`);
      },
    ],
    [
      'a topic shows its value as JSON, text and bytes, and its history',
      async () => {
        await row(THERMO).click();
        await detail.locator('.tp-json [data-chart="temperature"]').waitFor();
        await detail.locator('.tp-history tbody tr').nth(1).waitFor({ timeout: BOOT_MILLIS });
        await detail.locator('[data-shape="hex"]').click();
        await detail.locator('.tp-hex', { hasText: '7b 22 74 65 6d 70' }).waitFor();
        await detail.locator('[data-shape="text"]').click();
        await detail.locator('pre', { hasText: '{"temperature":' }).waitFor();
        await detail.locator('[data-shape="json"]').click();
      },
    ],
    [
      'one click on a number draws it over time',
      async () => {
        await detail.locator('[data-chart="temperature"]').click();
        await page.locator('tp-topic-plot canvas').waitFor();
        await page.locator('tp-topic-plot .hint', { hasText: 'temperature over time' }).waitFor({ timeout: BOOT_MILLIS });
        await browser.screenshot('topics', { fullPage: true });
      },
    ],
    [
      'a message with everything of MQTT 5 is published and shown',
      async () => {
        await form.locator('summary').click();
        await form.locator('[name="contentType"]').fill('application/json');
        await form.locator('[name="responseTopic"]').fill('plain/lab/answers');
        await form.locator('[name="correlation"]').fill('00 ff');
        await form.locator('[name="expiry"]').fill('600');
        await form.locator('[data-command="add-property"]').click();
        await form.locator('.tp-pair input').first().fill('colour');
        await form.locator('.tp-pair input').nth(1).fill('<b>red</b>');
        await form.locator('[name="qos"]').selectOption('1');
        await form.locator('[name="retain"]').check();
        await publish(NOTE, '{"lamp":{"on":true,"hours":1}}');
        await row(NOTE).click();
        const properties = detail.locator('.tp-properties');
        for (const text of ['application/json', 'plain/lab/answers', '00ff', '600', '<b>red</b>']) {
          await properties.getByText(text, { exact: true }).waitFor();
        }
        await detail.locator('.tp-facts', { hasText: 'QoS 1, retained' }).waitFor();
      },
    ],
    [
      'what changed since the value before is told by path',
      async () => {
        await publish(NOTE, '{"lamp":{"on":false,"hours":1}}');
        await detail.locator('.tp-changes li', { hasText: /lamp\.on:\s*true\s*→\s*false/ }).waitFor({ timeout: BOOT_MILLIS });
      },
    ],
    [
      'a saved message is there after the page was loaded again',
      async () => {
        await form.locator('[name="name"]').fill('lamp off');
        await form.locator('[data-command="save"]').click();
        await page.reload();
        await page.locator('[data-saved="lamp off"]').click();
        await page.waitForFunction(() => document.querySelector('.tp-publish [name="topic"]').value === 'plain/lab/note');
        await detail.locator('.tp-title', { hasText: NOTE }).waitFor();
      },
    ],
    [
      'what is shown becomes a file, CSV and JSON',
      async () => {
        await detail.locator('.tp-history tbody tr').nth(1).waitFor({ timeout: BOOT_MILLIS });
        const table = await saved('[data-command="csv"]');
        expect(table.name === 'plain-lab-note.csv', table.name);
        expect(table.text.includes('"{""lamp"":{""on"":false,""hours"":1}}"'), table.text);
        const list = JSON.parse((await saved('[data-command="json"]')).text);
        expect(list.at(-1).payload === '{"lamp":{"on":false,"hours":1}}', JSON.stringify(list.at(-1)));
        const topics = JSON.parse((await saved('[data-command="topics-json"]')).text);
        expect(topics.some((one) => one.topic === 'secure/thermo-tls/dht22'), 'a topic is missing in the list');
      },
    ],
    [
      'a retained message is cleared after a second look, and the form has it to undo that',
      async () => {
        await detail.locator('[data-command="ask-clear"]').click();
        await detail.locator('[data-command="clear"]').click();
        await detail.locator('.hint', { hasText: 'Nothing was retained' }).waitFor();
        await page.waitForFunction(() => document.querySelector('.tp-publish [name="payload"]').value.includes('"on":false'));
        expect(await form.locator('[name="retain"]').isChecked(), 'the form does not have retain');
      },
    ],
    [
      'a search leaves what has it in its name or its last message',
      async () => {
        await page.locator('[data-control="search"]').fill('THERMO-TLS/DHT');
        await row(NOTE).waitFor({ state: 'detached' });
        await row(THERMO).waitFor();
        await page.locator('[data-control="search"]').fill('nothing has this');
        await page.locator('[data-side="plain"] .empty', { hasText: 'No topic here' }).waitFor();
        await page.locator('[data-control="search"]').fill('');
        await row(NOTE).waitFor();
      },
    ],
  ];
}
