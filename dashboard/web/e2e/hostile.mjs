// SPDX-License-Identifier: MIT
// Hostile texts on a running lab, in a real browser: every one is shown as the text that it is, or
// refused with a reason.
//
//   node e2e/hostile.mjs http://127.0.0.1:8080 OUTDIR
//
// Exit code 0 if every step worked; 1 with the step that did not; 2 if it could not begin.
import { Browser, chromiumPath, runSteps } from './browser.mjs';
import { hostileSteps } from './hostile-steps.mjs';

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error('usage: node e2e/hostile.mjs URL OUTDIR');
  process.exit(2);
}
if (!chromiumPath()) {
  console.error('no chromium on this machine; install it, or set TWINPORT_CHROMIUM to one');
  process.exit(2);
}

const browser = await Browser.open(url, out);
process.exitCode = await runSteps(browser, hostileSteps(browser));
