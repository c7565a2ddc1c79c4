/** Wakes whoever waits. Ask for `wait()` before looking whether there is something to do, and no ring is missed. */
export class Bell {
  private next: Promise<void> | null = null;
  private release: () => void = () => undefined;

  ring(): void {
    this.next = null;
    this.release();
  }

  wait(): Promise<void> {
    this.next ??= new Promise((resolve) => {
      this.release = resolve;
    });
    return this.next;
  }
}
