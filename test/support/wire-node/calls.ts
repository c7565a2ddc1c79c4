import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Failure } from './messages';

/**
 * One call that the server writes to, with one waiting place: everything that can let it go on (the peer has read, an append
 * became durable, the peer has gone) knocks at the same door. A listener for each wait would pile up.
 */
export class OpenCall<Response> {
  private knocked = false;
  private waiter: (() => void) | undefined;
  private gone = false;

  /** @param onSend told of every message that is handed to the call */
  constructor(
    private readonly call: ServerWritableStream<unknown, Response>,
    private readonly onSend: (response: Response) => void,
  ) {
    const leave = (): void => {
      this.gone = true;
      this.knock();
    };
    call.on('cancelled', leave);
    call.on('close', leave);
    call.on('error', leave);
    call.on('drain', () => this.knock());
  }

  get over(): boolean {
    return this.gone || this.call.cancelled;
  }

  knock(): void {
    this.knocked = true;
    this.waiter?.();
  }

  /** Returns when somebody has knocked since the last time. */
  async pause(): Promise<void> {
    if (!this.knocked) await new Promise<void>((resolve) => (this.waiter = resolve));
    this.waiter = undefined;
    this.knocked = false;
  }

  /** Returns when the peer has room for more, or has gone. */
  async send(response: Response): Promise<void> {
    if (this.over) return;
    this.onSend(response);
    let room = this.call.write(response);
    while (!room && !this.over) {
      await this.pause();
      room = !this.call.writableNeedDrain;
    }
  }

  end(): void {
    if (!this.over) this.call.end();
  }

  fail(failure: Failure): void {
    if (!this.over) this.call.emit('error', failure);
  }
}
