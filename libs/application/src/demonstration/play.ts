/** Plays the present act of the demonstration: what waits for each role today. The years before it are the synthetic script's. */
import type { Actor, BrandState, HumanBrandCommand, SubjectCommand } from '#domain';
import { FOUNDING_COMMANDS, brandStream, importStream } from '#domain';
import { createHash } from 'node:crypto';
import { BOOTSTRAP } from '../bootstrap';
import type { CommandOptions } from '../carry-out';
import { derivedId, newId } from '../ids';
import type { Ledger } from '../ledger';
import type { LedgerEvent } from '../ledger-codec';
import type { PolicyService } from '../policy-service';
import type { FundService } from '../fund-service';
import type { ReturnService } from '../return-service';
import { scenarioEnd, type Stage } from '../scenario';
import { DEMO_CAST, type DemoLogin } from './cast';
import { demonstrationSteps } from './story';

export interface DemoStage extends Omit<Stage, 'years'> {
  readonly returns: ReturnService;
  readonly funds: FundService;
  readonly policy: PolicyService;
  /** Person ids by the names of `DEMO_CAST`. */
  readonly people: Readonly<Record<DemoLogin, string>>;
  /** Id of a brand of the synthetic script. */
  scriptBrand(key: string): string;
  /** Keeps a file of evidence that somebody brought. @returns its digest */
  keep(bytes: Buffer, by: DemoLogin): Promise<string>;
  /** Keeps a form that was begun and not handed over. */
  keepDraft(
    brandId: string,
    form: { readonly form: string; readonly formVersion: string; readonly answers: unknown },
    by: string,
  ): Promise<void>;
}

/** What a step may do, as its person and on its day. Every command goes the ordinary way, under the key of its step. */
export interface Scene {
  readonly stage: DemoStage;
  readonly actor: Actor;
  readonly options: CommandOptions;
  readonly brand: (brandId: string, command: HumanBrandCommand) => Promise<void>;
  readonly subject: (id: string, asked: SubjectCommand) => Promise<void>;
  /** The brand as the log has it. */
  readonly state: (brandId: string) => Promise<BrandState>;
  /** `{stream}@{revision}` of the last event of a type in a brand's stream. */
  readonly event: (brandId: string, type: string) => Promise<string>;
}

export interface DemoStep {
  readonly key: string;
  readonly day: string;
  readonly by: DemoLogin;
  readonly act: (scene: Scene) => Promise<void>;
}

const stageStream = (): string => importStream(derivedId('scenario', 'demonstration'));

type Standing = { readonly begun: string | null; readonly done: boolean; readonly revision: bigint };

async function standing(ledger: Ledger): Promise<Standing> {
  let found: Standing = { begun: null, done: false, revision: -1n };
  for await (const { event, metadata, recorded } of ledger.readStream(stageStream()))
    found = {
      begun: found.begun ?? metadata.effectiveOn,
      done: event.type === 'ImportApplied.v1',
      revision: recorded.revision,
    };
  return found;
}

/** Whether the demonstration was begun here, and whether its present act is still to be played to its end. */
export async function demonstrationIn(ledger: Ledger): Promise<'none' | 'underWay' | 'played'> {
  const { begun, done } = await standing(ledger);
  return begun === null ? 'none' : done ? 'played' : 'underWay';
}

/** The day from which the days of the demonstration are counted; null: it was not begun here. */
export async function demonstrationBegun(ledger: Ledger): Promise<string | null> {
  return (await standing(ledger)).begun;
}

/** Says in the log that this ledger is a demonstration, and from which day its days are counted. Once in the life of a ledger. */
export async function beginDemonstration(ledger: Ledger): Promise<void> {
  const today = ledger.clock.today();
  const keys = demonstrationSteps(today).map(({ key }) => key);
  const sha256 = createHash('sha256').update(keys.join('\n')).digest('hex');
  await note(ledger, 'noStream', today, {
    type: 'ImportAccepted.v1',
    data: { format: 'demonstration.v1', fileName: 'demonstration', sha256, rows: keys.length, chunks: 0 },
  });
}

/**
 * Plays it to its end. Its days count back from the day on which it was begun, so that what it leaves open is due in the days to
 * come; a run that was cut short goes on with the same days.
 * @throws LedgerProblem when a step is refused: the story is wrong, or the ledger is
 */
export async function playDemonstration(stage: DemoStage): Promise<void> {
  const { ledger, clock } = stage;
  const begun = await demonstrationBegun(ledger);
  if (begun === null) throw new Error('the demonstration was not begun here');
  const steps = demonstrationSteps(begun);
  // Nothing may happen before the last day of the script that was played before.
  const earliest = scenarioEnd();
  let day = '';
  for (const [index, step] of steps.entries()) {
    if (stage.signal?.aborted === true) return;
    const on = step.day < earliest ? earliest : step.day;
    if (on !== day) {
      day = on;
      clock.setToday(on);
      await stage.settled();
    }
    await step.act(sceneOf(stage, step, on));
    stage.onProgress?.(index + 1, steps.length);
  }
  await stage.settled();
  await note(ledger, (await standing(ledger)).revision, begun, {
    type: 'ImportApplied.v1',
    data: { applied: steps.length, unchanged: 0, parked: 0 },
  });
}

const note = (ledger: Ledger, expected: bigint | 'noStream', effectiveOn: string, event: LedgerEvent) =>
  ledger.append(stageStream(), expected, [event], {
    ...{ actor: BOOTSTRAP, correlationId: newId(), causationId: null, causationDepth: 0 },
    ...{ effectiveOn, idempotency: null },
  });

function sceneOf(stage: DemoStage, step: DemoStep, effectiveOn: string): Scene {
  const { brands, subjects, ledger } = stage;
  const { role, region } = DEMO_CAST[step.by];
  const actor: Actor = { id: stage.people[step.by], role, region };
  const options: CommandOptions = { actor, effectiveOn, idempotencyKey: `demonstration:${step.key}` };
  return {
    stage,
    actor,
    options,
    brand: async (brandId, command) => {
      const { state } = await ledger.loadBrand(brandId);
      if (command.type !== 'report') await brands.command(brandId, command, options);
      else if (state.stage === 'none') await brands.found(command.data, null, { ...options, brandId });
    },
    subject: async (id, asked) => {
      if (FOUNDING_COMMANDS[asked.kind] === asked.command.type) await subjects.found(asked, { ...options, id });
      else await subjects.command(id, asked, options);
    },
    state: async (brandId) => (await ledger.loadBrand(brandId)).state,
    event: async (brandId, type) => {
      let at = '';
      for await (const { event, recorded } of ledger.readStream(brandStream(brandId)))
        if (event.type === type) at = `${brandStream(brandId)}@${recorded.revision}`;
      if (at === '') throw new Error(`${step.key}: no ${type} stands in the stream of ${brandId}`);
      return at;
    },
  };
}
