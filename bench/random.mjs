const WORDS = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, '0'));

/** A small seeded generator (mulberry32), so that every run of one seed measures the same events and commands. */
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const int = (below) => next() % below;
  const word = () => WORDS[next() & 0xffff] + WORDS[next() & 0xffff];
  const hex = (digits) => {
    let text = '';
    while (text.length < digits) text += word();
    return text.slice(0, digits);
  };
  return {
    int,
    hex,
    chance: (percent) => int(100) < percent,
    pick: (items) => items[int(items.length)],
    uuid: () => `${word()}-${WORDS[next() & 0xffff]}-4${hex(3)}-8${hex(3)}-${word()}${WORDS[next() & 0xffff]}`,
    shuffle(items) {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i -= 1) {
        const j = int(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
      }
      return shuffled;
    },
  };
}
