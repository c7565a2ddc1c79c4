/**
 * The synthetic demonstration: a script of dated steps that brands, units, institutions, dual brands, programmes and
 * windows made up for the purpose live through.
 *
 * How a script is executed (the executor is `libs/application`; it has no other way in than the ordinary commands):
 *
 * 1. Steps run in the order of the file; their dates never go back.
 * 2. Before a step the business date is moved to its `on`. Every due date that has passed by then (`dueOn` < `on`) fires
 *    first, in (due date, stream) order, each with `effectiveOn` = its due date. `recordedAt` stays the true clock.
 * 3. Then the step runs as its actor, with `effectiveOn` = `on`. A command goes through the ordinary command path with
 *    the idempotency key `synthetic:<script id>:<key of the step>`, so that running a script twice changes nothing. A step
 *    that bears no key of its own goes by its index among those that bear none: steps put in later are named, and leave
 *    the keys of the others as they were.
 *    `closeYear` closes the year of its region for origin `synthetic`, `closedOn` = `on`, `closedBy` = the actor's id.
 *    `edition` publishes the synthetic edition of the region's guidance catalogue as of `on`, exactly as it is previewed.
 * 4. After a step the executor waits until the steward has settled, so that what rules trigger stands in the log before
 *    the next step looks at it. Only after `report`, `recordFigure`, `attachEvidence` and `recordJudgement` it need not
 *    wait, because nothing follows from them.
 * 5. A step that is refused ends the run: the story is wrong, or the ledger is.
 *
 * Ids that the ledger makes while it runs stand as references in `data`; `resolveReferences` puts them in place:
 * - `{ $id: 'objection-1' }` an id the script gives; the same text is the same id throughout the script.
 * - `{ $figure: 'direct-2023' }` the figure recorded by the step that carries `as: direct-2023`, for the brand of this step.
 * - `{ $proposal: 'stopSupport' }` the one open proposal of that step for the brand of this step.
 * - `{ $sanction: 'notice' }` the one sanction of that kind that stands proposed on the subject of this step.
 * - `{ $brand: 'wuhai-welders' }`, `{ $subject: 'dual-wuhai' }` the id of one of the cast.
 *
 * The id of a brand is `brandIdOf(region, name)` of its `report` step, as for imported brands; that of a subject
 * is named by the script. A region is real: the only thing a script does there is to hold a round that says it is synthetic.
 */
import {
  Actor,
  BRAND_STAGES,
  BusinessDate,
  DocumentRef,
  FOUNDING_COMMANDS,
  ProposedStep,
  RegionCode,
  Sanction,
  Text,
  Tier,
  Year,
  brandCommandSchemas,
  brandEventSchemas,
  subjectCommandSchemas,
  type SubjectStreamKind,
} from '#domain';
import { z } from 'zod';
import { isDate } from './cells';
import { parse } from 'yaml';
import { brandIdOf, namedId } from './import-format';
import { fileProblem, readFailed, readOk, type FileProblem, type Read } from './problems';

const Key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const Day = BusinessDate.refine(isDate, 'not a day of the calendar');

const Reference = z.union([
  z.strictObject({ $id: Key }),
  z.strictObject({ $figure: Key }),
  z.strictObject({ $proposal: ProposedStep }),
  z.strictObject({ $sanction: Sanction }),
  z.strictObject({ $brand: Key }),
  z.strictObject({ $subject: Key }),
]);
export type SyntheticReference = z.infer<typeof Reference>;

type CommandName = keyof typeof brandCommandSchemas;
const COMMAND_NAMES = Object.keys(brandCommandSchemas) as [CommandName, ...CommandName[]];
const EVENT_TYPES = Object.keys(brandEventSchemas) as [keyof typeof brandEventSchemas, ...(keyof typeof brandEventSchemas)[]];

const SUBJECT_KINDS = Object.keys(subjectCommandSchemas) as [SubjectStreamKind, ...SubjectStreamKind[]];
/** Name of a step that was put in later. It begins with a letter, so that it is never taken for an index. */
const StepKey = Key.regex(/^[a-z]/);

