// SPDX-License-Identifier: MIT
// Topics as a tree of their levels (MQTT 5.0, section 4.7.1.1), and the rows of it that are open.
import type { Topic } from './model';

export interface Node {
  /// Of its level; may be empty.
  readonly name: string;
  /// All levels down to this one.
  readonly path: string;
  readonly depth: number;
  /// The topic that ends here, if one does.
  topic: Topic | undefined;
  /// How many topics there are here and below.
  topics: number;
}

export interface Row {
  readonly node: Node;
  readonly open: boolean;
  readonly branches: boolean;
}

class Branch implements Node {
  topic: Topic | undefined = undefined;
  topics = 0;
  private readonly children = new Map<string, Branch>();
  private sorted: readonly Branch[] | undefined;

  constructor(
    readonly name: string,
    readonly path: string,
    readonly depth: number,
  ) {}

  child(name: string): Branch {
    const known = this.children.get(name);
    if (known) {
      return known;
    }
    const made = new Branch(name, this.depth < 0 ? name : `${this.path}/${name}`, this.depth + 1);
    this.children.set(name, made);
    this.sorted = undefined;
    return made;
  }

  get branches(): boolean {
    return this.children.size > 0;
  }

  inOrder(): readonly Branch[] {
    this.sorted ??= [...this.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.sorted;
  }
}

export class TopicTree {
  private readonly root = new Branch('', '', -1);

  get size(): number {
    return this.root.topics;
  }

  put(topic: Topic): void {
    const way = [this.root];
    for (const name of topic.topic.split('/')) {
      way.push(way.at(-1)!.child(name));
    }
    const end = way.at(-1)!;
    if (!end.topic) {
      way.forEach((branch) => branch.topics++);
    }
    end.topic = topic;
  }

  /// What is shown, from top to bottom.
  ///
  /// @param isOpen of the branch at a path
  /// @param wanted with it only what has a wanted topic at or below it, all open
  rows(isOpen: (path: string) => boolean, wanted?: (topic: Topic) => boolean): readonly Row[] {
    const rows: Row[] = [];
    const add = (branch: Branch): boolean => {
      const at = rows.length;
      const open = branch.branches && (wanted !== undefined || isOpen(branch.path));
      rows.push({ node: branch, open, branches: branch.branches });
      let found = wanted === undefined || (branch.topic !== undefined && wanted(branch.topic));
      if (open) {
        for (const child of branch.inOrder()) {
          found = add(child) || found;
        }
      }
      if (!found) {
        rows.length = at;
      }
      return found;
    };
    this.root.inOrder().forEach(add);
    return rows;
  }
}

/// The paths of all branches above a topic.
export function above(topic: string): readonly string[] {
  const levels = topic.split('/');
  return levels.slice(1).map((_, i) => levels.slice(0, i + 1).join('/'));
}
