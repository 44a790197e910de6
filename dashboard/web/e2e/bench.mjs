// SPDX-License-Identifier: MIT
// The page in a real browser on a lab that sends hostile texts and logs its keys: what a person
// with a mouse, a keyboard, a phone or a screen reader meets.
//
//   node e2e/bench.mjs http://127.0.0.1:18080 OUTDIR
import { Browser, runSteps } from './browser.mjs';
import { faint, injected, nameless } from './checks.mjs';
import { labSteps } from './steps.mjs';

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error('usage: node e2e/bench.mjs URL OUTDIR');
  process.exit(2);
}

const browser = await Browser.open(url, out);
const { page } = browser;
const thermo = browser.board('thermo-plain');

function expectNothing(what, found) {
  if (found.length > 0) {
    throw new Error(`${what}:\n${found.join('\n')}`);
  }
}

function expect(condition, otherwise) {
  if (!condition) {
    throw new Error(otherwise);
  }
}

async function statusOf(id) {
  const lab = await page.evaluate(async () => (await fetch('/api/lab')).json());
  return lab.boards.find((board) => board.id === id);
}

async function until(condition, otherwise) {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    expect(Date.now() < end, otherwise);
    await page.waitForTimeout(50);
  }
}

async function fileOf(link) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(link).click()]);
  return download.suggestedFilename();
}

async function noOverflow() {
  const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide <= has, `the page is ${wide} px wide in a window of ${has} px`);
}

process.exitCode = await runSteps(browser, [
  ...labSteps(browser),
  [
    'the chart begins with what was kept before the page was opened',
    async () => {
      const { history } = await page.evaluate(async () => (await fetch('/api/lab')).json());
      if (history.place === '') {
        return;
      }
      await until(
        () => page.evaluate(() => document.querySelector('tp-chart').readings[0]?.celsius === -31.5),
        'the first reading of the chart is not the first that was kept',
      );
      const kept = await page.locator('[data-history]').innerText();
      expect(/^kept [\d,]+\s/.test(kept), `the header says of the history: ${kept}`);
    },
  ],
  [
    'back to light',
    async () => {
      await page.locator('[data-command="theme"]').click();
      await page.locator('html[data-theme="light"]').waitFor({ state: 'attached' });
    },
  ],
  [
    'hostile texts are shown as texts',
    async () => {
      await page.locator('.moment').first().waitFor();
      await page.locator('tp-messages input[type="search"]').fill('plain/thermo-plain/');
      for (const text of ['<script>alert(1)</script>', '<svg onload=alert(3)>', '⟨U+202E⟩gnp.exe']) {
        await page.locator('.messages td.payload', { hasText: text }).first().waitFor();
      }
      await page.locator('.incidents li', { hasText: '<img src=x onerror=alert(2)>' }).first().waitFor();
      expectNothing('injected', await page.evaluate(injected));
      await browser.screenshot('bench-hostile', { fullPage: true });
      await page.locator('tp-messages input[type="search"]').fill('');
    },
  ],
  [
    'the key log is announced, and secrets are a choice of their own',
    async () => {
      await page.locator('.banner.keylog', { hasText: 'key log is on' }).waitFor();
      const plain = await fileOf('[data-command="download"]');
      const secret = await fileOf('[data-command="download-secrets"]');
      expect(plain.endsWith('.pcapng') && !plain.includes('SECRETS'), `got ${plain}`);
      expect(secret.endsWith('-WITH-SECRETS.pcapng'), `got ${secret}`);
    },
  ],
  [
    'the keyboard moves a slider, and the lab knows',
    async () => {
      await thermo.locator('[data-control="humidity"]').focus();
      for (let i = 0; i < 5; i++) {
        await page.keyboard.press('ArrowRight');
      }
      await until(
        async () => (await statusOf('thermo-plain')).humidityPercent > 46.2,
        'the lab does not have the new humidity',
      );
    },
  ],
  [
    'a number can be typed, and one that cannot be is refused',
    async () => {
      const field = thermo.locator('[data-number="temperature"]');
      await field.fill('12.5');
      await field.press('Enter');
      await until(
        async () => (await statusOf('thermo-plain')).celsius === 12.5,
        'the lab does not have the typed temperature',
      );
      await field.fill('99');
      await field.press('Enter');
      await thermo.locator('.problem', { hasText: 'Temperature is -40 to 80 °C' }).waitFor();
      await field.fill('23.5');
      await field.press('Enter');
    },
  ],
  [
    'the focus can be seen',
    async () => {
      await page.evaluate(() => document.activeElement.blur());
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press('Tab');
        const outline = await page.evaluate(
          () => getComputedStyle(document.activeElement).outlineStyle,
        );
        expect(outline !== 'none', `stop ${i + 1} of the tab key shows no focus`);
      }
    },
  ],
  [
    'a stopped board does not answer, and says so',
    async () => {
      await thermo.getByRole('button', { name: 'Stop thermo-plain', exact: true }).click();
      await thermo.locator('.state[data-state="stopped"]').waitFor();
      await page.locator('[data-control="board"]').selectOption('thermo-plain');
      await page.locator('[data-command="led-on"]').click();
      await page.locator('[data-answer][data-ok="no"]', { hasText: 'no answer' }).waitFor();
      await thermo.getByRole('button', { name: 'Start thermo-plain', exact: true }).click();
      await thermo.locator('.state[data-state="running"]').waitFor();
    },
  ],
  [
    'held views stand still',
    async () => {
      await page.locator('[data-command="hold"]').click();
      const first = page.locator('[data-views="TLS"] .moment time').first();
      const before = await first.textContent();
      const published = (await statusOf('thermo-tls')).published;
      await until(async () => (await statusOf('thermo-tls')).published > published + 2, 'no more messages');
      expect((await first.textContent()) === before, 'the views went on');
      await page.locator('[data-command="hold"]').click();
      await until(async () => (await first.textContent()) !== before, 'the views did not go on');
    },
  ],
  [
    'everything has a name, and enough contrast in light and dark',
    async () => {
      expectNothing('without a name', await page.evaluate(nameless));
      expectNothing('too faint in light', await page.evaluate(faint));
      await page.locator('[data-command="theme"]').click();
      await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
      expectNothing('too faint in dark', await page.evaluate(faint));
    },
  ],
  [
    'the chosen colours stay after a reload',
    async () => {
      await page.reload();
      await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
      await page.locator('.moment').first().waitFor();
      await browser.screenshot('bench-dark');
    },
  ],
  [
    'a phone of 360 px shows it all',
    async () => {
      await page.setViewportSize({ width: 360, height: 780 });
      await noOverflow();
      await browser.screenshot('bench-phone', { fullPage: true });
      await page.setViewportSize({ width: 820, height: 1100 });
      await noOverflow();
      await browser.screenshot('bench-tablet', { fullPage: true });
      await page.setViewportSize({ width: 1440, height: 1000 });
    },
  ],
  [
    'a lost lab is announced and found again by itself',
    async () => {
      await page.route('**/api/events', (route) => route.abort());
      await page.reload();
      await page.locator('.banner.lost', { hasText: 'does not answer' }).waitFor();
      await browser.screenshot('bench-lost');
      await page.unroute('**/api/events');
      await page.locator('main[data-connection="live"]').waitFor();
      await page.locator('.banner.lost').waitFor({ state: 'detached' });
      // The browser rightly complained about the requests that we broke.
      browser.problems = browser.problems.filter((text) => !text.includes('ERR_FAILED'));
    },
  ],
]);
