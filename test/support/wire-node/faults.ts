import type { status } from '@grpc/grpc-js';

/**
 * What a test can make go wrong inside the node. Everything here is off unless a test, in this process, turns it on; a node
 * that runs as a program can only be stalled (SIGSTOP) or killed.
 */
export class Faults {
  private gate: Promise<void> | undefined;
  private openGate: (() => void) | undefined;
  /** Milliseconds between a durable append and its answer. */
  answerDelayMs = 0;
  /** Appends are written and never answered. */
  swallowAnswers = false;
  /** So many of the next appends are refused, unwritten, in the words the server has for it. */
  refusals:
    { readonly message: 'Server Is Not Ready' | 'Server Is Busy' | 'No leader info available in response'; left: number } | undefined;
  /** So many of the next appends are written and answered with an unknown outcome (a commit timeout). */
  commitTimeouts = 0;
  /** So many of the next questions for the server's features fail with this status. */
  featureFailures: { readonly code: status; left: number } | undefined;
  /** So many of the next reads and subscriptions fail with this status after being opened. */
  readFailures: { readonly code: status; readonly details: string; left: number } | undefined;
  /** Where this node sends whoever wants to append, because it is not the leader. */
  leader: { readonly host: string; readonly port: number } | undefined;
  /** So many of the next answers to a batch append lack what the protocol asks for. */
  malformedAnswers = 0;

  /** Appends that arrive from now on wait, unwritten, until `release` is called. */
  stallAppends(): { release(): void } {
    this.gate = new Promise((resolve) => (this.openGate = resolve));
    return {
      release: () => {
        this.gate = undefined;
        this.openGate?.();
      },
    };
  }

  async passGate(): Promise<void> {
    await this.gate;
  }

  /** True so many times as the counter says. */
  takeRefusal(): string | undefined {
    if (!this.refusals || this.refusals.left === 0) return undefined;
    this.refusals.left -= 1;
    return this.refusals.message;
  }

  takeCommitTimeout(): boolean {
    if (this.commitTimeouts === 0) return false;
    this.commitTimeouts -= 1;
    return true;
  }

  takeFeatureFailure(): status | undefined {
    if (!this.featureFailures || this.featureFailures.left === 0) return undefined;
    this.featureFailures.left -= 1;
    return this.featureFailures.code;
  }

  takeReadFailure(): { readonly code: status; readonly details: string } | undefined {
    if (!this.readFailures || this.readFailures.left === 0) return undefined;
    this.readFailures.left -= 1;
    return this.readFailures;
  }

  takeMalformedAnswer(): boolean {
    if (this.malformedAnswers === 0) return false;
    this.malformedAnswers -= 1;
    return true;
  }
}
