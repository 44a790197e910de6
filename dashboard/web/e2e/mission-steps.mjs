// SPDX-License-Identifier: MIT
// What a person does in the views Eavesdropper, Security and Cost, as steps for `runSteps`.
import { faint, nameless } from './checks.mjs';

const BOOT_MILLIS = 40_000;
/// The views, and what is there once they have heard from the lab.
const VIEWS = {
  topics: '.tp-row[data-path="secure/thermo-tls/dht22"]',
  traffic: '.tr-row[data-protocol="mqtt"]',
  eavesdropper: '[data-leak]',
  security: '[data-finding]',
  cost: '[data-cost] tbody tr',
};

export function missionSteps(browser) {
  const { page } = browser;
  const plain = page.locator('[data-views="PLAIN"]');
  const sealed = page.locator('[data-views="TLS"]');
  const trap = page.locator('[data-experiment="trap"]');
  const certificate = page.locator('[data-experiment="certificate"]');

  function expect(condition, otherwise) {
    if (!condition) {
      throw new Error(otherwise);
    }
  }

  async function show(view) {
    await page.goto(`${browser.url.origin}/#/${view}`);
    await page.locator(`main[data-view="${view.split('?')[0]}"]`).waitFor();
  }

  async function experiments() {
    return page.evaluate(async () => (await fetch('/api/experiments')).json());
  }

  async function expectNothing(what, check) {
    const found = await page.evaluate(check);
    expect(found.length === 0, `${what}:\n${found.join('\n')}`);
  }

  return [
    [
      'the same moment is readable on the plain side and sealed on the other',
      async () => {
        await show('eavesdropper');
        for (const views of [plain, sealed]) {
          await views.locator('.said .topic', { hasText: '/dht22' }).first().waitFor({ timeout: BOOT_MILLIS });
        }
        await plain.locator('.heard[data-readable="yes"] .payload', { hasText: 'temperature' }).first().waitFor();
        await sealed.locator('.heard[data-readable="no"] .hex .sealed').first().waitFor();
        const read = await sealed.locator('.seen :is(.topic, .payload)').count();
        expect(read === 0, `${read} topics or values are shown on the sealed side`);
      },
    ],
    [
      'what still leaks is said in words, and how sure it is',
      async () => {
        const leak = page.locator('[data-leak="thermo-tls"]');
        await leak.locator('[data-about="sent"]', { hasText: /times \d+ bytes/ }).waitFor({ timeout: BOOT_MILLIS });
        await leak.locator('[data-about="sent"] .ev-sure', { hasText: 'for sure' }).waitFor();
        await leak.locator('.ev-records li').first().waitFor();
        await browser.screenshot('eavesdropper-light', { fullPage: true });
      },
    ],
    [
      'the trap shows the TLS side in clear on the plain side, with a red banner',
      async () => {
        expect(!(await experiments()).trap.on, 'the trap is on before anybody switched it');
        await trap.locator('[data-command="trap"]').click();
        await page.locator('.banner.wrong', { hasText: 'The trap is on' }).waitFor();
        await plain
          .locator('.heard[data-readable="yes"]', { hasText: 'trap-listener' })
          .locator('.topic', { hasText: '/dht22' })
          .first()
          .waitFor({ timeout: BOOT_MILLIS });
        await page.locator('[data-experiment="trap"][data-on="yes"] [data-command="trap"]:enabled').waitFor();
        await browser.screenshot('eavesdropper-trap', { fullPage: true });
      },
    ],
    [
      'the keyboard switches the trap off, and the banner goes',
      async () => {
        await trap.locator('[data-command="trap"]').focus();
        await page.keyboard.press('Enter');
        await page.locator('.banner.wrong').waitFor({ state: 'detached' });
        expect(!(await experiments()).trap.on, 'the trap is still on');
      },
    ],
    [
      'boards that look at a bad certificate stay away and say why',
      async () => {
        await certificate.locator('[data-control="flaw"]').selectOption('unknown-ca');
        await certificate.locator('[data-command="bad-certificate"]').click();
        await page.locator('.banner.wrong', { hasText: 'bad certificate' }).waitFor();
        await certificate
          .locator('[data-board-state="thermo-tls"][data-how="good"] .ev-said', { hasText: 'X509' })
          .waitFor({ timeout: BOOT_MILLIS });
        const { came } = (await experiments()).certificate;
        expect(came.length === 0, `${came} talk to a broker with a bad certificate`);
        await browser.screenshot('eavesdropper-certificate', { fullPage: true });
      },
    ],
    [
      'with the right certificate they come back',
      async () => {
        await certificate.locator('[data-command="good-certificate"]').click();
        await page.locator('.banner.wrong').waitFor({ state: 'detached' });
        for (const id of ['thermo-tls', 'viewer-tls']) {
          await certificate
            .locator(`[data-board-state="${id}"]`, { hasText: 'is back' })
            .waitFor({ timeout: BOOT_MILLIS });
        }
      },
    ],
    [
      'an address opens a finding with why, what to do and its frame',
      async () => {
        await show('security?finding=PLN-02');
        const finding = page.locator('[data-finding="PLN-02"][open]').first();
        await finding.locator('h4', { hasText: 'Why it matters' }).waitFor();
        await finding.locator('h4', { hasText: 'What to do' }).waitFor();
        await finding.locator('.frame-link', { hasText: /frame \d+/ }).first().waitFor();
        const group = page.locator('[data-group="PLAIN"]');
        expect((await group.locator('[data-finding="PLN-02"]').count()) > 0, 'PLN-02 is not of the plain side');
      },
    ],
    [
      'what was not observed never looks like a pass',
      async () => {
        const unseen = page.locator('[data-group="UNSEEN"]');
        await unseen.locator('[data-folded="NOT OBSERVED"] > summary').click();
        await unseen.locator('[data-finding="AUT-01"] .sec-verdict', { hasText: 'NOT OBSERVED' }).waitFor();
        const passes = await unseen.locator('[data-verdict="PASS"]').count();
        expect(passes === 0, `${passes} passes stand among what was not observed`);
        const [pass, never] = await page.evaluate(() =>
          ['PASS', 'NOT OBSERVED'].map((verdict) => {
            const style = getComputedStyle(document.querySelector(`.sec-verdict[data-verdict="${verdict}"]`));
            return `${style.backgroundColor} ${style.borderStyle} ${style.color}`;
          }),
        );
        expect(pass !== never, `both look like ${pass}`);
        await browser.screenshot('security-light', { fullPage: true });
      },
    ],
    [
      'the keyboard opens a finding, and the address follows',
      async () => {
        const summary = page.locator('[data-finding="PLN-01"] > summary').first();
        await summary.focus();
        await page.keyboard.press('Enter');
        await page.locator('[data-finding="PLN-01"][open]').first().waitFor();
        await page.waitForFunction(() => location.hash === '#/security?finding=PLN-01');
      },
    ],
    [
      'a certificate is revoked after a second look only',
      async () => {
        const row = page.locator('[data-certificate="explorer"]');
        await row.locator('[data-command="revoke"]').click();
        await row.locator('[data-command="keep"]').click();
        await row.locator('[data-command="revoke"]').click();
        await row.locator('[data-command="revoke-now"]').click();
        await page.locator('.sec-said', { hasText: /explorer: 1\scertificate revoked/ }).waitFor();
        await row.locator('.sec-bad', { hasText: 'revoked' }).waitFor();
      },
    ],
    [
      'the broker gets a new certificate',
      async () => {
        const row = page.locator('[data-certificate="@server"]');
        const before = await row.locator('.sec-serial').innerText();
        await row.locator('[data-command="renew"]').click();
        await page.locator('.sec-said', { hasText: 'The broker shows it from now on' }).waitFor();
        await page.waitForFunction(
          (old) => document.querySelector('[data-certificate="@server"] .sec-serial').innerText !== old,
          before,
        );
        await page.locator('[data-identity="thermo-tls"]', { hasText: 'secure/thermo-tls/dht22' }).waitFor();
      },
    ],
    [
      'cost is measured with how many and the spread',
      async () => {
        await show('cost');
        await page.locator('[data-cost="cost-messages"] tr', { hasText: 'thermo-tls sends' }).waitFor();
        await page.locator('[data-cost="cost-handshakes"] tr', { hasText: 'thermo-tls' }).first().waitFor();
        await page.locator('[data-command="measure"]').click();
        for (const id of ['thermo-plain', 'thermo-tls']) {
          await page.locator(`[data-trip="${id}"]`, { hasText: /n = \d\d/ }).waitFor({ timeout: BOOT_MILLIS });
        }
        await page.locator('[data-basis]', { hasText: 'computed' }).first().waitFor();
        await browser.screenshot('cost-light', { fullPage: true });
      },
    ],
    [
      'the ledger has the commands, with what became of them',
      async () => {
        await show('security');
        await page
          .locator('tp-command-ledger [data-command-state="DONE"]', { hasText: 'thermo-tls' })
          .first()
          .waitFor();
      },
    ],
    [
      'everything has a name, enough contrast in light and dark, and room on a phone',
      async () => {
        for (const [view, ready] of Object.entries(VIEWS)) {
          await show(view);
          await page.locator(ready).first().waitFor();
          await expectNothing(`without a name in ${view}`, nameless);
          await expectNothing(`too faint in ${view}`, faint);
        }
        await page.locator('[data-command="theme"]').click();
        for (const [view, ready] of Object.entries(VIEWS)) {
          await show(view);
          await page.locator(ready).first().waitFor();
          await expectNothing(`too faint in ${view}, dark`, faint);
          await page.setViewportSize({ width: 360, height: 780 });
          const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          expect(wide <= has, `${view} is ${wide} px wide in a window of ${has} px`);
          await browser.screenshot(`${view}-phone`, { fullPage: true });
          await page.setViewportSize({ width: 1440, height: 1000 });
          await browser.screenshot(`${view}-dark`, { fullPage: true });
        }
        await page.locator('[data-command="theme"]').click();
      },
    ],
  ];
}
