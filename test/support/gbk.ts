const bytes = new Map<string, readonly number[]>();
const decoder = new TextDecoder('gbk');
for (let high = 0x81; high <= 0xfe; high += 1)
  for (let low = 0x40; low <= 0xfe; low += 1) {
    const text = decoder.decode(Uint8Array.of(high, low));
    if ([...text].length === 1 && text !== '\ufffd' && !bytes.has(text)) bytes.set(text, [high, low]);
  }

/** A text as Excel in China saves a CSV, by turning the decoder round: Node has no encoder for it. */
export function gbk(text: string): Uint8Array {
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x80) return [code];
      const pair = bytes.get(character);
      if (pair === undefined) throw new Error(`not in GBK: ${character}`);
      return pair;
    }),
  );
}
