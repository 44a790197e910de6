// SPDX-License-Identifier: MIT
// A real browser on the page, and everything it complains about.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MILLIS = 15_000;

/// Where the browser is: TWINPORT_CHROMIUM, or one of the usual places, or undefined.
export function chromiumPath() {
  return [process.env.TWINPORT_CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
}

export class Browser {
  /// Everything that should not happen: errors and warnings on the console, exceptions, requests
  /// that failed or went elsewhere, dialogs, reports of the Content-Security-Policy.
  problems = [];

  static async open(url, out) {
    const executablePath = chromiumPath();
    if (!executablePath) {
      throw new Error('no chromium; install it, or set TWINPORT_CHROMIUM to one');
    }
    mkdirSync(out, { recursive: true });
    const browser = new Browser();
    browser.url = new URL(url);
    browser.out = out;
    browser.profile = mkdtempSync(join(tmpdir(), 'twinport-browser-'));
    browser.context = await chromium.launchPersistentContext(browser.profile, {
      executablePath,
      headless: true,
      args: FLAGS,
      viewport: { width: 1440, height: 1000 },
      colorScheme: 'light',
    });
    browser.context.setDefaultTimeout(PATIENCE_MILLIS);
    browser.page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await browser.watch();
    await browser.page.goto(url);
    return browser;
  }

  async watch() {
    const { page, problems } = this;
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') {
        problems.push(`console ${line.type()}: ${line.text()}`);
      }
    });
    page.on('pageerror', (e) => problems.push(`exception: ${e.message}`));
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (new URL(request.url()).host !== this.url.host) {
        problems.push(`request to another host: ${request.url()}`);
      }
    });
    await page.exposeFunction('reportViolation', (text) => problems.push(`policy: ${text}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (e) => {
        window.reportViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`);
      });
    });
  }

  board(id) {
    return this.page.locator(`[data-board="${id}"]`);
  }

  /// Moves a slider as a hand does: sets the value, and the field says so.
  async slide(board, control, value) {
    await this.board(board)
      .locator(`[data-control="${control}"]`)
      .evaluate((slider, to) => {
        slider.value = String(to);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }, value);
  }

  async screenshot(name, options = {}) {
    if (options.fullPage) {
      await this.page.evaluate(() => window.scrollTo(0, 0));
    }
    await this.page.screenshot({ path: join(this.out, `${name}.png`), ...options });
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/// Runs named steps in order and stops at the first that fails.
///
/// @returns the exit code
export async function runSteps(browser, steps) {
  let current = 'start';
  try {
    for (const [name, step] of steps) {
      current = name;
      await step();
      console.log(`ok: ${name}`);
    }
    current = 'the browser had nothing to complain about';
    if (browser.problems.length > 0) {
      throw new Error(browser.problems.join('\n'));
    }
    console.log(`ok: ${current}`);
    return 0;
  } catch (e) {
    console.error(`FAILED: ${current}\n${e.message}`);
    browser.problems.forEach((problem) => console.error(problem));
    await browser.screenshot('failed').catch(() => undefined);
    return 1;
  } finally {
    await browser.close();
  }
}
