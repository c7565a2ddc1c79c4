/** Who may bring a policy into force and out of it: drafted by one person, approved by another, on dates that are told. */
import { addDays, isCalendarDate } from '../dates';
import { accept, refuse, type Decided, type Refused } from '../refusal';
import type { PolicyEvent } from './events';
import { policyEnd, policyPhase, type PolicyEdition, type PolicyState } from './state';

type DataOf<T extends PolicyEvent['type']> = Extract<PolicyEvent, { type: T }>['data'];

export type PolicyCommand =
  | { readonly type: 'draft'; readonly data: DataOf<'PolicyDrafted.v1'> }
  /** `digest` is that of the text the approver read; null: whatever the draft holds now. */
  | { readonly type: 'approve'; readonly data: Omit<DataOf<'PolicyApproved.v1'>, 'digest'> & { readonly digest: string | null } }
  | { readonly type: 'return'; readonly data: Omit<DataOf<'PolicyReturned.v1'>, 'digest'> }
  | { readonly type: 'repeal'; readonly data: DataOf<'PolicyRepealed.v1'> }
  /** Notes what has expired by itself. */
  | { readonly type: 'noteExpiry'; readonly data: { readonly pack: string } };

/** Another document in force, as far as an overlap goes: what it governs, from its first day to the first day after its last. */
export interface GovernedSpan {
  readonly pack: string;
  readonly version: string;
  readonly title: string;
  readonly region: string;
  readonly kinds: readonly string[];
  readonly from: string;
  readonly until: string | null;
  /** Document that it takes the place of. */
  readonly supersedes: string | null;
}

