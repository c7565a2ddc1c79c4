/**
 * The synthetic demonstration: a script of dated steps that brands made up for the purpose live through.
 *
 * How a script is executed (the executor is `libs/application`; it has no other way in than the ordinary commands):
 *
 * 1. Steps run in the order of the file; their dates never go back.
 * 2. Before a step the business date is moved to its `on`. Every due date that has passed by then (`dueOn` < `on`) fires
 *    first, in (due date, stream) order, each with `effectiveOn` = its due date. `recordedAt` stays the true clock.
 * 3. Then the step runs as its actor, with `effectiveOn` = `on`. A command goes through the ordinary command path with
 *    the idempotency key `synthetic:<script id>:<index of the step>`, so that running a script twice changes nothing.
 *    `closeYear` closes the year of its region for origin `synthetic`, `closedOn` = `on`, `closedBy` = the actor's id.
 * 4. After a step the executor waits until the steward has settled, so that what rules trigger stands in the log before
 *    the next step looks at it. Only after `report`, `recordFigure`, `attachEvidence` and `recordJudgement` it need not
 *    wait, because nothing follows from them.
 * 5. A step that is refused ends the run: the story is wrong, or the ledger is.
 *
 * Ids that the ledger makes while it runs stand as references in `data`; `resolveReferences` puts them in place:
 * - `{ $id: 'objection-1' }` an id the script gives; the same text is the same id throughout the script.
 * - `{ $figure: 'direct-2023' }` the figure recorded by the step that carries `as: direct-2023`, for the brand of this step.
 * - `{ $proposal: 'stopSupport' }` the one open proposal of that step for the brand of this step.
 *
 * The id of a brand is `brandIdOf(region, name)` of its `report` step, as for imported brands.
 */
import {
  Actor,
  BRAND_STAGES,
  BusinessDate,
  ProposedStep,
  RegionCode,
  Text,
  Tier,
  Year,
  brandCommandSchemas,
  brandEventSchemas,
} from '#domain';
import { z } from 'zod';
import { isDate } from './cells';
import { parse } from 'yaml';
import { brandIdOf, namedId } from './import-format';
import { fileProblem, readFailed, readOk, type FileProblem, type Read } from './problems';

const Key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const Day = BusinessDate.refine(isDate, 'not a day of the calendar');

const Reference = z.union([z.strictObject({ $id: Key }), z.strictObject({ $figure: Key }), z.strictObject({ $proposal: ProposedStep })]);
export type SyntheticReference = z.infer<typeof Reference>;

type CommandName = keyof typeof brandCommandSchemas;
const COMMAND_NAMES = Object.keys(brandCommandSchemas) as [CommandName, ...CommandName[]];
const EVENT_TYPES = Object.keys(brandEventSchemas) as [keyof typeof brandEventSchemas, ...(keyof typeof brandEventSchemas)[]];

/** One command for one brand. `data` is that of `brandCommandSchemas[command]`, with references in place of ids. */
export const SyntheticCommandStep = z.strictObject({
  on: Day,
  actor: Key,
  brand: Key,
  command: z.enum(COMMAND_NAMES),
  data: z.record(z.string(), z.unknown()),
  /** Name of the figure this `recordFigure` or `correctFigure` step records. */
  as: Key.optional(),
});
export type SyntheticCommandStep = z.infer<typeof SyntheticCommandStep>;
/** 年度封账 of a region and everything below it, for synthetic brands only. */
export const SyntheticCloseStep = z.strictObject({ on: Day, actor: Key, region: RegionCode, closeYear: Year });
/** Nothing but time: lets due dates fire up to this day. */
export const SyntheticTickStep = z.strictObject({ on: Day, tick: z.literal(true) });
export const SyntheticStep = z.union([SyntheticCommandStep, SyntheticCloseStep, SyntheticTickStep]);
export type SyntheticStep = z.infer<typeof SyntheticStep>;

/** A brand of the cast, what it is there to show, and how its life goes: what a test compares the ledger with. */
export const SyntheticBrand = z.strictObject({
  shows: z.array(Text).min(1),
  /** Events the steward appends to the brand's stream, in order. */
  arrives: z.array(z.enum(EVENT_TYPES)),
  ends: z.strictObject({ stage: z.enum(BRAND_STAGES), tier: Tier.nullable() }),
});
export type SyntheticBrand = z.infer<typeof SyntheticBrand>;

const SyntheticShape = z.strictObject({
  format: z.literal(1),
  id: Key,
  /** Said wherever the data is shown. */
  notice: Text,
  actors: z.record(Key, Actor),
  brands: z.record(Key, SyntheticBrand),
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
  const figures = new Set<string>();
  script.steps.forEach((step, index) => {
    const before = script.steps[index - 1];
    if (before && before.on > step.on) fault(index, `goes back in time, from ${before.on} to ${step.on}`);
    if ('actor' in step && !(step.actor in script.actors)) fault(index, `names an unknown actor, ${step.actor}`);
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

/** What the executor knows of the brand of a step while the script runs. */
export interface SyntheticLookup {
  /** Id of the figure that a step of this brand recorded under this name. */
  readonly figure: (name: string) => string | undefined;
  /** Id of the brand's one open proposal for this step of management. */
  readonly openProposal: (step: z.infer<typeof ProposedStep>) => string | undefined;
}

/**
 * A step's data with its ids in place, to be checked by `brandCommandSchemas[command]`.
 * @throws Error when a reference stands for nothing, which says that the story does not fit the rules
 */
export function resolveReferences(script: SyntheticScript, step: SyntheticCommandStep, lookup: SyntheticLookup): unknown {
  return substitute(step.data, (reference) => {
    const found =
      '$id' in reference
        ? namedId(script.id, reference.$id)
        : '$figure' in reference
          ? lookup.figure(reference.$figure)
          : lookup.openProposal(reference.$proposal);
    if (found === undefined)
      throw new Error(`step of ${step.on}, ${step.brand} ${step.command}: nothing stands for ${JSON.stringify(reference)}`);
    return found;
  });
}

/** Ids of the brands of a script by their keys. */
export function syntheticBrandIds(script: SyntheticScript): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const step of script.steps) {
    if (!('command' in step) || step.command !== 'report') continue;
    const { region, name } = brandCommandSchemas.report.parse(step.data);
    ids.set(step.brand, brandIdOf(region, name));
  }
  return ids;
}
