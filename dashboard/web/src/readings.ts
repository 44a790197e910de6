// SPDX-License-Identifier: MIT
// The sensors' values as they arrived in messages, for the chart.

import { epochMillis } from './format';
import type { OwnerMessage } from './model';

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
