/** 推荐表 that come with the program, read once and held against the pack they name. */
import { FormDefinition, fieldsOf, type BrandState, type FormAnswer } from '#domain';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from './shipped';

let shipped: readonly FormDefinition[] | null = null;

/** Every form, by file name. @throws ZodError for a file that is no form: the program is then not whole */
export function shippedForms(): readonly FormDefinition[] {
  const folder = join(projectRoot(), 'libs/contracts/data/forms');
  shipped ??= readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => FormDefinition.parse(parse(readFileSync(join(folder, name), 'utf8'))));
  return shipped;
}

export const formNamed = (form: string): FormDefinition | null => shippedForms().find((known) => known.form === form) ?? null;

/** What the ledger knows already: a form is opened with it, and the clerk may say otherwise. */
export function knownAnswers(definition: FormDefinition, state: BrandState, regionNameOf: (code: string) => string): readonly FormAnswer[] {
  if (state.stage === 'none') return [];
  const { identity, formedOn, cultivatedFrom } = state;
  const nomination = 'nomination' in state ? state.nomination : null;
  const known: Readonly<Record<string, string | null | undefined>> = {
    name: identity.name,
    category: identity.category,
    region: regionNameOf(identity.region),
    formedOn: formedOn?.on,
    cultivatedFrom: cultivatedFrom?.on ?? formedOn?.on,
    applicant: nomination?.applicant.unit,
    creditCode: nomination?.applicant.creditCode,
  };
  return fieldsOf(definition).flatMap(({ id, clause, known: what }) => {
    const value = what === undefined ? null : (known[what] ?? null);
    return value === null ? [] : [{ field: id, clause, value, evidence: [] }];
  });
}
