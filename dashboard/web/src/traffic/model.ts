// SPDX-License-Identifier: MIT
// What the lab tells of a capture, frame by frame.

export interface FrameRow {
  readonly frame: number;
  readonly seconds: number;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
  readonly length: number;
  /// Of its connection; -1 without one.
  readonly stream: number;
}

export interface FrameRows {
  readonly total: number;
  readonly leftOut: number;
  readonly rows: readonly FrameRow[];
}

export interface Range {
  readonly frame: number;
  readonly offset: number;
  readonly length: number;
}

export interface Part {
  readonly title: string;
  readonly where: readonly Range[];
  readonly fields: readonly { readonly name: string; readonly description: string; readonly value: string }[];
}

export interface FrameTree {
  readonly frame: number;
  readonly time: string;
  readonly hex: string;
  readonly length: number;
  readonly parts: readonly Part[];
  readonly notes: readonly string[];
}

export interface FilterCheck {
  readonly problem: string | null;
  readonly column: number;
  readonly allowed: string | null;
  readonly from: number;
  readonly to: number;
  readonly choices: readonly { readonly text: string; readonly description: string }[];
}
