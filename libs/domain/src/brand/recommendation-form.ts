/**
 * 推荐表: what a form asks, as data, and whether answers fit it. The originals (annexes 1 and 2) are not in hand, so the
 * fields are derived from the clauses; a layout of the original takes the place of such a file, not of this code.
 */
import { z } from 'zod';
import { isCalendarDate } from '../dates';
import { DIRECTNESS, METRIC_IDS, NATURES, UNITS } from '../dictionary';
import { Kind } from '../values';
import type { FormAnswer } from './procedure-events';

const Words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const FormField = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  zh: z.string().min(1),
  en: z.string().min(1),
  kind: z.enum(['text', 'long', 'count', 'date', 'flag', 'choice']),
  /** Key of the clause in the pack that the field answers. */
  clause: z.string().min(1),
  required: z.boolean(),
  /** Choices, by code. */
  options: z.record(z.string(), Words).optional(),
  /** A count that says a figure: which one, and of which year before the form's (1: 上年度). */
  figure: z
    .strictObject({
      metric: z.enum(METRIC_IDS),
      unit: z.enum(UNITS),
      nature: z.enum(NATURES),
      directness: z.enum(DIRECTNESS),
      yearsBack: z.int().min(1).max(5),
    })
    .optional(),
  /** 其中项: it may not exceed this field. */
  atMost: z.string().optional(),
  /** Kind of evidence that the criterion asks for, as the pack's rules name it. */
  evidence: z.string().optional(),
  /** Criterion that an expert or checker judges: what stands here is the applicant's own statement（自述）. */
  criterion: z.string().optional(),
  /** What the ledger knows already and the form is filled with. */
  known: z.enum(['name', 'category', 'region', 'formedOn', 'cultivatedFrom', 'applicant', 'creditCode']).optional(),
  hint: Words.optional(),
});
export type FormField = z.infer<typeof FormField>;

export const FormDefinition = z.strictObject({
  form: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().min(1),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** As the document calls it: 附件2. */
  annex: z.string().min(1),
  pack: z.string().min(1),
  kind: Kind,
  /** Kind of evidence by which the pack's rules ask for this form. */
  material: z.string().min(1),
  /** True once the layout is that of the original. */
  original: z.boolean(),
  sections: z
    .array(z.strictObject({ id: z.string().min(1), zh: z.string().min(1), en: z.string().min(1), fields: z.array(FormField).min(1) }))
    .min(1),
});
export type FormDefinition = z.infer<typeof FormDefinition>;

/** What is wrong with one answer. */
export interface FormFault {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

export const fieldsOf = (definition: FormDefinition): readonly FormField[] => definition.sections.flatMap(({ fields }) => fields);

/** Upper end of what a form takes for a count: a typing slip of several digits, not a fact. */
const LARGEST = 1_000_000_000;

/**
 * Every fault of the answers, in the order of the form; none: it may be handed over.
 * @param definition the form's own layout
 */
export function checkForm(definition: FormDefinition, answers: readonly FormAnswer[]): readonly FormFault[] {
  const fields = fieldsOf(definition);
  const given = new Map<string, FormAnswer>();
  const faults: FormFault[] = [];
  for (const answer of answers) {
    if (given.has(answer.field)) faults.push({ field: answer.field, zh: '同一栏填了两次', en: 'the field is filled in twice' });
    else if (!fields.some(({ id }) => id === answer.field))
      faults.push({ field: answer.field, zh: '本表没有这一栏', en: 'the form has no such field' });
    else given.set(answer.field, answer);
  }
  for (const field of fields) {
    const answer = given.get(field.id);
    if (answer === undefined) {
      if (field.required) faults.push({ field: field.id, zh: `请填写“${field.zh}”`, en: `fill in “${field.en}”` });
      continue;
    }
    const wrong = misfit(field, answer, given, fields);
    if (wrong !== null) faults.push({ field: field.id, ...wrong });
  }
  return faults;
}

function misfit(
  field: FormField,
  { clause, value }: FormAnswer,
  given: ReadonlyMap<string, FormAnswer>,
  fields: readonly FormField[],
): Omit<FormFault, 'field'> | null {
  if (clause !== field.clause) return { zh: `该栏对应条款为 ${field.clause}`, en: `the field answers clause ${field.clause}` };
  switch (field.kind) {
    case 'count': {
      if (typeof value !== 'number' || value < 0 || value > LARGEST)
        return { zh: '应填不小于 0 的整数，不写单位', en: 'a whole number, not below 0, without a unit' };
      const whole = field.atMost === undefined ? undefined : given.get(field.atMost)?.value;
      if (typeof whole !== 'number' || value <= whole) return null;
      const of = fields.find(({ id }) => id === field.atMost);
      return { zh: `其中项不能大于“${of?.zh ?? ''}”（${whole}）`, en: `a part cannot exceed “${of?.en ?? ''}” (${whole})` };
    }
    case 'date':
      return typeof value === 'string' && isCalendarDate(value)
        ? null
        : { zh: '应填真实日期，如 2024-07-30', en: 'a date of the calendar, such as 2024-07-30' };
    case 'flag':
      return typeof value === 'boolean' ? null : { zh: '应填是或否', en: 'yes or no' };
    case 'choice':
      return typeof value === 'string' && field.options?.[value] !== undefined
        ? null
        : { zh: '请从所列选项中选择', en: 'choose one of the options' };
    default:
      return typeof value === 'string' && value.trim() !== '' ? null : { zh: '应填文字', en: 'words' };
  }
}
