// SPDX-License-Identifier: MIT
// Builds the page into a folder, or with --test runs its unit tests. Does only what is needed:
// packages are fetched when package-lock.json changed, the page is built when a source changed.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_NEEDED = 20;
const BUNDLED = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'uplot', '@wokwi/elements'];
const PAGE_MAX = 250 * 1024;
const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);

function fail(message, hint) {
  console.error(`the page: ${message}\nhint: ${hint}`);
  process.exit(1);
}

function run(command, ...parameters) {
  try {
    execFileSync(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (e) {
    console.error(e.stdout ?? '', e.stderr ?? '');
    fail(`${command} ${parameters.join(' ')} failed`, e.code === 'ENOENT' ? `install ${command}` : 'see above');
  }
}

function filesUnder(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesUnder(path) : [path]));
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    hash.update(path).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}

function isCurrent(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function tool(name) {
  return join(here, 'node_modules', '.bin', name);
}

function fetchPackages() {
  const stamp = join('node_modules', '.twinport-lock');
  const wanted = digest(['package.json', 'package-lock.json', '.npmrc']);
  if (!isCurrent(stamp, wanted)) {
    run('npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund');
    writeFileSync(stamp, wanted);
  }
}

/// What is bundled into the page, with the notices its authors ask for.
function licenses() {
  return BUNDLED.map((name) => {
    const folder = join('node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const notice = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${notice}\n`;
  }).join(`\n${'-'.repeat(72)}\n\n`);
}

async function checkSize(out) {
  const { gzipSync } = await import('node:zlib');
  const gzipped = filesUnder(out).reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  if (gzipped > PAGE_MAX) {
    fail(`it has ${gzipped} bytes gzipped, more than ${PAGE_MAX}`, 'see what was imported');
  }
  console.log(`the page: ${Math.round(gzipped / 1024)} kB gzipped`);
}

async function buildInto(out) {
  const sources = ['index.html', 'build.mjs', 'vite.config.js', 'tsconfig.json', 'package-lock.json', ...filesUnder('src')];
  const stamp = `${out}.stamp`;
  const wanted = digest(sources);
  if (isCurrent(stamp, wanted) && existsSync(join(out, 'index.html'))) {
    return;
  }
  run(tool('tsc'), '--noEmit');
  run(tool('vite'), 'build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn');
  writeFileSync(join(out, 'licenses.txt'), licenses());
  await checkSize(out);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

if (Number(process.versions.node.split('.')[0]) < NODE_NEEDED) {
  fail(`node ${process.versions.node} is too old`, `install node ${NODE_NEEDED} or newer`);
}
const [what] = process.argv.slice(2);
if (what === undefined) {
  fail('no folder was named', 'node build.mjs FOLDER, or node build.mjs --test');
}
fetchPackages();
if (what === '--test') {
  run(tool('vitest'), 'run');
} else {
  await buildInto(resolve(what));
}
