// SPDX-License-Identifier: MIT
// What the page asks of the lab.

import type { CommandOutcome, Experiments, HistorySeries } from './model';

async function reasonOf(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { error?: unknown };
    return typeof problem.error === 'string' ? problem.error : `HTTP ${answer.status}`;
  } catch {
    return `HTTP ${answer.status}`;
  }
}

/// Longer addresses are not asked for: the lab takes 32 KiB of request line and header fields and
/// ends the connection at more. A topic may have 65,535 bytes.
const ADDRESS_MAX = 30_000;

/// No file system has longer names; a name that a page was given may be longer.
const FILE_NAME_MAX = 255;

/// What the lab answers to a question.
export async function fetchJson<T>(path: string): Promise<T> {
  if (path.length > ADDRESS_MAX) {
    throw new Error(`The lab can't be asked about so long a name: an address has at most ${ADDRESS_MAX} characters.`);
  }
  const answer = await fetch(path);
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return (await answer.json()) as T;
}

/// The query of an address. A blank is `%20`: the lab takes a + for itself, as in a topic filter.
export function query(parameters: Readonly<Record<string, string | number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return answer.json();
}

function boardPath(board: string, what: string): string {
  return `/api/boards/${encodeURIComponent(board)}/${what}`;
}

export async function setSensor(
  board: string,
  values: { temperature?: number; humidity?: number },
): Promise<void> {
  await post(boardPath(board, 'sensor'), values);
}

export async function setControl(
  board: string,
  part: string,
  control: string,
  value: number,
): Promise<void> {
  await post(boardPath(board, `parts/${encodeURIComponent(part)}`), { control, value });
}

export async function sendCommand(
  board: string,
  name: string,
  value: string,
): Promise<CommandOutcome> {
  return (await post(boardPath(board, 'command'), { name, value })) as CommandOutcome;
}

/// A message of the lab's own; all but the topic may be left out.
export interface Publish {
  readonly topic: string;
  readonly payload?: string;
  readonly encoding?: 'text' | 'base64';
  readonly qos?: number;
  readonly retain?: boolean;
  readonly contentType?: string;
  readonly responseTopic?: string;
  /// In base64.
  readonly correlation?: string;
  readonly expirySeconds?: number;
  readonly userProperties?: readonly { readonly name: string; readonly value: string }[];
}

export async function publish(message: Publish): Promise<void> {
  await post('/api/publish', message);
}

/// What is broken at a board, in the words that broke it.
export async function faultsOf(board: string): Promise<readonly string[]> {
  const answer = await fetch(boardPath(board, 'faults'));
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return ((await answer.json()) as { active: string[] }).active;
}

export async function breakBoard(board: string, fault: string): Promise<readonly string[]> {
  return ((await post(boardPath(board, 'faults'), { fault })) as { active: string[] }).active;
}

export async function mendBoard(board: string, mend: string): Promise<readonly string[]> {
  return ((await post(boardPath(board, 'faults'), { mend })) as { active: string[] }).active;
}

export type BoardAction = 'start' | 'stop' | 'restart';

export async function tellBoard(board: string, action: BoardAction): Promise<void> {
  await post(boardPath(board, action), {});
}

/// Lets the broker hand TLS messages to a subscriber in clear, or stops it.
export async function setTrap(on: boolean): Promise<Experiments> {
  return (await post('/api/trap', { on })) as Experiments;
}

/// Lets the broker show a certificate with a flaw; `good` is its own.
export async function setFlaw(flaw: string): Promise<Experiments> {
  return (await post('/api/certificates/server/flaw', { flaw })) as Experiments;
}

/// Withdraws all certificates of a device and ends its connections.
export function revokeCertificate(name: string, reason: string): Promise<unknown> {
  return post(`/api/certificates/${encodeURIComponent(name)}/revoke`, { reason });
}

/// A new key and certificate; `@server` is the broker.
export function renewCertificate(name: string): Promise<unknown> {
  return post(`/api/certificates/${encodeURIComponent(name)}/renew`, {});
}

export async function serialOf(board: string): Promise<string> {
  const answer = await fetch(boardPath(board, 'serial'));
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return answer.text();
}

export async function historyOf(
  path: string,
  from: string,
  to: string,
  pixels: number,
): Promise<HistorySeries> {
  const query = new URLSearchParams({ path, from, to, pixels: String(pixels) });
  const answer = await fetch(`/api/history/series?topic=%2B/%2B/dht22&${query}`);
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return (await answer.json()) as HistorySeries;
}

/// A capture that the lab has open, to be looked at frame by frame.
export interface OpenedTraffic {
  readonly id: string;
  readonly name: string;
  readonly taken: string;
  readonly frames: number;
  readonly damaged: boolean;
  readonly secrets: boolean;
}

/// The capture of the running lab, as it is now.
export async function openTraffic(): Promise<OpenedTraffic> {
  return (await post('/api/traffic', {})) as OpenedTraffic;
}

export async function uploadTraffic(file: File): Promise<OpenedTraffic> {
  const answer = await fetch(`/api/traffic/upload?${query({ name: [...file.name].slice(0, FILE_NAME_MAX).join('') })}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/vnd.tcpdump.pcap' },
    body: file,
  });
  if (!answer.ok) {
    throw new Error(await reasonOf(answer));
  }
  return (await answer.json()) as OpenedTraffic;
}

export const CAPTURE = '/api/capture';
export const CAPTURE_WITH_SECRETS = '/api/capture?secrets=true';