/** One command for one brand. `data` is that of `brandCommandSchemas[command]`, with references in place of ids. */
export const SyntheticCommandStep = z.strictObject({
  on: Day,
  actor: Key,
  brand: Key,
  command: z.enum(COMMAND_NAMES),
  data: z.record(z.string(), z.unknown()),
  /** Name of the figure this `recordFigure` or `correctFigure` step records. */
  as: Key.optional(),
  key: StepKey.optional(),
});
export type SyntheticCommandStep = z.infer<typeof SyntheticCommandStep>;
/** 年度封账 of a region and everything below it, for synthetic brands only. */
export const SyntheticCloseStep = z.strictObject({ on: Day, actor: Key, region: RegionCode, closeYear: Year, key: StepKey.optional() });
/** Nothing but time: lets due dates fire up to this day. */
export const SyntheticTickStep = z.strictObject({ on: Day, tick: z.literal(true), key: StepKey.optional() });
/** One command for one of the other subjects. `data` is that of `subjectCommandSchemas[kind][command]`. */
export const SyntheticSubjectStep = z.strictObject({
  on: Day,
  actor: Key,
  key: StepKey,
  subject: Key,
  command: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type SyntheticSubjectStep = z.infer<typeof SyntheticSubjectStep>;
/** 劳务品牌建设指导目录 of a region, of synthetic brands only, as of the day of the step. */
export const SyntheticEditionStep = z.strictObject({ on: Day, actor: Key, key: StepKey, edition: RegionCode, document: DocumentRef });
export type SyntheticEditionStep = z.infer<typeof SyntheticEditionStep>;
export const SyntheticStep = z.union([
  SyntheticCommandStep,
  SyntheticCloseStep,
  SyntheticTickStep,
  SyntheticSubjectStep,
  SyntheticEditionStep,
]);
export type SyntheticStep = z.infer<typeof SyntheticStep>;

/** A brand of the cast, what it is there to show, and how its life goes: what a test compares the ledger with. */
export const SyntheticBrand = z.strictObject({
  shows: z.array(Text).min(1),
  /** Events the steward appends to the brand's stream, in order. */
  arrives: z.array(z.enum(EVENT_TYPES)),
  ends: z.strictObject({ stage: z.enum(BRAND_STAGES), tier: Tier.nullable() }),
});
export type SyntheticBrand = z.infer<typeof SyntheticBrand>;

/** One of the cast beside brands. */
export const SyntheticSubject = z.strictObject({
  kind: z.enum(SUBJECT_KINDS),
  /** Code of a region, which is on the books by GB/T 2260. */
  region: RegionCode.optional(),
  shows: z.array(Text).min(1),
  /**
   * What rules append to its stream, in order: type, rule or target, period, and the outcome, sanction or side. Answers that
   * nobody reported anything for are left out: they are the list of gaps, not the story.
   */
  arrives: z.array(Text),
  /** Its last status; null for a region. */
  ends: Text.nullable(),
});
export type SyntheticSubject = z.infer<typeof SyntheticSubject>;

const SyntheticShape = z.strictObject({
  format: z.literal(1),
  id: Key,
  /** Said wherever the data is shown. */
  notice: Text,
  actors: z.record(Key, Actor),
  brands: z.record(Key, SyntheticBrand),
  subjects: z.record(Key, SyntheticSubject),
  steps: z.array(SyntheticStep),
});

const PLACEHOLDER = '00000000-0000-4000-8000-000000000000';

function substitute(value: unknown, id: (reference: SyntheticReference) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => substitute(each, id));
  if (typeof value !== 'object' || value === null) return value;
  const reference = Reference.safeParse(value);
  if (reference.success) return id(reference.data);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substitute(each, id)]));
}

const mentions = (reference: SyntheticReference): string | null =>
  '$brand' in reference ? reference.$brand : '$subject' in reference ? reference.$subject : null;

