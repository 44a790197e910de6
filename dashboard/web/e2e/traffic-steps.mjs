// SPDX-License-Identifier: MIT
// The view Traffic on a running lab: list, filter, one frame and its bytes, a dialogue, a file.
import { fileURLToPath } from 'node:url';

const READ_MILLIS = 30_000;
const CAPTURE = fileURLToPath(new URL('../../../examples/captures/mqtt5-inorder.pcap', import.meta.url));

export function trafficSteps(browser) {
  const { page } = browser;
  const rows = page.locator('.tr-row[data-frame]:not([data-frame=""])');
  const opened = page.locator('[data-opened]');
  const filter = page.locator('[data-control="filter"]');

  function expect(condition, otherwise) {
    if (!condition) {
      throw new Error(otherwise);
    }
  }

  async function show(text) {
    await filter.fill(text);
    await page.locator('[data-command="filter"]').click();
  }

  return [
    [
      "the lab's capture is listed, readable and sealed frames in their colours",
      async () => {
        await page.goto(`${browser.url.origin}/#/traffic`);
        await page.locator('.tr-row[data-protocol="mqtt"]').first().waitFor({ timeout: READ_MILLIS });
        await page.locator('.tr-row[data-protocol="tls"]').first().waitFor({ timeout: READ_MILLIS });
        await opened.getByText(/\d+\sframes/).waitFor();
      },
    ],
    [
      'a filter that is wrong is told with its column, and how it can go on is offered',
      async () => {
        await filter.fill('mqtt.top');
        await page.locator('[data-choice="mqtt.topic"]').click();
        expect((await filter.inputValue()) === 'mqtt.topic', await filter.inputValue());
        await show('mqtt.topic ==');
        await page.locator('#tr-said', { hasText: /column \d+/ }).waitFor();
      },
    ],
    [
      'a filter leaves what it says, and the address has it',
      async () => {
        await show('mqtt.msgtype == 3');
        await opened.getByText(/\d+ of \d+\sframes/).waitFor();
        await page.locator('.tr-row:not([data-protocol="mqtt"])').first().waitFor({ state: 'detached' });
        await rows.first().waitFor();
        expect(page.url().includes('filter=mqtt.msgtype'), page.url());
      },
    ],
    [
      'a frame shows what it means and its bytes, and each shows the other',
      async () => {
        await rows.first().click();
        const bytes = page.locator('.tr-bytes');
        await page.locator('.tr-parts details[open]', { hasText: 'mqtt.topic' }).waitFor();
        const lit = await bytes.locator('[data-on="yes"]').allInnerTexts();
        expect(lit.length > 0, 'no byte of the packet is lit');
        await bytes.locator('.tr-hex [data-part="0"]').first().click();
        await page.locator('.tr-parts details[data-part="0"][data-on="yes"]').waitFor();
        await browser.screenshot('traffic', { fullPage: true });
      },
    ],
    [
      'the keyboard walks the frames',
      async () => {
        await page.locator('.tr-rows').focus();
        const before = page.url();
        await page.keyboard.press('End');
        await page.waitForFunction((was) => location.href !== was, before);
      },
    ],
    [
      'a connection is followed as a dialogue, from SYN on',
      async () => {
        await page.locator('[data-command="follow"]').click();
        const dialogue = page.locator('tp-dialogue');
        await dialogue.getByText('SYN', { exact: false }).first().waitFor({ timeout: READ_MILLIS });
        await dialogue.locator('[data-direction="back"]').first().waitFor();
        await dialogue.getByText(/CONNECT/).first().waitFor();
        await browser.screenshot('traffic-dialogue', { fullPage: true });
      },
    ],
    [
      'a link to a frame opens it',
      async () => {
        await page.goto(`${browser.url.origin}/#/topics`);
        await page.goto(`${browser.url.origin}/#/traffic?frame=5`);
        await page.locator('tp-frame h2', { hasText: 'Frame 5' }).waitFor({ timeout: READ_MILLIS });
        await page.locator('.tr-row[data-frame="5"][aria-selected="true"]').waitFor();
      },
    ],
    [
      "a file of one's own is opened, and what is none is refused with its reason",
      async () => {
        await page.locator('[data-control="file"]').setInputFiles(CAPTURE);
        await opened.getByText('mqtt5-inorder.pcap').waitFor({ timeout: READ_MILLIS });
        await page.locator('.tr-row[data-protocol="mqtt"]').first().waitFor();
      },
    ],
  ];
}
