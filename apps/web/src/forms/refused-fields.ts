import type { FormInstance } from 'antd';
import { Refused } from '../shell/api';
import { pathOf } from './command';

/**
 * Puts the reasons of a refusal beside the fields they name, by full path or by its end where that is one field only.
 * Answers which of the problem's fields found their place.
 */
export function showByField<T>(
  form: FormInstance<T>,
  error: unknown,
  say: (words: { zh: string; en: string }) => string,
): readonly string[] {
  if (!(error instanceof Refused)) return [];
  const shown = form.getFieldsError().map(({ name }) => name.join('.'));
  const placed: string[] = [];
  for (const each of error.problem.errors) {
    const { field } = each;
    if (field === null) continue;
    const ends = shown.filter((name) => name.endsWith(`.${field}`));
    const name = shown.includes(field) ? field : ends.length === 1 ? ends[0] : undefined;
    if (name === undefined) continue;
    form.setFields([{ name: pathOf(name) as never, errors: [say(each)] }]);
    placed.push(field);
  }
  return placed;
}