/** A reason from outside why a version cannot stand: the place in the pack, both languages, and what to do. */
export interface PackFault {
  readonly place: string;
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

export interface PolicyContext {
  /** Business date of the command, Asia/Shanghai. */
  readonly today: string;
  /** What the version at hand governs; null for a house pack, which governs nothing by itself. */
  readonly governs: { readonly region: string; readonly kinds: readonly string[] } | null;
  /** First day in force as the document itself says. */
  readonly documentInForceFrom: string;
  /** Documents of other packs that were approved or published. */
  readonly others: readonly GovernedSpan[];
  /** What would not hold together if the version at hand were in force. */
  readonly faults: readonly PackFault[];
}

/** Two spellings of one name are one person. */
const samePerson = (a: string, b: string): boolean => {
  const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return plain(a) === plain(b);
};

export function decidePolicy(command: PolicyCommand, state: PolicyState, ctx: PolicyContext): Decided<PolicyEvent> {
  switch (command.type) {
    case 'draft':
      return draft(command.data, state, ctx);
    case 'approve':
      return approve(command.data, state, ctx);
    case 'return':
      return sendBack(command.data, state);
    case 'repeal':
      return repeal(command.data, state, ctx);
    case 'noteExpiry':
      return accept(
        ...[...state.editions.values()].flatMap((edition): PolicyEvent[] => {
          const { pack, version, status, statedUntil, ends } = edition;
          const noted = ends.some(({ how }) => how === 'expired');
          const expired =
            status === 'published' && statedUntil !== null && statedUntil < ctx.today && policyEnd(edition)?.how === 'expired';
          return expired && !noted ? [{ type: 'PolicyExpired.v1', data: { pack, version, lastDay: statedUntil } }] : [];
        }),
      );
  }
}

function draft(data: DataOf<'PolicyDrafted.v1'>, state: PolicyState, ctx: PolicyContext): Decided<PolicyEvent> {
  const known = state.editions.get(data.version);
  if (known !== undefined && known.status !== 'returned') {
    if (known.digest === data.digest) return accept();
    return no(
      'POLICY.VERSION_EXISTS',
      'version',
      `「${data.pack}」第 ${data.version} 版已在台账中，内容不同`,
      `version ${data.version} of ${data.pack} is on the books already, with another text`,
      '请在文件中改用新的版本号（version）后再提交',
      'give the file a new version and submit it again',
    );
  }
  const wrongDate = checkEffectiveDate(data, ctx);
  if (wrongDate !== null) return wrongDate;
  if (data.supersedes !== null && !ctx.others.some(({ pack }) => pack === data.supersedes))
    return no(
      'POLICY.SUPERSEDES_UNKNOWN',
      'supersedes',
      `要替代的文件「${data.supersedes}」不在施行的文件之中`,
      `${data.supersedes}, which it is to take the place of, is no other document of this ledger`,
      '请核对文件编号；同一文件的新版本无须填写此项',
      'check the id; a new version of the same document needs none',
    );
  return overlapping(data.pack, data, ctx) ?? faulty(ctx) ?? accept({ type: 'PolicyDrafted.v1', data });
}

function checkEffectiveDate(
  { effectiveFrom, backdatedBecause }: Pick<DataOf<'PolicyDrafted.v1'>, 'effectiveFrom' | 'backdatedBecause'>,
  { today, documentInForceFrom }: PolicyContext,
): Refused | null {
  if (!isCalendarDate(effectiveFrom)) return notADate('effectiveFrom', effectiveFrom);
  if (effectiveFrom < documentInForceFrom)
    return no(
      'POLICY.BEFORE_DOCUMENT',
      'effectiveFrom',
      `施行日期 ${effectiveFrom} 早于文件自身的施行日期 ${documentInForceFrom}`,
      `it would take effect on ${effectiveFrom}, before the document itself (${documentInForceFrom})`,
      `请填写 ${documentInForceFrom} 或之后的日期`,
      `give ${documentInForceFrom} or a later date`,
    );
  if (effectiveFrom < today && backdatedBecause === null) return backdated('施行日期', 'effective date', effectiveFrom, today);
  return null;
}

const backdated = (zh: string, en: string, date: string, today: string): Refused =>
  no(
    'POLICY.BACKDATED',
    'backdatedBecause',
    `${zh} ${date} 早于今天（${today}），未说明追溯的理由`,
    `the ${en} ${date} lies before today (${today}), and no reason is given`,
    '请写明追溯施行的理由（backdatedBecause），或改为今天及以后的日期',
    'say why it reaches back (backdatedBecause), or give today or a later date',
  );

const notADate = (field: string, text: string): Refused =>
  no(
    'POLICY.DATE_INVALID',
    field,
    `“${text}”不是有效日期`,
    `“${text}” is not a date of the calendar`,
    '请填写真实日期，如 2026-01-01',
    'give a real date such as 2026-01-01',
  );

/** The other document in force over the same region, kind and days, unless one of the two takes the place of the other. */
function overlapping(
  own: string,
  { effectiveFrom, statedUntil, supersedes }: Pick<DataOf<'PolicyDrafted.v1'>, 'effectiveFrom' | 'statedUntil' | 'supersedes'>,
  { governs, others }: PolicyContext,
): Refused | null {
  if (governs === null) return null;
  const other = others.find(
    (each) =>
      each.pack !== own &&
      each.pack !== supersedes &&
      each.supersedes !== own &&
      each.region === governs.region &&
      each.kinds.some((kind) => governs.kinds.includes(kind)) &&
      (each.until === null || effectiveFrom < each.until) &&
      (statedUntil === null || each.from <= statedUntil),
  );
  if (other === undefined) return null;
  return no(
    'POLICY.OVERLAPS',
    'governs',
    `与施行中的《${other.title}》（${other.pack} 第 ${other.version} 版，自 ${other.from}${other.until === null ? '' : `至 ${addDays(other.until, -1)}`}）适用同一地区、同类品牌、同一时期`,
    `${other.pack} ${other.version} (from ${other.from}${other.until === null ? '' : ` to ${addDays(other.until, -1)}`}) governs the same region and kind at that time`,
    '若本文件替代该文件，请在 supersedes 写明其编号；否则请先废止该文件，或改正适用地区、类别（governs）和施行日期',
    'name it under supersedes if this document takes its place; else repeal it first, or correct governs or the dates',
  );
}

function faulty({ faults }: PolicyContext): Refused | null {
  const [first] = faults;
  if (first === undefined) return null;
  const more = faults.length - 1;
  return no(
    'POLICY.DOES_NOT_COMPOSE',
    first.place,
    `与相关文件、本地配置合在一起不能成立：${first.place}：${first.zh}${more === 0 ? '' : `（另有 ${more} 处）`}`,
    `it does not hold together with what is in force: ${first.place}: ${first.en}${more === 0 ? '' : ` (and ${more} more)`}`,
    first.todo.zh,
    first.todo.en,
  );
}

function approve(data: Extract<PolicyCommand, { type: 'approve' }>['data'], state: PolicyState, ctx: PolicyContext): Decided<PolicyEvent> {
  const edition = state.editions.get(data.version);
  if (edition === undefined) return noSuchVersion(data.pack, data.version, state);
  if (edition.status === 'published' && edition.approvedBy !== null && samePerson(edition.approvedBy, data.approvedBy)) return accept();
  if (edition.status !== 'draft')
    return no(
      'POLICY.NOT_A_DRAFT',
      'version',
      edition.status === 'returned'
        ? `「${data.pack}」第 ${data.version} 版已退回，不能审定`
        : `「${data.pack}」第 ${data.version} 版已经审定或发布`,
      edition.status === 'returned'
        ? `version ${data.version} of ${data.pack} was returned and cannot be approved`
        : `version ${data.version} of ${data.pack} is approved or published already`,
      edition.status === 'returned' ? '请修改后重新起草' : '如需修改，请起草新的版本',
      edition.status === 'returned' ? 'mend it and draft it again' : 'draft a new version to change it',
    );
  if (samePerson(edition.draftedBy, data.approvedBy))
    return no(
      'POLICY.SAME_PERSON',
      'approvedBy',
      `「${data.approvedBy}」是起草人，不能审定自己起草的版本`,
      `${data.approvedBy} drafted it, and nobody approves a draft of their own`,
      '请由起草人以外的人审定',
      'let a second person approve it',
    );
  if (data.digest !== null && data.digest !== edition.digest)
    return no(
      'POLICY.OTHER_TEXT',
      'digest',
      '您审阅的内容与现在的草案不同：草案在此期间重新提交过',
      'the text you read is not the one that is drafted now',
      '请重新打开草案，核对后再审定',
      'open the draft again and look at it before you approve',
    );
  const late = edition.effectiveFrom < ctx.today && edition.backdatedBecause === null && data.backdatedBecause === null;
  if (late) return backdated('施行日期', 'effective date', edition.effectiveFrom, ctx.today);
  const refused = overlapping(edition.pack, edition, ctx) ?? faulty(ctx);
  if (refused !== null) return refused;
  return accept({ type: 'PolicyApproved.v1', data: { ...data, digest: edition.digest } }, ...successions(edition, state));
}

/** Which versions of the same pack end because this one begins, and when this one ends because a later one is approved already. */
function successions(edition: PolicyEdition, { editions }: PolicyState): readonly PolicyEvent[] {
  const { pack, version, effectiveFrom } = edition;
  const others = [...editions.values()].filter((each) => each.version !== version && each.status === 'published');
  const gives = (from: PolicyEdition, to: PolicyEdition): PolicyEvent => ({
    type: 'PolicySuperseded.v1',
    data: { pack, version: from.version, by: { pack, version: to.version }, from: to.effectiveFrom },
  });
  const before = others.filter((each) => each.effectiveFrom <= effectiveFrom && (policyEnd(each)?.from ?? '9999') > effectiveFrom);
  const next = others
    .filter((each) => each.effectiveFrom > effectiveFrom && (policyEnd(each)?.from ?? '9999') > each.effectiveFrom)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))[0];
  return [...before.map((each) => gives(each, edition)), ...(next === undefined ? [] : [gives(edition, next)])];
}

