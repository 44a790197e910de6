// SPDX-License-Identifier: MIT
// What a person does first with a running lab, as steps for `runSteps`.

const BOARDS = ['thermo-plain', 'viewer-plain', 'thermo-tls', 'viewer-tls'];
const BOARD = 'thermo-plain';
const WARM = 31.4;
const BOOT_MILLIS = 30_000;

export function labSteps(browser) {
  const { page } = browser;

  async function ledIs(state) {
    await browser.board(BOARD).locator(`.led-word[data-led="${state}"]`).waitFor();
  }

  async function command(name, expected) {
    await page.locator('[data-control="board"]').selectOption(BOARD);
    await page.locator(`[data-command="${name}"]`).click();
    await page
      .locator('[data-answer][data-ok="yes"]', { hasText: expected })
      .waitFor({ timeout: BOOT_MILLIS });
  }

  return [
    [
      'four boards run',
      async () => {
        for (const id of BOARDS) {
          await browser
            .board(id)
            .locator('.state[data-state="running"]')
            .waitFor({ timeout: BOOT_MILLIS });
        }
      },
    ],
    [
      'both pairs send',
      async () => {
        for (const transport of ['PLAIN', 'TLS']) {
          await page
            .locator(`[data-views="${transport}"] .said .topic`, { hasText: '/dht22' })
            .first()
            .waitFor({ timeout: BOOT_MILLIS });
        }
      },
    ],
    [
      'a moved slider comes back as a message',
      async () => {
        await browser.slide(BOARD, 'temperature', WARM);
        await page
          .locator('[data-views="PLAIN"] .said .payload', { hasText: String(WARM) })
          .first()
          .waitFor({ timeout: BOOT_MILLIS });
      },
    ],
    [
      'something is broken on purpose and mended',
      async () => {
        const board = browser.board(BOARD);
        await board.locator('.faults summary').click();
        await board.locator('[name="fault"]').fill('dht22 stuck');
        await board.locator('.faults button[type="submit"]').click();
        await board.locator('.faults [role="status"]', { hasText: 'dht22 stuck' }).waitFor();
        await board.locator('.faults button', { hasText: 'Mend all' }).click();
        await board.locator('.faults [role="status"]', { hasText: 'Nothing is broken' }).waitFor();
      },
    ],
    [
      'the eavesdropper reads the same value on the plain side',
      async () => {
        await page
          .locator('[data-views="PLAIN"] .heard[data-readable="yes"] .payload', {
            hasText: String(WARM),
          })
          .first()
          .waitFor();
      },
    ],
    [
      'the eavesdropper reads no topic and no value on the TLS side',
      async () => {
        await page
          .locator('[data-views="TLS"] .heard[data-readable="no"] .hex .sealed')
          .first()
          .waitFor();
        const readable = await page
          .locator('[data-views="TLS"] .seen :is(.topic, .payload)')
          .count();
        if (readable > 0) {
          throw new Error(`${readable} topics or values are shown on the sealed side`);
        }
      },
    ],
    [
      'LED on is answered, and the LED is lit',
      async () => {
        await command('led-on', /led on → answered “on” after [\d.,]+\sms/);
        await ledIs('on');
      },
    ],
    [
      'LED off is answered, and the LED is dark',
      async () => {
        await command('led-off', /led off → answered “off” after [\d.,]+\sms/);
        await ledIs('off');
      },
    ],
    [
      'the button on the drawing switches the LED too',
      async () => {
        await browser.board(BOARD).locator('.led-word').click();
        await ledIs('on');
        await browser.board(BOARD).locator('.word', { hasText: /answered in [\d.,]+\sms/ }).waitFor();
        await page.evaluate(() => window.scrollTo(0, 0));
        await browser.screenshot('lab-led-on');
      },
    ],
    [
      'screenshots, light and dark',
      async () => {
        await browser.screenshot('lab-light', { fullPage: true });
        await page.locator('[data-command="theme"]').click();
        await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
        await browser.screenshot('lab-dark', { fullPage: true });
      },
    ],
  ];
}
