import { compareDues, type DueRow } from './process';

/**
 * Due dates by their order of firing. Rows that were replaced or cleared meanwhile stay in it until they come up; whoever
 * takes one looks whether it still stands.
 */
export class DueQueue {
  private readonly heap: DueRow[] = [];

  push(due: DueRow): void {
    const { heap } = this;
    let at = heap.push(due) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && compareDues(due, heap[parent] ?? due) < 0; parent = (at - 1) >> 1) {
      heap[at] = heap[parent] ?? due;
      at = parent;
    }
    heap[at] = due;
  }

  peek(): DueRow | undefined {
    return this.heap[0];
  }

  pop(): DueRow | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const [child, index] = right !== undefined && compareDues(right, left) < 0 ? [right, 2 * at + 2] : [left, 2 * at + 1];
      if (compareDues(last, child) <= 0) break;
      heap[at] = child;
      at = index;
    }
    heap[at] = last;
    return first;
  }
}
