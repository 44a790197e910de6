// SPDX-License-Identifier: MIT
// The sensors' values as they arrived in messages, for the chart.

import { epochMillis } from './format';
import type { HistorySeries, OwnerMessage } from './model';

export interface Reading {
  readonly board: string;
  readonly at: number;
  readonly celsius: number | null;
  readonly percent: number | null;
}

const TELEMETRY = /^[^/]+\/([^/]+)\/dht22$/;

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/// The reading in a message, or null: anyone may publish anything.
export function readingOf(message: OwnerMessage): Reading | null {
  const board = TELEMETRY.exec(message.topic)?.[1];
  if (board === undefined) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(message.payload);
    if (typeof value !== 'object' || value === null) {
      return null;
    }
    const fields = value as Record<string, unknown>;
    const celsius = numberOrNull(fields['temperature']);
    const percent = numberOrNull(fields['humidity']);
    const at = epochMillis(message.at);
    return celsius === null && percent === null ? null : { board, at, celsius, percent };
  } catch {
    return null;
  }
}

/// What the history says of one quantity, in the order of time. A stretch with several numbers is
/// its least and its most, so that no peak is lost.
export function readingsOf(history: HistorySeries, quantity: 'celsius' | 'percent'): Reading[] {
  const readings: Reading[] = [];
  for (const { topic, points } of history.series) {
    const board = TELEMETRY.exec(topic)?.[1];
    if (board === undefined) {
      continue;
    }
    for (const [at = NaN, count = 0, least = NaN, most = NaN] of points) {
      for (const value of count > 1 && least !== most ? [least, most] : [most]) {
        if (Number.isFinite(at) && Number.isFinite(value)) {
          readings.push({ board, at, celsius: null, percent: null, [quantity]: value });
        }
      }
    }
  }
  return readings.sort((a, b) => a.at - b.at);
}
