// SPDX-License-Identifier: MIT
// What the bytes of a wire view mean, as far as anyone without keys can tell.

import type { WireView } from './model';

export type Meaning = 'topic' | 'payload' | 'rest' | 'header' | 'sealed';

/// Bytes of one meaning, as `30 2e 00`.
export interface Run {
  readonly meaning: Meaning;
  readonly hex: string;
}

/// Texts this long may have been cut.
const TEXT_MAX = 1000;
const RECORD_HEADER = 5;
const LENGTH_BYTES_MAX = 4;
const APPLICATION_DATA = 23;

function toBytes(hex: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i + 1 < hex.length; i += 2) {
    bytes.push(Number.parseInt(hex.slice(i, i + 2), 16));
  }
  return bytes;
}

/// MQTT 3.1.1, section 3.3: flags, remaining length, topic length, topic, packet identifier with
/// QoS 1 and 2, payload. Where a payload's length is known, it is counted from the end, so that the
/// properties of MQTT 5 are not taken for payload.
function publishMeanings(bytes: readonly number[], view: WireView): Meaning[] {
  let at = 1;
  while (at <= LENGTH_BYTES_MAX && (bytes[at] ?? 0) >= 128) {
    at++;
  }
  at++;
  const topicFrom = at + 2;
  const topicTo = topicFrom + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  const qos = ((bytes[0] ?? 0) >> 1) & 3;
  const afterTopic = topicTo + (qos > 0 ? 2 : 0);
  const text = view.text ?? '';
  const whole = !text.includes('\ufffd') && !text.endsWith('…') && text.length < TEXT_MAX;
  const payloadLength = new TextEncoder().encode(text).length;
  const payloadFrom = Math.max(afterTopic, whole ? view.bytes - payloadLength : afterTopic);
  return bytes.map((_, i) => {
    if (i >= topicFrom && i < topicTo) {
      return 'topic';
    }
    return i >= payloadFrom ? 'payload' : 'rest';
  });
}

/// RFC 8446, section 5.1: type, version and length are in clear; so is a handshake's first part.
function recordMeanings(bytes: readonly number[]): Meaning[] {
  const inner: Meaning = bytes[0] === APPLICATION_DATA ? 'sealed' : 'rest';
  return bytes.map((_, i) => (i < RECORD_HEADER ? 'header' : inner));
}

function meanings(bytes: readonly number[], view: WireView): Meaning[] {
  if (!view.readable) {
    return recordMeanings(bytes);
  }
  if (view.kind === 'PUBLISH') {
    return publishMeanings(bytes, view);
  }
  return bytes.map(() => 'rest');
}

/// The first bytes of a view in runs of equal meaning.
export function runs(view: WireView, max: number): Run[] {
  const bytes = toBytes(view.sampleHex).slice(0, max);
  const each = meanings(bytes, view);
  const found: { meaning: Meaning; hex: string }[] = [];
  bytes.forEach((byte, i) => {
    const meaning = each[i] ?? 'rest';
    const hex = byte.toString(16).padStart(2, '0');
    const last = found.at(-1);
    if (last?.meaning === meaning) {
      last.hex += ` ${hex}`;
    } else {
      found.push({ meaning, hex });
    }
  });
  return found;
}
