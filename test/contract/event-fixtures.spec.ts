/**
 * One stored event per wire name and version, never edited: what was written once, every later program must read. A new
 * event, or a new version of one, comes with a fixture of its own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '#audit';
import type { RecordedEvent } from '#event-store';
import { ledgerCodec } from '../../libs/application/src/ledger-codec';

interface Fixture extends Pick<RecordedEvent, 'stream' | 'id' | 'type' | 'data' | 'metadata'> {
  readonly revision: number;
}

const folder = join(__dirname, '..', 'fixtures', 'events');
const files = readdirSync(folder).sort();
const fixture = (file: string): Fixture => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture;
const recorded = (file: string): RecordedEvent => {
  const stored = fixture(file);
  return { ...stored, revision: BigInt(stored.revision), position: 1n, created: new Date(0) };
};

describe('fixtures of events', () => {
  it('there is one for every wire name that the ledger reads, and none besides', () => {
    expect(files).toEqual(ledgerCodec.storedTypes.map((type) => `${type}.json`).sort());
  });

  it.each(files)('%s is read by this program', (file) => {
    const stored = recorded(file);
    expect(`${stored.type}.json`).toBe(file);
    const event = ledgerCodec.decode(stored);
    expect(event.storedType).toBe(stored.type);
    expect(event.type.replace(/\.v\d+$/, '')).toBe(stored.type.replace(/\.v\d+$/, ''));
  });

  it.each(files)('%s is written again as the same canonical bytes', (file) => {
    const stored = recorded(file);
    const event = ledgerCodec.decode(stored);
    const again = ledgerCodec.encode(event);
    // An older version is not written any more; what it was upcast to must still be a stable event.
    if (event.type === stored.type)
      expect(canonicalJson([again.type, again.data, again.metadata])).toBe(canonicalJson([stored.type, stored.data, stored.metadata]));
    else expect(canonicalJson(ledgerCodec.decode({ ...stored, ...again }).data)).toBe(canonicalJson(event.data));
  });

  it('the pack in PolicyPublished is the text that its digest was made from', () => {
    const event = ledgerCodec.decode(recorded('PolicyPublished.v1.json'));
    if (event.type !== 'PolicyPublished.v1') throw new Error(`read as ${event.type}`);
    expect(sha256Hex(event.data.document)).toBe(event.data.digest);
    expect(canonicalJson(JSON.parse(event.data.document))).toBe(event.data.document);
  });
});
