import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceStore } from './store';

const PDF = Buffer.from('%PDF-1.7\n认定文件');
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
async function* stream(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* await Promise.resolve(chunks);
}

let folder: string;
let store: EvidenceStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  store = new EvidenceStore(folder, 64);
});
afterEach(() => rmSync(folder, { recursive: true }));

const filesIn = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

it('keeps a file under the digest of its bytes, once, however it arrives', async () => {
  const digest = sha(PDF);
  expect(await store.put(stream(PDF))).toEqual({ sha256: digest, bytes: PDF.byteLength, type: 'pdf', existed: false });
  expect(await store.put(stream(PDF.subarray(0, 3), PDF.subarray(3)))).toEqual({
    sha256: digest,
    bytes: PDF.byteLength,
    type: 'pdf',
    existed: true,
  });
  expect(filesIn()).toEqual([digest]);
  expect(await store.find(digest)).toEqual({ bytes: PDF.byteLength, type: 'pdf' });
  expect(await store.verify(digest)).toBe('present');
});

it.each([
  ['empty', [], 'EVIDENCE.EMPTY'],
  ['of 65 bytes where 64 are the limit', [Buffer.concat([PDF, Buffer.alloc(65 - PDF.byteLength)])], 'EVIDENCE.TOO_LARGE'],
  ['a page that calls itself a PDF elsewhere', [Buffer.from('<html>%PDF-1.7')], 'EVIDENCE.TYPE_NOT_TAKEN'],
  ['a drawing that may hold a script', [Buffer.from('<svg onload="alert(1)"/>')], 'EVIDENCE.TYPE_NOT_TAKEN'],
])('refuses a file that is %s and keeps nothing of it', async (_what, chunks, code) => {
  await expect(store.put(stream(...chunks))).rejects.toMatchObject({ code });
  expect(filesIn()).toEqual([]);
});

it('takes a file of exactly the limit', async () => {
  const bytes = Buffer.concat([PDF, Buffer.alloc(64 - PDF.byteLength)]);
  expect(await store.put(stream(bytes))).toMatchObject({ bytes: 64 });
});

it('keeps nothing of a file whose sender goes away', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(PDF);
    throw new Error('gone');
  }
  await expect(store.put(broken())).rejects.toMatchObject({ code: 'EVIDENCE.DISK' });
  expect(filesIn()).toEqual([]);
});

it('clears what a killed process left behind, and nothing that another process may be writing just now', async () => {
  await store.clearParts();
  const parts = join(folder, 'parts');
  mkdirSync(parts);
  for (const [name, minutes] of [
    ['left', 61],
    ['written', 59],
  ] as const) {
    writeFileSync(join(parts, name), 'part');
    const at = Date.now() / 1000 - minutes * 60;
    utimesSync(join(parts, name), at, at);
  }
  await store.put(stream(PDF));
  await store.clearParts();
  expect([...filesIn()].sort()).toEqual([sha(PDF), 'written'].sort());
});

it('says that a file is absent, or damaged', async () => {
  const digest = sha(PDF);
  expect(await store.verify(digest)).toBe('absent');
  expect(await store.find(digest)).toBeNull();
  await store.put(stream(PDF));
  writeFileSync(join(folder, digest.slice(0, 2), digest), '%PDF-1.7\nanother text');
  expect(await store.verify(digest)).toBe('damaged');
});

it('takes no path for a digest', async () => {
  await expect(store.verify('../../etc/passwd')).rejects.toThrow(RangeError);
});

it.each([
  ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])],
  ['jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['docx', Buffer.from('PK\u0003\u0004....word/document.xml')],
  ['xlsx', Buffer.from('PK\u0003\u0004....xl/workbook.xml')],
  ['ofd', Buffer.from('PK\u0003\u0004....OFD.xml')],
  ['zip', Buffer.from('PK\u0003\u0004....anything')],
  ['office', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
])('knows %s by its bytes', async (type, bytes) => {
  expect((await store.put(stream(bytes))).type).toBe(type);
});
