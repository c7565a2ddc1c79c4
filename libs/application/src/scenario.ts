import {
  readSyntheticScript,
  resolveReferences,
  syntheticBrandIds,
  syntheticStepKeys,
  syntheticSubjectIds,
  type SyntheticCommandStep,
  type SyntheticEditionStep,
  type SyntheticScript,
  type SyntheticStep,
  type SyntheticSubjectStep,
} from '#contracts';
import {
  FOUNDING_COMMANDS,
  brandCommandSchemas,
  importStream,
  openProposals,
  regionStream,
  seenIdempotency,
  seenSubjectIdempotency,
  subjectCommandSchemas,
  type HumanBrandCommand,
  type SubjectCommand,
} from '#domain';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { BOOTSTRAP } from './bootstrap';
import type { BrandService } from './brand-service';
import type { CatalogueService } from './catalogue-service';
import type { ScriptedClock } from './clock';
import { derivedId, newId } from './ids';
import type { Ledger, WriteContext } from './ledger';
import { shippedData } from './shipped';
import type { SubjectService } from './subject-service';
import type { YearService } from './year-service';

export interface Stage {
  readonly ledger: Ledger;
  readonly brands: BrandService;
  readonly subjects: SubjectService;
  readonly catalogue: CatalogueService;
  readonly years: YearService;
  readonly clock: ScriptedClock;
  /** Resolves when the steward has come to the end of the log, consequences included. */
  settled(): Promise<void>;
  /** Ends the play between two steps, to be gone on with by the next start. */
  readonly signal?: AbortSignal;
  /** How many steps of the script are done. */
  onProgress?(done: number, total: number): void;
}

/** Commands that no rule waits for: nothing follows from them, so nobody need be waited for. */
const WITHOUT_CONSEQUENCES: ReadonlySet<string> = new Set([
  ...['report', 'recordFigure', 'attachEvidence', 'recordJudgement'],
  ...['register', 'propose', 'declareAllocation', 'recordProgress'],
  ...['open', 'extend', 'receiveNomination'],
]);

let script: SyntheticScript | null = null;
const SCRIPT_FILE = 'synthetic.yaml';
const bytes = (): Buffer => shippedData(SCRIPT_FILE);
/** The demonstration that comes with the program. @throws Error when it does not fit its schema */
export function shippedScript(): SyntheticScript {
  if (script === null) {
    const opened = readSyntheticScript(bytes().toString('utf8'));
    if (!opened.ok) throw new Error(opened.errors.map(({ en }) => en).join('; '));
    script = opened.value;
  }
  return script;
}

/** The business date on which the demonstration begins. */
export const scenarioStart = (): string => shippedScript().steps[0]?.on ?? '2021-01-01';

/** Its last business date. */
export const scenarioEnd = (): string => shippedScript().steps.at(-1)?.on ?? scenarioStart();

const stageStream = (): string => importStream(derivedId('scenario', shippedScript().id));

/** Whether the demonstration was begun and is still to be played to its end. */
export async function isScenarioUnderWay(ledger: Ledger): Promise<boolean> {
  let begun = false;
  for await (const { event } of ledger.readStream(stageStream())) {
    if (event.type === 'ImportApplied.v1') return false;
    begun = true;
  }
  return begun;
}

/** Says in the log that the demonstration is to be played: from then on a restart goes on with it. Once in the life of a ledger. */
export async function beginScenario(ledger: Ledger): Promise<void> {
  const sha256 = createHash('sha256').update(bytes()).digest('hex');
  await ledger.append(
    stageStream(),
    'noStream',
    [
      {
        type: 'ImportAccepted.v1',
        data: { format: 'synthetic.v1', fileName: SCRIPT_FILE, sha256, rows: shippedScript().steps.length, chunks: 0 },
      },
    ],
    contextOf(ledger),
  );
}

/**
 * Plays the synthetic demonstration: every step through the ordinary command path, on its own business date, and after
 * each from which something may follow the steward is waited for. A run that was cut short goes on where it stopped:
 * every step carries its key.
 */
export async function playScenario(stage: Stage): Promise<void> {
  const { ledger, clock } = stage;
  const play = shippedScript();
  const ids = { brands: syntheticBrandIds(play), subjects: syntheticSubjectIds(play) };
  const keys = syntheticStepKeys(play).map((key) => `synthetic:${play.id}:${key}`);
  const figures = new Map<string, string>();
  let today = '';
  for (const [index, step] of play.steps.entries()) {
    if (stage.signal?.aborted === true) return;
    if (step.on !== today) {
      today = step.on;
      clock.setToday(today);
      // What fell due before this day comes first.
      await stage.settled();
    }
    const key = keys[index] ?? '';
    if ('brand' in step) await act(stage, play, step, key, ids.brands, figures);
    else if ('subject' in step) await actOnSubject(stage, play, step, key, ids.subjects);
    else if ('edition' in step) await publish(stage, play, step, key);
    else if ('closeYear' in step) await close(stage, play, step);
    if (!('command' in step) || !WITHOUT_CONSEQUENCES.has(step.command)) await stage.settled();
    stage.onProgress?.(index + 1, play.steps.length);
  }
  let revision = -1n;
  for await (const { recorded } of ledger.readStream(stageStream())) ({ revision } = recorded);
  await ledger.append(
    stageStream(),
    revision,
    [{ type: 'ImportApplied.v1', data: { applied: play.steps.length, unchanged: 0, parked: 0 } }],
    contextOf(ledger),
  );
}

