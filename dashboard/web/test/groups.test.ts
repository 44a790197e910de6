// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { counts, groups, keyed } from '../src/security/groups';
import type { Finding, Findings, Verdict } from '../src/security/model';

function finding(id: string, verdict: Verdict, side: string | null = null): Finding {
  return { id, verdict, severity: 'info', side, subject: 's', said: '', evidence: [] };
}

function all(...findings: Finding[]): Findings {
  return {
    judged: true,
    reason: null,
    upTo: null,
    connections: 0,
    messages: 0,
    left: [],
    findings,
    more: 0,
    checks: {},
  };
}

test('what nobody looked at stands by itself, whatever side it has', () => {
  const found = groups(
    all(finding('A', 'PASS', 'TLS'), finding('B', 'NOT OBSERVED', 'TLS'), finding('C', 'FAIL', 'PLAIN')),
    undefined,
  );
  expect(found.map((group) => [group.id, group.findings.map((one) => one.finding.id)])).toEqual([
    ['PLAIN', ['C']],
    ['TLS', ['A']],
    ['UNSEEN', ['B']],
  ]);
});

test('what is of both sides or of none is in a group of its own', () => {
  const found = groups(all(finding('A', 'PASS', 'BOTH'), finding('B', 'PASS', null)), undefined);
  expect(found.map((group) => group.id)).toEqual(['OTHER']);
});

test('one verdict can be asked for', () => {
  const found = groups(all(finding('A', 'PASS', 'TLS'), finding('B', 'FAIL', 'TLS')), 'FAIL');
  expect(found.flatMap((group) => group.findings).map((one) => one.finding.id)).toEqual(['B']);
});

test('findings that say the same of the same have names of their own that stay', () => {
  const twice = [finding('A', 'PASS'), finding('A', 'PASS')];
  const keys = keyed(twice).map((one) => one.key);
  expect(new Set(keys).size).toBe(2);
  expect(keyed([...twice, finding('B', 'FAIL')]).map((one) => one.key).slice(0, 2)).toEqual(keys);
});

test('each verdict is counted by itself', () => {
  const found = counts(all(finding('A', 'PASS'), finding('B', 'NOT OBSERVED')));
  expect(found.get('PASS')).toBe(1);
  expect(found.get('NOT OBSERVED')).toBe(1);
  expect(found.get('FAIL')).toBe(0);
});
