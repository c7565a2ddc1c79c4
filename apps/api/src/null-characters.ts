/** Whether an address holds a null character, as it stands there. */
export const isNullIn = (url: string): boolean => /%00|\0/.test(url);

/** Whether any text of a JSON body, names of fields included, holds one. Bodies nest as deep as their sender likes: no recursion. */
export function isNullWithin(body: unknown): boolean {
  const left: unknown[] = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') {
      if (value.includes('\0')) return true;
    } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const [name, inside] of Object.entries(value)) {
        if (name.includes('\0')) return true;
        left.push(inside);
      }
    }
  }
  return false;
}
