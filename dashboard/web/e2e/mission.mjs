// SPDX-License-Identifier: MIT
// The views Topics, Traffic, Eavesdropper, Security and Cost on a running lab, in a real browser.
//
//   node e2e/mission.mjs http://127.0.0.1:8080 OUTDIR
//
// It makes both mistakes on purpose and puts them right, and revokes the certificate of `explorer`.
// Exit code 0 if every step worked; 1 with the step that did not; 2 if it could not begin.
import { Browser, chromiumPath, runSteps } from './browser.mjs';
import { missionSteps } from './mission-steps.mjs';
import { topicsSteps } from './topics-steps.mjs';
import { trafficSteps } from './traffic-steps.mjs';

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error('usage: node e2e/mission.mjs URL OUTDIR');
  process.exit(2);
}
if (!chromiumPath()) {
  console.error('no chromium on this machine; install it, or set TWINPORT_CHROMIUM to one');
  process.exit(2);
}

const browser = await Browser.open(url, out);
process.exitCode = await runSteps(browser, [...topicsSteps(browser), ...trafficSteps(browser), ...missionSteps(browser)]);