function referencesIn(value: unknown): SyntheticReference[] {
  const found: SyntheticReference[] = [];
  substitute(value, (reference) => {
    found.push(reference);
    return PLACEHOLDER;
  });
  return found;
}

/** A script that can be run: dates in order, everybody and everything it names is there, every command has its shape. */
export const SyntheticScript = SyntheticShape.superRefine((script, context) => {
  const fault = (index: number, message: string) => context.addIssue({ code: 'custom', path: ['steps', index], message });
  const reported = new Set<string>();
  const founded = new Set<string>();
  const figures = new Set<string>();
  const named = new Set<string>();
  for (const [subject, { kind, region }] of Object.entries(script.subjects)) {
    if ((kind === 'region') !== (region !== undefined))
      context.addIssue({ code: 'custom', path: ['subjects', subject], message: 'a region, and only a region, has a code' });
    if (kind === 'region') founded.add(subject);
  }
  const known = (index: number, data: unknown): void => {
    for (const reference of referencesIn(data)) {
      const name = mentions(reference);
      if (name !== null && !('$brand' in reference ? reported : founded).has(name)) fault(index, `names what is not there yet, ${name}`);
    }
  };
  const subjectStep = (index: number, { subject, command, data }: SyntheticSubjectStep): void => {
    const cast = script.subjects[subject];
    if (cast === undefined) return fault(index, `names an unknown subject, ${subject}`);
    const founds = FOUNDING_COMMANDS[cast.kind] === command;
    if (founds && founded.has(subject)) fault(index, `founds ${subject} a second time`);
    if (founds) founded.add(subject);
    else if (!founded.has(subject)) fault(index, `comes before ${subject} is founded`);
    const schema = Object.entries<z.ZodType>(subjectCommandSchemas[cast.kind]).find(([name]) => name === command)?.[1];
    if (schema === undefined) return fault(index, `asks a ${cast.kind} for what it cannot do, ${command}`);
    const parsed = schema.safeParse(substitute(data, () => PLACEHOLDER));
    if (!parsed.success) for (const issue of parsed.error.issues) fault(index, `${command}.${issue.path.join('.')}: ${issue.message}`);
    // What a script writes on a region stands beside what is real there.
    if ((founds || cast.kind === 'region') && data['origin'] !== 'synthetic')
      fault(index, 'a subject of a script says that it is synthetic');
    known(index, data);
  };
  script.steps.forEach((step, index) => {
    const before = script.steps[index - 1];
    if (before && before.on > step.on) fault(index, `goes back in time, from ${before.on} to ${step.on}`);
    if ('actor' in step && !(step.actor in script.actors)) fault(index, `names an unknown actor, ${step.actor}`);
    if (step.key !== undefined) {
      if (named.has(step.key)) fault(index, `bears the key of another step, ${step.key}`);
      named.add(step.key);
    }
    if ('subject' in step) return subjectStep(index, step);
    if (!('command' in step)) return;
    const { brand, command, data } = step;
    if (!(brand in script.brands)) return fault(index, `names an unknown brand, ${brand}`);
    if (command === 'report') {
      if (reported.has(brand)) fault(index, `reports ${brand} a second time`);
      reported.add(brand);
    } else if (!reported.has(brand)) fault(index, `comes before ${brand} is reported`);
    for (const reference of referencesIn(data)) {
      if ('$figure' in reference && !figures.has(`${brand}/${reference.$figure}`))
        fault(index, `names a figure that ${brand} has not recorded, ${reference.$figure}`);
    }
    known(index, data);
    if (step.as !== undefined) {
      if (command !== 'recordFigure' && command !== 'correctFigure') fault(index, `names a figure, but ${command} records none`);
      if (figures.has(`${brand}/${step.as}`)) fault(index, `names a figure twice, ${step.as}`);
      figures.add(`${brand}/${step.as}`);
    }
    const parsed = brandCommandSchemas[command].safeParse(substitute(data, () => PLACEHOLDER));
    if (!parsed.success) for (const issue of parsed.error.issues) fault(index, `${command}.${issue.path.join('.')}: ${issue.message}`);
    if (command === 'report' && data['origin'] !== 'synthetic') fault(index, 'a brand of a script says that it is synthetic');
  });
  for (const brand of Object.keys(script.brands))
    if (!reported.has(brand)) context.addIssue({ code: 'custom', path: ['brands', brand], message: 'is never reported' });
  for (const subject of Object.keys(script.subjects))
    if (!founded.has(subject)) context.addIssue({ code: 'custom', path: ['subjects', subject], message: 'is never founded' });
});
export type SyntheticScript = z.infer<typeof SyntheticScript>;

