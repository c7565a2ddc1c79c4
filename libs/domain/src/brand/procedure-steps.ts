/**
 * The procedure of one nomination as steps in their order: what stands, who acts next, what is missing. Pure: which clause
 * asks for a step is its pack's to say, and a step that no clause asks for is configured.
 */
import type { BrandEventType } from './events';
import { countVotes, formInForce } from './procedure-state';
import type { Words } from './refusals';
import { openObjections, type BrandState, type KnownBrand } from './state';

export const PROCEDURE_STEPS = [
  'call',
  'form',
  'nominate',
  'recommend',
  'screen',
  'assess',
  'notice',
  'recognise',
  'catalogue',
  'review',
] as const;
export type ProcedureStep = (typeof PROCEDURE_STEPS)[number];

interface StepDefinition extends Words {
  /** The event that a pack's clause names when it asks for the step. */
  readonly event: BrandEventType | 'WindowOpened.v1';
  /** Roles that act. */
  readonly roles: readonly string[];
  /** The command that takes it, as in the path of the api. */
  readonly command: string | null;
}

export const STEP_DEFINITIONS: Readonly<Record<ProcedureStep, StepDefinition>> = {
  call: { zh: '征集', en: 'Call', event: 'WindowOpened.v1', roles: ['prefectureReviewer', 'provinceScreener', 'approver'], command: null },
  form: {
    ...{ zh: '填报推荐表', en: 'Recommendation form', event: 'RecommendationFormFiled.v1', command: 'file-form' },
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
  },
  nominate: {
    ...{ zh: '申报', en: 'Nomination', event: 'BrandNominated.v1', command: 'nominate' },
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
  },
  recommend: {
    zh: '推荐',
    en: 'Recommendation',
    event: 'BrandRecommended.v1',
    roles: ['checker', 'prefectureReviewer'],
    command: 'recommend',
  },
  screen: { zh: '审核筛选', en: 'Screening', event: 'NominationScreened.v1', roles: ['provinceScreener'], command: 'screen-nomination' },
  assess: {
    ...{ zh: '评审（拟认定）', en: 'Assessment', event: 'BrandAssessed.v1', command: 'assess' },
    roles: ['prefectureReviewer', 'provinceScreener', 'expert'],
  },
  notice: {
    ...{ zh: '公示与异议', en: 'Public notice', event: 'NoticePosted.v1', command: 'post-notice' },
    roles: ['prefectureReviewer', 'provinceScreener', 'approver'],
  },
  recognise: { zh: '认定', en: 'Recognition', event: 'BrandRecognised.v1', roles: ['approver'], command: 'recognise' },
  catalogue: { zh: '列入指导目录', en: 'Catalogue', event: 'CatalogueEntered.v1', roles: ['approver'], command: 'enter-catalogue' },
  review: {
    zh: '定期审核与退出',
    en: 'Review and exit',
    event: 'ReviewHeld.v1',
    roles: ['checker', 'prefectureReviewer', 'provinceScreener'],
    command: null,
  },
};

/** done: taken. now: the next one. later: its turn will come. passedBy: a later step was taken without it. stopped: it ended here. */
export type StepStatus = 'done' | 'now' | 'later' | 'passedBy' | 'stopped';

export interface StepView {
  readonly step: ProcedureStep;
  readonly status: StepStatus;
  readonly on: string | null;
  /** Person id of who acted; null where nobody did. */
  readonly by: string | null;
  readonly event: string | null;
  readonly missing: readonly Words[];
}

interface Taken {
  readonly on: string;
  readonly by: string | null;
  readonly event: string;
}

/**
 * @param today a notice has run when its last day is before it
 * @param asksForm whether the document in force has a recommendation form; where it has none, nobody waits for one
 */
