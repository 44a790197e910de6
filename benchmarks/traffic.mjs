// SPDX-License-Identifier: MIT
// How the view Traffic takes a long capture, in a real browser on a running lab.
//
//   ./twinport up --headless --data /tmp/traffic --http-port 18080 &
//   node benchmarks/traffic.mjs http://127.0.0.1:18080 1000000
//
// Writes a capture of so many frames (one MQTT PUBLISH each, on one TCP connection), opens it, scrolls
// through the list, filters, opens the last frame, and prints times as JSON.
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../dashboard/web/e2e/browser.mjs';

const [url, number = '1000000'] = process.argv.slice(2);
if (!url || !/^[1-9]\d{2,6}$/.test(number)) {
  console.error('usage: node benchmarks/traffic.mjs URL [FRAMES, 100 to 9999999]');
  process.exit(2);
}
const frames = Number(number);
const OPEN_MILLIS = 300_000;

/// Link type 101: raw IP. IPv4 and TCP without options, sums left 0.
function frame(i, sequence) {
  const topic = Buffer.from(`plain/bench/${i % 1000}`);
  const payload = Buffer.from(`{"n":${i}}`);
  const mqtt = Buffer.concat([
    Buffer.from([0x30, 2 + topic.length + payload.length, 0, topic.length]),
    topic,
    payload,
  ]);
  const packet = Buffer.alloc(40 + mqtt.length);
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(packet.length, 2);
  packet.writeUInt8(64, 8);
  packet.writeUInt8(6, 9);
  packet.writeUInt32BE(0x7f000001, 12);
  packet.writeUInt32BE(0x7f000002, 16);
  packet.writeUInt16BE(40000, 20);
  packet.writeUInt16BE(1883, 22);
  packet.writeUInt32BE(sequence >>> 0, 24);
  packet.writeUInt8(0x50, 32);
  packet.writeUInt8(0x18, 33);
  packet.writeUInt16BE(65535, 34);
  mqtt.copy(packet, 40);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(1_800_000_000 + Math.floor(i / 1000), 0);
  record.writeUInt32LE((i % 1000) * 1000, 4);
  record.writeUInt32LE(packet.length, 8);
  record.writeUInt32LE(packet.length, 12);
  return { bytes: Buffer.concat([record, packet]), length: mqtt.length };
}

async function write(path) {
  const out = createWriteStream(path);
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262144, 16);
  header.writeUInt32LE(101, 20);
  out.write(header);
  let sequence = 1;
  for (let i = 0; i < frames; i++) {
    const { bytes, length } = frame(i, sequence);
    sequence += length;
    if (!out.write(bytes)) {
      await new Promise((drained) => out.once('drain', drained));
    }
  }
  await new Promise((done) => out.end(done));
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1));
  return { n: sorted.length, medianMillis: at(0.5), p99Millis: at(0.99), mostMillis: at(1) };
}

const folder = mkdtempSync(join(tmpdir(), 'twinport-traffic-bench-'));
const capture = join(folder, 'bench.pcap');
let browser;
try {
  await write(capture);
  browser = await Browser.open(url, folder);
  const { page } = browser;
  await page.goto(`${url}/#/traffic`);
  await page.locator('[data-opened]:not([data-opened=""])').waitFor({ timeout: 60_000 });
  const opened = Date.now();
  await page.locator('[data-control="file"]').setInputFiles(capture);
  await page.locator('[data-opened]', { hasText: 'bench.pcap' }).waitFor({ timeout: OPEN_MILLIS });
  await page.locator('.tr-row[data-frame="1"]').waitFor({ timeout: OPEN_MILLIS });
  const openSeconds = (Date.now() - opened) / 1000;
  const scrolled = await page.evaluate(async () => {
    const rows = document.querySelector('.tr-rows');
    const times = [];
    let before = await new Promise(requestAnimationFrame);
    for (let i = 0; i < 300; i++) {
      rows.scrollTop = (rows.scrollHeight * i) / 300;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - before);
      before = now;
    }
    return times;
  });
  await page.locator('.tr-rows').focus();
  const jumped = Date.now();
  await page.keyboard.press('End');
  await page.locator('tp-frame h2', { hasText: `Frame ${frames.toLocaleString('en')}` }).waitFor({ timeout: OPEN_MILLIS });
  const lastFrameSeconds = (Date.now() - jumped) / 1000;
  const filtered = Date.now();
  await page.locator('[data-control="filter"]').fill('mqtt.topic == "plain/bench/7"');
  await page.locator('[data-command="filter"]').click();
  await page.locator('.tr-row[data-frame="8"]').waitFor({ timeout: OPEN_MILLIS });
  const filterSeconds = (Date.now() - filtered) / 1000;
  const [load] = loadavg();
  console.log(
    JSON.stringify({
      frames,
      captureBytes: statSync(capture).size,
      openSeconds,
      scroll: summary(scrolled),
      lastFrameSeconds,
      filterSeconds,
      drawnRows: await page.locator('.tr-row').count(),
      load,
    }),
  );
  if (browser.problems.length > 0) {
    throw new Error(browser.problems.join('\n'));
  }
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
