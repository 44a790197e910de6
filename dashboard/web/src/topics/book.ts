// SPDX-License-Identifier: MIT
// All topics, as far as they were told, and how fast each goes.
import type { Topic, Topics } from './model';

/// Older messages count for less: after this long a third.
const MEMORY_SECONDS = 10;

interface Pace {
  readonly perSecond: number;
  readonly at: number;
}

export class TopicBook {
  revision = 0;
  leftOut = 0;
  readonly topics = new Map<string, Topic>();
  private readonly paces = new Map<string, Pace>();
  private lookedAt = NaN;

  /// @param now milliseconds
  /// @returns the topics that are new or said something
  merge(told: Topics, now: number): readonly Topic[] {
    const seconds = (now - this.lookedAt) / 1000;
    for (const topic of told.topics) {
      const before = this.topics.get(topic.topic);
      this.topics.set(topic.topic, topic);
      if (seconds > 0) {
        const more = topic.messages - (before?.messages ?? 0);
        const kept = this.rate(topic.topic, now);
        const share = 1 - Math.exp(-seconds / MEMORY_SECONDS);
        this.paces.set(topic.topic, { perSecond: kept + (more / seconds) * share, at: now });
      }
    }
    this.revision = told.revision;
    this.leftOut = told.leftOut;
    this.lookedAt = now;
    return told.topics;
  }

  /// Messages a second, of about the last ten seconds.
  rate(topic: string, now: number): number {
    const pace = this.paces.get(topic);
    return pace === undefined
      ? 0
      : pace.perSecond * Math.exp(-(now - pace.at) / 1000 / MEMORY_SECONDS);
  }

  /// The lab is another one.
  clear(): void {
    this.revision = 0;
    this.leftOut = 0;
    this.topics.clear();
    this.paces.clear();
    this.lookedAt = NaN;
  }
}