export function procedureSteps(state: BrandState, today: string, asksForm = true): readonly StepView[] {
  if (state.stage === 'none') return [];
  const { procedure } = state;
  const evaluated = state.stage === 'evaluated' ? state : null;
  const recognition = 'recognition' in state ? state.recognition : null;
  const assessed = procedure.acts.assessed;
  const form = formInForce(procedure);
  const listed = state.catalogues[0];
  const nominated = state.stage === 'reported' || state.stage === 'delisted' ? null : procedure.acts.nominated;
  const taken: Readonly<Record<ProcedureStep, Taken | null>> = {
    call: nominated,
    form,
    nominate: nominated,
    recommend: nominated && procedure.acts.recommended,
    screen: procedure.screening?.outcome === 'selected' ? procedure.screening : null,
    assess: evaluated?.step === 'notProposed' ? null : (assessed ?? null),
    notice: procedure.acts.noticed,
    // A brand that came with a file was recognised and listed before anybody acted here.
    recognise: recognition && (procedure.acts.recognised ?? { on: recognition.on, by: null, event: recognition.event }),
    catalogue: listed ? (procedure.acts.listed ?? { on: listed.on, by: null, event: listed.event }) : null,
    review: null,
  };
  const stopped: ProcedureStep | null =
    evaluated?.step === 'refused'
      ? 'recognise'
      : evaluated?.step === 'notProposed'
        ? 'assess'
        : state.stage === 'nominated' && procedure.screening?.outcome === 'notSelected'
          ? 'screen'
          : null;
  const last = PROCEDURE_STEPS.reduce((found, step, i) => (taken[step] ? i : found), -1);
  let next =
    stopped === null
      ? PROCEDURE_STEPS.findIndex((step, i) => taken[step] === null && (i > last || step === 'form') && step !== 'call')
      : -1;
  // A form may come before the nomination or with it; once the brand is recommended nobody waits for one.
  if (next >= 0 && PROCEDURE_STEPS[next] === 'form' && last > PROCEDURE_STEPS.indexOf('nominate'))
    next = PROCEDURE_STEPS.findIndex((step, i) => taken[step] === null && i > last);
  if (next >= 0 && PROCEDURE_STEPS[next] === 'form' && !asksForm)
    next = PROCEDURE_STEPS.findIndex((step, i) => taken[step] === null && i > last && step !== 'call' && step !== 'form');
  const view = PROCEDURE_STEPS.map((step, i): StepView => {
    const act = taken[step];
    const status: StepStatus = step === stopped ? 'stopped' : act ? 'done' : i === next ? 'now' : i < last ? 'passedBy' : 'later';
    return {
      step,
      status,
      on: act?.on ?? null,
      by: act?.by ?? null,
      event: act?.event ?? null,
      missing: status === 'now' || status === 'stopped' ? missingOf(step, state, today, asksForm) : [],
    };
  });
  return asksForm || form !== null ? view : view.filter(({ step }) => step !== 'form');
}

function missingOf(step: ProcedureStep, state: KnownBrand, today: string, asksForm: boolean): readonly Words[] {
  const { procedure } = state;
  const missing: Words[] = [];
  const say = (zh: string, en: string): void => void missing.push({ zh, en });
  switch (step) {
    case 'form':
      say('推荐表尚未提交', 'no form was handed over yet');
      break;
    case 'nominate':
      if (asksForm && formInForce(procedure) === null) say('推荐表尚未提交', 'no form was handed over yet');
      break;
    case 'recommend':
      if (state.stage === 'nominated' && state.step === 'returned')
        say(`已退回修改：${procedure.acts.returned?.reason ?? ''}`, `returned for changes: ${procedure.acts.returned?.reason ?? ''}`);
      else say('材料真实、有效、完整三项确认', 'the three attestations of the material');
      break;
    case 'screen':
      if (procedure.screening?.outcome === 'notSelected')
        say(`未入选：${procedure.screening.reason}`, `not selected: ${procedure.screening.reason}`);
      break;
    case 'assess': {
      const { panel } = procedure;
      if (panel === null || panel.closed) say('尚未送专家评审（可不送）', 'no experts were asked (they need not be)');
      else {
        const { waiting } = countVotes(panel);
        if (waiting.length > 0) say(`${waiting.length} 位专家尚未答复`, `${waiting.length} experts have not answered`);
      }
      break;
    }
    case 'recognise': {
      const open = openObjections(state).length;
      if (open > 0) say(`${open} 件异议尚未处理`, `${open} objections wait for an answer`);
      if (state.stage === 'evaluated' && state.notice !== null && today <= state.notice.until)
        say(`公示至 ${state.notice.until}，尚未期满`, `the notice runs until ${state.notice.until}`);
      if (state.stage === 'evaluated' && state.notice !== null && procedure.captures.length === 0)
        say('公示尚未留痕', 'the notice was not captured');
      say('认定文件：文号、印发日期、签批人', 'the document: number, date of issue, signatory');
      break;
    }
    default:
  }
  return missing;
}
