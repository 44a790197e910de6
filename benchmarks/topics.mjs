// SPDX-License-Identifier: MIT
// How smooth the view Topics is with many topics, in a real browser on a running lab.
//
//   ./twinport up --headless --data /tmp/topics --http-port 18080 &
//   node benchmarks/topics.mjs http://127.0.0.1:18080 20000
//
// Publishes on so many topics of both sides, scrolls through one tree from top to bottom, types a
// search, and prints the times between frames as JSON.
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../dashboard/web/e2e/browser.mjs';

const [url, number = '20000'] = process.argv.slice(2);
if (!url || !/^[1-9]\d{0,4}$/.test(number)) {
  console.error('usage: node benchmarks/topics.mjs URL [TOPICS, to 99999]');
  process.exit(2);
}
const topics = Number(number);
const AT_ONCE = 8;

async function fill() {
  let next = 0;
  const one = async () => {
    while (next < topics) {
      const i = next++;
      const side = i % 2 === 0 ? 'plain' : 'secure';
      const answer = await fetch(`${url}/api/publish`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ topic: `${side}/room-${i % 200}/sensor-${i}/value`, payload: `{"n":${i}}` }),
      });
      if (!answer.ok) {
        throw new Error(`publishing: HTTP ${answer.status} ${await answer.text()}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

function summary(frames) {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1));
  return { frames: sorted.length, medianMillis: at(0.5), p99Millis: at(0.99), mostMillis: at(1) };
}

const started = Date.now();
await fill();
const filledSeconds = (Date.now() - started) / 1000;
const browser = await Browser.open(url, join(tmpdir(), 'twinport-topics-bench'));
try {
  const { page } = browser;
  const opened = Date.now();
  await page.goto(`${url}/#/topics`);
  await page.locator('#tp-plain .tp-row').nth(10).waitFor({ timeout: 60_000 });
  const firstRowsMillis = Date.now() - opened;
  const scrolled = await page.evaluate(async () => {
    const rows = document.querySelector('#tp-plain .tp-rows');
    const times = [];
    const steps = 300;
    let before = await new Promise(requestAnimationFrame);
    for (let i = 0; i < steps; i++) {
      rows.scrollTop = (rows.scrollHeight * i) / steps;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - before);
      before = now;
    }
    return times;
  });
  const searched = Date.now();
  const one = `sensor-${2 * Math.floor(topics / 4)}/`; // of the plain side
  await page.locator('[data-control="search"]').fill(one);
  await page.locator(`.tp-row[data-path$="${one}value"]`).waitFor();
  const searchMillis = Date.now() - searched;
  const drawnRows = await page.locator('.tp-row').count();
  const heapBytes = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? null);
  const [load] = loadavg();
  console.log(JSON.stringify({ topics, filledSeconds, firstRowsMillis, scroll: summary(scrolled), searchMillis, drawnRows, heapBytes, load }));
  if (browser.problems.length > 0) {
    throw new Error(browser.problems.join('\n'));
  }
} finally {
  await browser.close();
}
