// SPDX-License-Identifier: MIT
// The page on a running lab, in a real browser, as a person would use it.
//
//   node e2e/lab.mjs http://127.0.0.1:8080 OUTDIR
//
// Exit code 0 if every step worked; 1 with the step that did not; 2 if it could not begin.
import { Browser, chromiumPath, runSteps } from './browser.mjs';
import { labSteps } from './steps.mjs';

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error('usage: node e2e/lab.mjs URL OUTDIR');
  process.exit(2);
}
if (!chromiumPath()) {
  console.error('no chromium on this machine; install it, or set TWINPORT_CHROMIUM to one');
  process.exit(2);
}

const browser = await Browser.open(url, out);
process.exitCode = await runSteps(browser, labSteps(browser));
