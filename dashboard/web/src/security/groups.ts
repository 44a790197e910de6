// SPDX-License-Identifier: MIT
// Findings in the order in which they are read: by side, and what nobody looked at by itself.
import type { Finding, Findings, Verdict } from './model';
import { VERDICTS } from './model';

/// A finding with a name of its own that stays when the lab is judged again.
export interface Keyed {
  readonly key: string;
  readonly finding: Finding;
}

export interface Group {
  readonly id: 'PLAIN' | 'TLS' | 'OTHER' | 'UNSEEN';
  readonly findings: readonly Keyed[];
}

export function keyed(findings: readonly Finding[]): readonly Keyed[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const name = `${finding.id} ${finding.verdict} ${finding.subject}`;
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    return { key: `${name} ${n}`, finding };
  });
}

function groupOf(finding: Finding): Group['id'] {
  if (finding.verdict === 'NOT OBSERVED') {
    return 'UNSEEN';
  }
  return finding.side === 'PLAIN' || finding.side === 'TLS' ? finding.side : 'OTHER';
}

/// @param only of which verdict; undefined for all
export function groups(all: Findings, only: Verdict | undefined): readonly Group[] {
  const shown = keyed(all.findings).filter(({ finding }) => !only || finding.verdict === only);
  const ids: readonly Group['id'][] = ['PLAIN', 'TLS', 'OTHER', 'UNSEEN'];
  return ids
    .map((id) => ({ id, findings: shown.filter(({ finding }) => groupOf(finding) === id) }))
    .filter((group) => group.findings.length > 0);
}

export function counts(all: Findings): ReadonlyMap<Verdict, number> {
  return new Map(
    VERDICTS.map((verdict) => [
      verdict,
      all.findings.filter((finding) => finding.verdict === verdict).length,
    ]),
  );
}