function sendBack(data: Extract<PolicyCommand, { type: 'return' }>['data'], state: PolicyState): Decided<PolicyEvent> {
  const edition = state.editions.get(data.version);
  if (edition === undefined) return noSuchVersion(data.pack, data.version, state);
  if (edition.status === 'returned') return accept();
  if (edition.status === 'published')
    return no(
      'POLICY.NOT_A_DRAFT',
      'version',
      `「${data.pack}」第 ${data.version} 版已经审定或发布，不能退回`,
      `version ${data.version} of ${data.pack} is approved or published and cannot be returned`,
      '请起草新的版本，或办理废止',
      'draft a new version, or repeal it',
    );
  return accept({ type: 'PolicyReturned.v1', data: { ...data, digest: edition.digest } });
}

function repeal(data: DataOf<'PolicyRepealed.v1'>, state: PolicyState, ctx: PolicyContext): Decided<PolicyEvent> {
  const edition = state.editions.get(data.version);
  if (edition === undefined) return noSuchVersion(data.pack, data.version, state);
  if (edition.ends.some(({ how, from }) => how === 'repealed' && from === data.repealedOn)) return accept();
  const phase = policyPhase(edition, ctx.today);
  if (phase !== 'inForce' && phase !== 'approved')
    return no(
      'POLICY.NOT_IN_FORCE',
      'version',
      `「${data.pack}」第 ${data.version} 版${PHASES[phase].zh}，无从废止`,
      `version ${data.version} of ${data.pack} ${PHASES[phase].en}; there is nothing to repeal`,
      phase === 'draft' ? '草案请退回' : '请核对版本号',
      phase === 'draft' ? 'return a draft instead' : 'check the version',
    );
  if (!isCalendarDate(data.repealedOn)) return notADate('repealedOn', data.repealedOn);
  if (data.repealedOn < edition.effectiveFrom)
    return no(
      'POLICY.REPEALED_BEFORE_EFFECT',
      'repealedOn',
      `废止日期 ${data.repealedOn} 早于施行日期 ${edition.effectiveFrom}`,
      `it would be repealed on ${data.repealedOn}, before it takes effect (${edition.effectiveFrom})`,
      `从未施行的，废止日期填写 ${edition.effectiveFrom}`,
      `give ${edition.effectiveFrom} if it is never to take effect`,
    );
  const end = policyEnd(edition);
  if (end !== null && end.from <= data.repealedOn)
    return no(
      'POLICY.ENDS_BEFORE',
      'repealedOn',
      `该版本到 ${addDays(end.from, -1)} 为止，废止日期 ${data.repealedOn} 在其后`,
      `it ends on ${addDays(end.from, -1)} by itself, before ${data.repealedOn}`,
      `请填写 ${end.from} 之前的日期`,
      `give a date before ${end.from}`,
    );
  if (data.repealedOn < ctx.today && data.backdatedBecause === null)
    return backdated('废止日期', 'day of the repeal', data.repealedOn, ctx.today);
  return faulty(ctx) ?? accept({ type: 'PolicyRepealed.v1', data });
}

const PHASES = {
  draft: { zh: '还是草案', en: 'is a draft' },
  returned: { zh: '已退回', en: 'was returned' },
  superseded: { zh: '已被替代', en: 'was superseded' },
  repealed: { zh: '已废止', en: 'was repealed' },
  expired: { zh: '已期满失效', en: 'has expired' },
} as const;

const noSuchVersion = (pack: string, version: string, { editions }: PolicyState): Refused =>
  no(
    'POLICY.NO_SUCH_VERSION',
    'version',
    `「${pack}」没有第 ${version} 版`,
    `${pack} has no version ${version}`,
    editions.size === 0 ? '请核对文件编号' : `台账中的版本：${[...editions.keys()].join('、')}`,
    editions.size === 0 ? 'check the id of the pack' : `versions there are: ${[...editions.keys()].join(', ')}`,
  );

function no(code: string, field: string, zh: string, en: string, todoZh: string, todoEn: string): Refused {
  return refuse({ code, zh, en, field, todo: { zh: todoZh, en: todoEn } });
}