/** Opens a script as its file holds it. Errors: SCRIPT.NOT_YAML, SCRIPT.INVALID with the place of each fault. */
export function readSyntheticScript(text: string): Read<SyntheticScript> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return readFailed([fileProblem('SCRIPT.NOT_YAML', `演示脚本不是有效的 YAML：${why}`, `The script is not valid YAML: ${why}`)]);
  }
  const script = SyntheticScript.safeParse(document);
  if (script.success) return readOk(script.data);
  return readFailed(
    script.error.issues.map((issue): FileProblem => {
      const place = issue.path.join('.');
      return fileProblem(
        'SCRIPT.INVALID',
        `演示脚本有误（${place}）：${issue.message}`,
        `The script is wrong at ${place}: ${issue.message}`,
      );
    }),
  );
}

/** What the executor knows of the brand or subject of a step while the script runs. */
export interface SyntheticLookup {
  /** Id of the figure that a step of this brand recorded under this name. */
  readonly figure: (name: string) => string | undefined;
  /** Id of the brand's one open proposal for this step of management. */
  readonly openProposal: (step: z.infer<typeof ProposedStep>) => string | undefined;
  /** Id of the one sanction of this kind that stands proposed on the subject. */
  readonly openSanction: (sanction: z.infer<typeof Sanction>) => string | undefined;
}

/**
 * A step's data with its ids in place, to be checked by the schema of its command.
 * @throws Error when a reference stands for nothing, which says that the story does not fit the rules
 */
export function resolveReferences(
  script: SyntheticScript,
  step: SyntheticCommandStep | SyntheticSubjectStep,
  lookup: SyntheticLookup,
): unknown {
  return substitute(step.data, (reference) => {
    const found = standsFor(script, reference, lookup);
    if (found === undefined) {
      const who = 'brand' in step ? step.brand : step.subject;
      throw new Error(`step of ${step.on}, ${who} ${step.command}: nothing stands for ${JSON.stringify(reference)}`);
    }
    return found;
  });
}

function standsFor(script: SyntheticScript, reference: SyntheticReference, lookup: SyntheticLookup): string | undefined {
  if ('$id' in reference) return namedId(script.id, reference.$id);
  if ('$figure' in reference) return lookup.figure(reference.$figure);
  if ('$proposal' in reference) return lookup.openProposal(reference.$proposal);
  if ('$sanction' in reference) return lookup.openSanction(reference.$sanction);
  return '$brand' in reference ? syntheticBrandIds(script).get(reference.$brand) : syntheticSubjectIds(script).get(reference.$subject);
}

/** By which each step is remembered, in the order of the file: its own key, or its index among the steps that bear none. */
export function syntheticStepKeys(script: SyntheticScript): readonly string[] {
  let unnamed = 0;
  return script.steps.map((step) => step.key ?? String(unnamed++));
}

/** Ids of the brands of a script by their keys. */
export function syntheticBrandIds(script: SyntheticScript): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const step of script.steps) {
    if (!('brand' in step) || step.command !== 'report') continue;
    const { region, name } = brandCommandSchemas.report.parse(step.data);
    ids.set(step.brand, brandIdOf(region, name));
  }
  return ids;
}

/** Ids of the other subjects of a script by their keys; of a region its code. */
export const syntheticSubjectIds = (script: SyntheticScript): ReadonlyMap<string, string> =>
  new Map(Object.entries(script.subjects).map(([key, { region }]) => [key, region ?? namedId(script.id, `subject:${key}`)]));