async function act(
  { ledger, brands }: Stage,
  play: SyntheticScript,
  step: SyntheticCommandStep,
  idempotencyKey: string,
  ids: ReadonlyMap<string, string>,
  figures: Map<string, string>,
): Promise<void> {
  const brandId = ids.get(step.brand) ?? '';
  const actor = play.actors[step.actor] ?? BOOTSTRAP;
  const before = await ledger.loadBrand(brandId);
  if (seenIdempotency(before.state, actor.id, idempotencyKey) === undefined) {
    const data = resolveReferences(play, step, {
      figure: (name) => figures.get(`${step.brand}/${name}`),
      openProposal: (proposed) => openProposals(before.state).find((proposal) => proposal.step === proposed)?.proposalId,
      openSanction: () => undefined,
    });
    const options = { actor, idempotencyKey, effectiveOn: step.on };
    if (step.command === 'report') await brands.found(brandCommandSchemas.report.parse(data), null, { ...options, brandId });
    else
      await brands.command(
        brandId,
        { type: step.command, data: brandCommandSchemas[step.command].parse(data) } as HumanBrandCommand,
        options,
      );
  }
  if (step.as === undefined) return;
  const { state } = await ledger.loadBrand(brandId);
  const seen = seenIdempotency(state, actor.id, idempotencyKey);
  const figure =
    state.stage === 'none' ? undefined : state.figures.find(({ event }) => event === `brand-${brandId}@${seen?.revision ?? -1}`);
  if (figure === undefined) throw new Error(`${idempotencyKey} recorded no figure`);
  figures.set(`${step.brand}/${step.as}`, figure.figureId);
}

async function actOnSubject(
  { subjects }: Stage,
  play: SyntheticScript,
  step: SyntheticSubjectStep,
  idempotencyKey: string,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const { kind } = play.subjects[step.subject] ?? {};
  const id = ids.get(step.subject);
  if (kind === undefined || id === undefined) throw new Error(`${idempotencyKey} names an unknown subject`);
  const actor = play.actors[step.actor] ?? BOOTSTRAP;
  const { state } = await subjects.load(kind, id);
  if (seenSubjectIdempotency(state, actor.id, idempotencyKey) !== undefined) return;
  const data = resolveReferences(play, step, {
    figure: () => undefined,
    openProposal: () => undefined,
    openSanction: (wanted) => state.core.sanctions.find(({ sanction, status }) => sanction === wanted && status === 'proposed')?.proposalId,
  });
  const schema = Object.entries<z.ZodType>(subjectCommandSchemas[kind]).find(([name]) => name === step.command)?.[1];
  if (schema === undefined) throw new Error(`${idempotencyKey}: a ${kind} knows no ${step.command}`);
  const asked = { kind, command: { type: step.command, data: schema.parse(data) } } as SubjectCommand;
  const options = { actor, idempotencyKey, effectiveOn: step.on };
  if (FOUNDING_COMMANDS[kind] === step.command) await subjects.found(asked, { ...options, id });
  else await subjects.command(id, asked, options);
}

/** What the preview shows is what is published: nobody else writes meanwhile. */
async function publish({ catalogue }: Stage, play: SyntheticScript, step: SyntheticEditionStep, idempotencyKey: string): Promise<void> {
  const actor = play.actors[step.actor] ?? BOOTSTRAP;
  const request = { region: step.edition, dataset: 'synthetic', asOf: step.on } as const;
  const { drawn, last } = await catalogue.preview(request, actor);
  // Published by a run that was cut short: drawn again it would have no changes, and be another request under one key.
  if (last !== null && last.asOf >= step.on) return;
  await catalogue.publish(
    { ...request, digest: drawn.digest, document: step.document, supersedes: null },
    { actor, idempotencyKey, effectiveOn: step.on },
  );
}

async function close({ ledger, years }: Stage, play: SyntheticScript, step: Extract<SyntheticStep, { closeYear: number }>): Promise<void> {
  for await (const { event } of ledger.readStream(regionStream(step.region))) {
    if (event.type === 'YearClosed.v1' && event.data.year === step.closeYear && event.data.origin === 'synthetic') return;
  }
  const actor = play.actors[step.actor] ?? BOOTSTRAP;
  await years.close(
    step.region,
    { year: step.closeYear, closedOn: step.on, closedBy: actor.id, origin: 'synthetic' },
    { actor, effectiveOn: step.on },
  );
}

const contextOf = (ledger: Ledger): WriteContext => ({
  actor: BOOTSTRAP,
  correlationId: newId(),
  causationId: null,
  causationDepth: 0,
  effectiveOn: ledger.clock.today(),
  idempotency: null,
});
