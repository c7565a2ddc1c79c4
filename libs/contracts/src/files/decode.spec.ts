import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFileSize, decodeText, MAX_FILE_BYTES, type Encoding } from './decode';
import type { Read } from './problems';

/** GBK bytes of a text, by turning the decoder round: Node has no encoder for it. */
const gbk = (() => {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length === 1 && character !== '\ufffd' && !bytes.has(character)) bytes.set(character, [lead, trail]);
    }
  }
  return (text: string): Uint8Array =>
    Uint8Array.from(
      [...text].flatMap((character) => {
        if (character.charCodeAt(0) < 0x80) return [character.charCodeAt(0)];
        const pair = bytes.get(character);
        if (!pair) throw new Error(`not in GBK: ${character}`);
        return [...pair];
      }),
    );
})();

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const codes = <T>(read: Read<T>) => (read.ok ? [] : read.errors.map(({ code }) => code));
const TEXT = '品牌名称,数值\r\n吕梁山护工（汾阳）,１２３\r\n';

describe('decodeText', () => {
  it.each<[string, Uint8Array, Encoding]>([
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16, little end first', utf16(TEXT, false), 'utf-16le'],
    ['UTF-16, big end first', utf16(TEXT, true), 'utf-16be'],
    ['GBK, as Excel writes it', gbk(TEXT), 'gb18030'],
    ['plain ASCII', Buffer.from('name,value\n'), 'utf-8'],
  ])('reads %s', (name, bytes, encoding) => {
    expect(decodeText(bytes)).toEqual({ ok: true, value: { text: name === 'plain ASCII' ? 'name,value\n' : TEXT, encoding } });
  });

  it('reads the published facts as GBK too', () => {
    const text = readFileSync(join(__dirname, '../../data/brand-facts.csv'), 'utf8');
    expect(decodeText(gbk(text))).toEqual({ ok: true, value: { text, encoding: 'gb18030' } });
  });

  it('gives back every Chinese table that was written in GBK', () => {
    const cell = fc.stringMatching(/^[\u4e00-\u9fa5a-z0-9]{1,12}$/u);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (cells) => {
        const text = `品牌名称,行政区划,年度,指标\n${cells.join(',')}\n`;
        expect(decodeText(gbk(text))).toEqual({ ok: true, value: { text, encoding: 'gb18030' } });
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8 cut inside its last character', Buffer.from('品牌名称,行政区划').subarray(0, -1)],
    ['UTF-8 with one byte lost in the middle', Buffer.concat([Buffer.from('品牌名称').subarray(0, 4), Buffer.from('行政区划,年度\n')])],
    ['marked UTF-8 that is none', Uint8Array.of(0xef, 0xbb, 0xbf, 0xc6, 0x2c)],
    ['GBK cut inside its last character', gbk('品牌名称').subarray(0, -1)],
    ['UTF-16 of an odd length', utf16(TEXT, false).subarray(0, -1)],
    ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le')],
    ['bytes of an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00)],
  ])('refuses %s', (_, bytes) => {
    expect(codes(decodeText(bytes))).toEqual(['FILE.UNDECODABLE']);
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'FILE.EMPTY'],
    ['a mark and nothing else', Buffer.from('\ufeff\r\n'), 'FILE.EMPTY'],
    ['an .xlsx workbook', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14), 'FILE.WORKBOOK'],
    ['an .xls workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'FILE.WORKBOOK'],
  ])('says what is wrong with %s', (_, bytes, code) => {
    expect(codes(decodeText(bytes))).toEqual([code]);
  });
});

describe('checkFileSize', () => {
  it.each([
    [1, []],
    [MAX_FILE_BYTES, []],
    [MAX_FILE_BYTES + 1, ['FILE.TOO_LARGE']],
    [100 * 1024 * 1024, ['FILE.TOO_LARGE']],
  ])('judges %d bytes', (bytes, expected) => {
    expect(codes(checkFileSize(bytes))).toEqual(expected);
  });

  it('names size and limit in both languages', () => {
    const refused = checkFileSize(100 * 1024 * 1024);
    expect(refused.ok ? null : refused.errors[0]).toEqual({
      row: null,
      column: null,
      code: 'FILE.TOO_LARGE',
      zh: '文件 100.0 MB，超过上限 20.0 MB；请按地区或年度拆分后分别导入。',
      en: 'The file has 100.0 MB and the limit is 20.0 MB; split it by region or year.',
    });
  });
});
