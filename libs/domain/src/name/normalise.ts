/**
 * The form in which two names are the same name: full-width as half-width, letters in lower case, without spaces and
 * without quotation marks. It names the stream of a reservation.
 */
export function normaliseName(name: string): string {
  const once = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}"'`“”‘’「」『』《》〈〉【】]/gu, '');
  // What is taken out may have stood between two characters that compose, so the form is sought until it stands still.
  return once === name ? once : normaliseName(once);
}
