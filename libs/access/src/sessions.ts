import type { Clock } from '#application';
import type { OfficeStore, OfficeTables } from '#office';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessSettings } from './accounts';

const SECRET_BYTES = 32;
/** The last use is written down so often at most. */
const SEEN_EVERY_MS = 60_000;
/** Sessions that ended are forgotten after this; who did what stands in the access records. */
const KEPT_MS = 30 * 24 * 3_600_000;

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
/** Of a random secret of 256 bits: nobody finds it from its digest, so it needs no salt. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares secrets without telling by the time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

export type Session = Omit<OfficeTables['session'], 'id_token'>;
const COLUMNS = ['digest', 'person', 'csrf', 'acting', 'how', 'created_ms', 'seen_ms', 'ended_ms'] as const;

/** Sessions of the page: a random secret in a cookie, and only its digest here. */
export class Sessions {
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly settings: AccessSettings,
  ) {}

  private now(): number {
    return this.clock.now().getTime();
  }

  /**
   * Begins a session under a new secret; one that the same browser brought along ends, so that nobody can plant one.
   * @param idToken of the provider of identities, kept as long as the session; null for who typed a password
   */
  async begin(
    person: string,
    how: string,
    acting: string | null,
    before: string | null,
    idToken: string | null = null,
  ): Promise<{ readonly secret: string; readonly session: Session }> {
    const secret = newSecret();
    const now = this.now();
    const session: Session = {
      digest: digestOf(secret),
      person,
      csrf: newSecret(),
      acting,
      how,
      created_ms: now,
      seen_ms: now,
      ended_ms: null,
    };
    await this.store.inTransaction(async (tx) => {
      await tx
        .insertInto('session')
        .values({ ...session, id_token: idToken })
        .execute();
      await tx
        .updateTable('session')
        .set({ ended_ms: now, id_token: null })
        .where('ended_ms', 'is', null)
        .where((is) => is.or([is('seen_ms', '<', this.idleSince(now)), is('created_ms', '<', this.oldestAt(now))]))
        .execute();
      await tx
        .deleteFrom('session')
        .where('seen_ms', '<', now - KEPT_MS)
        .execute();
    });
    if (before !== null) await this.end(before);
    return { secret, session };
  }

  /** A session that was not used since, or that began before, is over. */
  private idleSince(now: number): number {
    return now - this.settings.idleMinutes * 60_000;
  }
  private oldestAt(now: number): number {
    return now - this.settings.sessionHours * 3_600_000;
  }

  /**
   * The session of a secret, if it lives.
   * @param uses whether this counts as use of it: an open feed does not keep a session alive by itself
   */
  async find(secret: string, uses = true): Promise<Session | null> {
    const digest = digestOf(secret);
    const session = await this.store.read.selectFrom('session').select(COLUMNS).where('digest', '=', digest).executeTakeFirst();
    if (session === undefined || session.ended_ms !== null) return null;
    const now = this.now();
    if (session.seen_ms < this.idleSince(now) || session.created_ms < this.oldestAt(now)) {
      await this.endByDigest([digest]);
      return null;
    }
    if (uses && now - session.seen_ms > SEEN_EVERY_MS)
      await this.store.inTransaction((tx) =>
        tx.updateTable('session').set({ seen_ms: now }).where('digest', '=', digest).where('ended_ms', 'is', null).execute(),
      );
    return session;
  }

  /** Whose session it is or was; null for a secret of none. */
  async personOf(secret: string): Promise<string | null> {
    const found = await this.store.read.selectFrom('session').select('person').where('digest', '=', digestOf(secret)).executeTakeFirst();
    return found?.person ?? null;
  }

  /** What the provider said of who began a session there; null for another way in, and for a session that is over. */
  async idTokenOf(digest: string): Promise<string | null> {
    const found = await this.store.read.selectFrom('session').select('id_token').where('digest', '=', digest).executeTakeFirst();
    return found?.id_token ?? null;
  }

  async act(digest: string, grant: string): Promise<void> {
    await this.store.inTransaction((tx) => tx.updateTable('session').set({ acting: grant }).where('digest', '=', digest).execute());
    this.tell(digest);
  }

  /** Ends the session of a secret; an unknown one is nothing. */
  async end(secret: string): Promise<void> {
    await this.endByDigest([digestOf(secret)]);
  }

  /** Ends every session of a person. */
  async endAllOf(person: string): Promise<void> {
    const open = await this.store.read
      .selectFrom('session')
      .select('digest')
      .where('person', '=', person)
      .where('ended_ms', 'is', null)
      .execute();
    await this.endByDigest(open.map(({ digest }) => digest));
  }

  private async endByDigest(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    await this.store.inTransaction((tx) =>
      tx
        .updateTable('session')
        .set({ ended_ms: this.now(), id_token: null })
        .where('digest', 'in', [...digests])
        .where('ended_ms', 'is', null)
        .execute(),
    );
    for (const digest of digests) this.tell(digest);
  }

  private tell(digest: string): void {
    for (const listener of this.listeners.get(digest) ?? []) listener();
  }

  /** Calls back when a session ends or takes another role in this process. @returns how to stop listening */
  onEnd(digest: string, listener: () => void): () => void {
    const all = this.listeners.get(digest) ?? new Set();
    all.add(listener);
    this.listeners.set(digest, all);
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(digest);
    };
  }
}
