// SPDX-License-Identifier: MIT
// Puts the pinned MicroPython binary into the folder named by the first argument, and refuses any
// other. It goes to the registry only when this folder's node_modules does not hold it already.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The same number stands in VmImage.java, where the running program checks it again.
const SHA256 = "06338c955b03c5700aa0069015d3e392d76836ef8e2ce25bedbe59b88ccd373c";

const here = dirname(fileURLToPath(import.meta.url));
const wasm = join(here, "node_modules/@micropython/micropython-webassembly-pyscript/micropython.wasm");
const target = process.argv[2];

function sha256(file) {
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "";
}

function fail(text) {
  console.error(`MicroPython: ${text}`);
  process.exit(1);
}

if (!target) {
  fail("usage: node fetch.mjs FOLDER");
}
if (sha256(wasm) !== SHA256) {
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--prefer-offline"], {
    cwd: here,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
    timeout: 300_000,
  });
  if (npm.error || npm.status !== 0) {
    fail(`npm could not fetch it (npm and a registry are needed once): ${npm.error ?? npm.stderr}`);
  }
}
const seen = sha256(wasm);
if (seen !== SHA256) {
  fail(`micropython.wasm has the SHA-256 ${seen || "(no file)"}, expected ${SHA256}; remove ${here}/node_modules and build again`);
}
mkdirSync(target, { recursive: true });
if (sha256(join(target, "micropython.wasm")) !== SHA256) {
  copyFileSync(wasm, join(target, "micropython.wasm"));
}
