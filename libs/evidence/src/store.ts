/**
 * 佐证材料 as files, each under the SHA-256 of its bytes: the same file is kept once, and whoever holds the digest of an
 * event can tell whether the file is still what was attached. Nothing is overwritten and nothing is deleted.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HEAD_BYTES, typeOf, type EvidenceType } from './content-type';

export interface StoredEvidence {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: EvidenceType;
  /** The same bytes lay there before. */
  readonly existed: boolean;
}

/** `absent`: only the place of the original is known. `damaged`: the bytes are not those of the digest any more. */
export type EvidenceState = 'present' | 'absent' | 'damaged';

export type EvidenceErrorCode = 'EVIDENCE.EMPTY' | 'EVIDENCE.TOO_LARGE' | 'EVIDENCE.TYPE_NOT_TAKEN' | 'EVIDENCE.DISK';

/** Why a file was not kept. Nothing of it remains. */
export class EvidenceError extends Error {
  constructor(
    readonly code: EvidenceErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'EvidenceError';
  }
}

/** A scan of a long document, and far from what fills a disk. Configured by EVIDENCE_MAX_MB. */
export const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;

/** Nobody is this long between two pieces of a file. */
const LEFT_BEHIND_MS = 3_600_000;

const DIGEST = /^[0-9a-f]{64}$/;

export class EvidenceStore {
  constructor(
    readonly folder: string,
    readonly maxBytes: number = DEFAULT_MAX_BYTES,
  ) {}

  /** Files lie in folders by the first two digits, so that no folder holds them all. @throws RangeError for what is no digest */
  private pathOf(sha256: string): string {
    if (!DIGEST.test(sha256)) throw new RangeError('not a SHA-256 in lower case');
    return join(this.folder, sha256.slice(0, 2), sha256);
  }

  /**
   * Takes a file as it streams in: to a part file, synced to the disk, then to its place in one step. A process that dies
   * leaves a part file, which counts for nothing.
   * @throws EvidenceError
   */
  async put(source: AsyncIterable<Uint8Array>): Promise<StoredEvidence> {
    const parts = join(this.folder, 'parts');
    const part = join(parts, randomUUID());
    try {
      await mkdir(parts, { recursive: true });
      const written = await this.write(part, source);
      const place = this.pathOf(written.sha256);
      await mkdir(join(this.folder, written.sha256.slice(0, 2)), { recursive: true });
      const existed = !(await placed(part, place));
      await syncFolder(join(this.folder, written.sha256.slice(0, 2)));
      return { ...written, existed };
    } catch (error) {
      if (error instanceof EvidenceError) throw error;
      throw new EvidenceError('EVIDENCE.DISK', 'the file could not be written', { cause: error });
    } finally {
      await rm(part, { force: true }).catch(() => undefined);
    }
  }

  private async write(part: string, source: AsyncIterable<Uint8Array>): Promise<Omit<StoredEvidence, 'existed'>> {
    const hash = createHash('sha256');
    const head: Buffer[] = [];
    let [bytes, headBytes] = [0, 0];
    const file = await open(part, 'wx', 0o640);
    try {
      for await (const chunk of source) {
        bytes += chunk.byteLength;
        if (bytes > this.maxBytes) throw new EvidenceError('EVIDENCE.TOO_LARGE', `more than ${this.maxBytes} bytes`);
        hash.update(chunk);
        if (headBytes < HEAD_BYTES) {
          head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - headBytes)));
          headBytes += chunk.byteLength;
        }
        await file.write(chunk);
      }
      if (bytes === 0) throw new EvidenceError('EVIDENCE.EMPTY', 'no bytes');
      const type = typeOf(Buffer.concat(head));
      if (type === null) throw new EvidenceError('EVIDENCE.TYPE_NOT_TAKEN', 'none of the kinds that are kept');
      await file.sync();
      return { sha256: hash.digest('hex'), bytes, type };
    } finally {
      await file.close();
    }
  }

  /** What lies under a digest; null: the file is not here. */
  async find(sha256: string): Promise<{ readonly bytes: number; readonly type: EvidenceType | null } | null> {
    const path = this.pathOf(sha256);
    try {
      const { size } = await stat(path);
      const file = await open(path, 'r');
      try {
        const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
        await file.read(head, 0, head.byteLength, 0);
        return { bytes: size, type: typeOf(head) };
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  read(sha256: string): ReadStream {
    return createReadStream(this.pathOf(sha256));
  }

  /** Hashes the file anew. */
  async verify(sha256: string): Promise<EvidenceState> {
    try {
      const hash = createHash('sha256');
      for await (const chunk of this.read(sha256)) hash.update(chunk as Buffer);
      return hash.digest('hex') === sha256 ? 'present' : 'damaged';
    } catch (error) {
      if (isMissing(error)) return 'absent';
      throw error;
    }
  }

  /**
   * Part files that a killed process left behind. Another process may be taking a file into the same folder just now, so those that
   * were written to within the hour stay.
   */
  async clearParts(): Promise<void> {
    const parts = join(this.folder, 'parts');
    const names = await readdir(parts).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const name of names) {
      const part = join(parts, name);
      try {
        if ((await stat(part)).mtimeMs < Date.now() - LEFT_BEHIND_MS) await unlink(part);
      } catch (error) {
        // It has found its place meanwhile, or another process that starts has cleared it.
        if (!isMissing(error)) throw error;
      }
    }
  }
}

/** Gives the file its place. @returns false where the same bytes lie there already, which stay untouched */
async function placed(part: string, place: string): Promise<boolean> {
  try {
    await link(part, place);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The name of a new file is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
