/** GBK bytes of a text, by turning the decoder round: Node has no encoder for it. */
export const gbk = (() => {
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
