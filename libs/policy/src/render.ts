/**
 * Explanations as sentences, Chinese first. Everything that is said stands in the explanation itself (codes, numbers, and
 * the names its pack gave them), so an old decision reads the same for ever, with or without its pack.
 */
import type { Explanation, ExplanationNode, FactUsed, MissingFact, Outcome, Provenance, Quantity } from '#domain';
import type { TargetProgress, TargetStatus } from './engine-1/targets';
import {
  DIRECTNESS_NAMES,
  FACT_NAMES,
  KIND_NAMES,
  MEASURE_WORDS,
  METRIC_NAMES,
  NATURE_NAMES,
  NOT_RELAXED_NAMES,
  type Name,
  OUTCOME_NAMES,
  ROLE_NAMES,
  SUBJECT_METRIC_NAMES,
  TARGET_STATUS_NAMES,
  TIER_NAMES,
  TYPE_NAMES,
  UNIT_NAMES,
} from './vocabulary';

export type Locale = 'zh' | 'en';

/** One line of an explanation. `depth` 0 is the rule itself. */
export interface ExplanationLine {
  readonly depth: number;
  readonly outcome: Outcome;
  readonly text: string;
}

const CLASSES = ['', '一', '二', '三', '四', '五'];

/** Says one explanation in one language. */
class Speaker {
  /** Measure word of what the predicate at hand counts. */
  private measure = '个';

  constructor(
    private readonly explanation: Explanation,
    readonly locale: Locale,
  ) {}

  say(zh: string, en: string): string {
    return this.locale === 'zh' ? zh : en;
  }

  name(code: string): string {
    const found: Name | undefined = this.explanation.names?.[code] ?? FACT_NAMES[code] ?? METRIC_NAMES[code] ?? SUBJECT_METRIC_NAMES[code];
    return found?.[this.locale] ?? code;
  }

  outcome(outcome: Outcome): string {
    return OUTCOME_NAMES[outcome]?.[this.locale] ?? outcome;
  }

  /** A code of one of the closed lists. */
  private of(names: Readonly<Record<string, Name>>, code: string): string {
    return names[code]?.[this.locale] ?? code;
  }

  list(items: readonly string[]): string {
    return items.join(this.say('、', ', '));
  }

  /** 2640人, 20场, 450万元: whole tens of thousands from 100,000 on as documents write them. */
  count(value: number, unit: string): string {
    const word = this.of(UNIT_NAMES, unit);
    if (this.locale === 'en') return word === '' ? String(value) : `${value} ${word}`;
    const written = Math.abs(value) >= 100_000 && value % 10_000 === 0 ? `${value / 10_000}万` : String(value);
    return `${written}${unit === 'items' ? this.measure : word}`;
  }

  private measureOf(node: ExplanationNode): string {
    const labels = [...node.facts, ...node.missing].map(({ label }) => label.split(':')[0] ?? '');
    return labels.map((label) => MEASURE_WORDS[label]).find((word) => word !== undefined) ?? '个';
  }

  quantity(quantity: Quantity): string {
    switch (quantity.kind) {
      case 'count':
        return this.count(quantity.value, quantity.unit);
      case 'ratio':
        return percent(quantity.numerator, quantity.denominator);
      case 'text':
        return quantity.value;
    }
  }

  /** The predicate's name with its window where the words ask for it: 近三年（2021—2023年）累计带动就业. */
  subjectOf(node: ExplanationNode): string {
    const name = this.name(node.id);
    if (node.window === null) return name;
    const { fromYear, toYear } = node.window;
    if (this.locale === 'en') return `${name} (${fromYear === toYear ? fromYear : `${fromYear}–${toYear}`})`;
    const years = `（${fromYear === toYear ? fromYear : `${fromYear}—${toYear}`}年）`;
    const span = /^(最?近.年|上一?年度)/.exec(name)?.[0];
    return span === undefined ? `${name}${years}` : `${span}${years}${name.slice(span.length)}`;
  }

  missing(missing: readonly MissingFact[]): string {
    const owed = new Map<string, string[]>();
    for (const { label, year, owedBy } of missing) {
      const [code = '', directness] = label.startsWith('linked:') ? [label] : label.split(':');
      const what = code
        .split('|')
        .map((part) => this.fact(part))
        .join(this.say('或', ' or '));
      const words = `${this.locale === 'zh' && year !== null ? `${year}年` : ''}${what}${directness === undefined ? '' : this.say(`（${this.of(DIRECTNESS_NAMES, directness)}）`, ` (${this.of(DIRECTNESS_NAMES, directness)})`)}${this.locale === 'en' && year !== null ? ` of ${year}` : ''}`;
      owed.set(owedBy, [...(owed.get(owedBy) ?? []), words]);
    }
    return [...owed]
      .map(([role, items]) =>
        this.say(
          `缺${this.list(items)}，由${this.of(ROLE_NAMES, role)}提供`,
          `missing ${this.list(items)}, owed by ${this.of(ROLE_NAMES, role)}`,
        ),
      )
      .join(this.say('；', '; '));
  }

  private fact(code: string): string {
    return code.startsWith('linked:')
      ? this.say(`对应品牌（${code.slice(7)}）的判定材料`, `material on the linked brand ${code.slice(7)}`)
      : this.name(code);
  }

  /** Where it comes from; a configured value is never shown as policy. */
  source(provenance: Provenance): string {
    if (provenance.basis === 'stated') return provenance.cite ?? provenance.clause ?? '';
    return this.say(
      `文件未规定，本地配置（${provenance.approvedBy ?? '未写明批准人'}，${provenance.approvedOn ?? '日期不详'}）`,
      `not stated by the document, configured locally (${provenance.approvedBy ?? 'approver not given'}, ${provenance.approvedOn ?? 'no date'})`,
    );
  }

  basis(node: ExplanationNode): string {
    const rule = this.source(node.provenance);
    const value = node.threshold?.provenance;
    const apart = value !== undefined && value.basis === 'configured' && node.provenance.basis === 'stated';
    return this.say(
      `依据：${rule}${apart ? `；数值：${this.source(value)}` : ''}。`,
      `Basis: ${rule}${apart ? `; value: ${this.source(value)}` : ''}.`,
    );
  }

  /** One predicate: what was found, what is asked, by how much, on which ground; and what is missing, unless that was said already. */
  predicate(node: ExplanationNode, missingSaid = false): string {
    this.measure = this.measureOf(node);
    const parts = [this.found(node), this.asked(node), this.distance(node), ...this.remarks(node)];
    if (node.outcome === 'undecidable' && !missingSaid) parts.push(this.open(node));
    if (node.outcome === 'notConfigured') parts.push(this.notConfigured(node));
    return `${parts.filter((part) => part !== '').join(this.say('，', ', '))}${this.say('。', '. ')}${this.basis(node)}`;
  }

  /** 材料不足，无法判定（缺……，由……提供） */
  answer(node: ExplanationNode): string {
    const word = this.outcome(node.outcome);
    return node.missing.length === 0 ? word : this.say(`${word}（${this.open(node)}）`, `${word} (${this.open(node)})`);
  }

  /** What is missing of one predicate: a judgement is not provided but given. */
  private open(node: ExplanationNode): string {
    const [first] = node.missing;
    if (first === undefined || (node.shape !== 'judgement' && node.shape !== 'nameFormat')) return this.missing(node.missing);
    const role = this.of(ROLE_NAMES, first.owedBy);
    return this.say(`尚无判定，应由${role}作出`, `not judged yet, to be judged by ${role}`);
  }

  private notConfigured(node: ExplanationNode): string {
    const keys = node.notes
      .filter((note) => note.startsWith('notConfigured:') || note.startsWith('notANumber:'))
      .map((note) => this.name(note.slice(note.indexOf(':') + 1)));
    // A name that quotes a word of the document is not quoted again.
    const quoted = keys.some((key) => key.includes('「')) ? this.list(keys) : `「${this.list(keys)}」的数值`;
    return this.say(
      `文件未规定${keys.length === 0 ? '' : quoted}，本地也未配置`,
      `the document states no value${keys.length === 0 ? '' : ` for ${this.list(keys)}`}, and none is configured`,
    );
  }

  private found(node: ExplanationNode): string {
    const subject = this.subjectOf(node);
    const say = (zh: string, en: string): string => this.say(zh, en);
    const noted = (prefix: string): string[] =>
      node.notes.filter((note) => note.startsWith(prefix)).map((note) => note.slice(prefix.length));
    switch (node.shape) {
      case 'eachOfYears': {
        const years = this.yearByYear(node);
        return `${subject}${years === '' ? '' : say(`：${years}`, `: ${years}`)}`;
      }
      case 'proportion':
      case 'ratio': {
        if (node.actual?.kind !== 'ratio') return subject;
        const { numerator, denominator } = node.actual;
        return say(
          `${subject}${percent(numerator, denominator)}（${numerator}÷${denominator}）`,
          `${subject} ${percent(numerator, denominator)} (${numerator}/${denominator})`,
        );
      }
      case 'ageInMonths': {
        const since = node.facts[0];
        const from = since?.quantity.kind === 'text' ? since.quantity.value : null;
        return node.actual === null || from === null
          ? subject
          : say(
              `${subject}：自${from}（${this.name(since?.label ?? '')}）至${this.explanation.asOf}满${this.quantity(node.actual)}`,
              `${subject}: ${this.quantity(node.actual)} from ${from} (${this.name(since?.label ?? '')}) to ${this.explanation.asOf}`,
            );
      }
      case 'noBreach':
        if (node.notes.includes('noBreachOnRecord')) return say(`${subject}：未见在案记录`, `${subject}: none on record`);
        return node.facts.length === 0
          ? subject
          : say(
              `${subject}：在案${this.list(node.facts.map((fact) => this.text(fact)))}`,
              `${subject}: on record ${this.list(node.facts.map((fact) => this.text(fact)))}`,
            );
      case 'evidence': {
        const [total = '?'] = noted('documents:');
        return say(
          `${subject}：佐证材料应有${total}项，${node.facts.length === 0 ? '尚未提供' : `已有${node.facts.length}项`}`,
          `${subject}: ${node.facts.length} of ${total} documents attached`,
        );
      }
      case 'judgement':
      case 'noAdverseJudgement': {
        const judged = node.facts.map((fact) => {
          const criterion = this.name(fact.label);
          const own = criterion === subject;
          return say(
            `${own ? '' : `「${criterion}」`}判定为${this.verdict(fact)}`,
            `${own ? '' : `${criterion}: `}judged ${this.verdict(fact)}`,
          );
        });
        const roles = [
          ...noted('role:').map((role) => this.of(ROLE_NAMES, role)),
          ...noted('panelVotes:').map((voted) => this.votes(voted)),
        ];
        return judged.length === 0
          ? subject
          : say(
              `${subject}：${this.list(judged)}${roles.length === 0 ? '' : `（${this.list(roles)}）`}`,
              `${subject}: ${this.list(judged)}${roles.length === 0 ? '' : ` (${this.list(roles)})`}`,
            );
      }
      case 'openList': {
        const chosen = [...noted('chosen:'), ...noted('other:')].map((code) => this.name(code));
        return chosen.length === 0 ? subject : say(`${subject}：${this.list(chosen)}`, `${subject}: ${this.list(chosen)}`);
      }
      case 'nameFormat': {
        const [format] = noted('format:');
        const { name } = this.explanation.subject;
        if (format !== undefined)
          return say(`名称「${name}」符合「${this.name(format)}」`, `the name ${name} fits the format ${this.name(format)}`);
        if (node.notes.includes('permissive'))
          return say(
            `名称「${name}」未采用「可采用」的形式，不作要求`,
            `the name ${name} does not use the permitted form, which is not required`,
          );
        const reason = node.notes.includes('noPlaceName')
          ? say('未以所在地区名称开头', 'does not begin with its region')
          : say('地区之后未见所登记的产业、职业、技能用语', 'no known word of trade or skill follows the place');
        return say(`名称「${name}」${reason}，须由人工判断`, `the name ${name} ${reason}; a person has to judge`);
      }
      case 'deadline':
        return node.actual?.kind !== 'text'
          ? subject
          : say(`报送时间${inShanghai(node.actual.value)}`, `submitted at ${inShanghai(node.actual.value)} (Asia/Shanghai)`);
      case 'status': {
        const value = node.actual?.kind === 'text' ? node.actual.value : null;
        const names = { ...TIER_NAMES, ...TYPE_NAMES };
        return value === null ? subject : say(`${subject}：现为${this.of(names, value)}`, `${subject}: ${this.of(names, value)}`);
      }
      case 'stepOrder': {
        const steps = node.facts.map((fact) => this.text(fact));
        return steps.length === 0 ? subject : say(`${subject}：${this.list(steps)}`, `${subject}: ${this.list(steps)}`);
      }
      case 'cycle': {
        const last = node.facts[0];
        return last === undefined ? subject : say(`${subject}：${this.text(last)}`, `${subject}: ${this.text(last)}`);
      }
      case 'growth': {
        const [before, now] = [noted('before:')[0], noted('now:')[0]];
        return before === undefined || now === undefined
          ? subject
          : say(`${subject}：由${before}变为${now}${this.change(node)}`, `${subject}: from ${before} to ${now}${this.change(node)}`);
      }
      case 'taken': {
        const fact = node.facts[0];
        return fact === undefined
          ? say(`${subject}：台账尚无记载`, `${subject}: the ledger holds no record of it`)
          : say(`${subject}：${this.text(fact)}`, `${subject}: ${this.text(fact)}`);
      }
      case 'rank': {
        if (node.actual?.kind !== 'count') return subject;
        const [entries = '', tied] = [noted('entries:')[0], noted('tied:')[0]];
        const score = node.facts[0] === undefined ? '' : this.quantity(node.facts[0].quantity);
        return say(
          `${subject}：得${score}，${entries}个申报中列第${node.actual.value}名${tied === undefined ? '' : `（${tied}个同分）`}`,
          `${subject}: ${score}, place ${node.actual.value} of ${entries}${tied === undefined ? '' : ` (${tied} with equal scores)`}`,
        );
      }
      case 'vote': {
        const [votesFor, against] = node.facts.map((fact) => (fact.quantity.kind === 'count' ? fact.quantity.value : 0));
        const [entitled = '', recused = '0'] = [noted('entitled:')[0], noted('recused:')[0]];
        return votesFor === undefined
          ? subject
          : say(
              `${subject}：赞成${votesFor}票、反对${against ?? 0}票（有表决权${entitled}人${recused === '0' ? '' : `，回避${recused}人`}）`,
              `${subject}: ${votesFor} for, ${against ?? 0} against (${entitled} entitled${recused === '0' ? '' : `, ${recused} recused`})`,
            );
      }
      case 'notice': {
        const days = this.days(node.facts[0]);
        return days === null
          ? say(`${subject}：尚未公示`, `${subject}: no notice was posted`)
          : say(
              `${subject}：自${days[0]}至${days[1]}公示${node.actual === null ? '' : this.quantity(node.actual)}`,
              `${subject}: posted from ${days[0]} to ${days[1]}${node.actual === null ? '' : `, ${this.quantity(node.actual)}`}`,
            );
      }
      case 'grade': {
        const [asked = '', on] = [noted('gradeAsked:')[0], noted('gradedOn:')[0]];
        const held = node.facts[0]?.quantity.kind === 'text' ? node.facts[0].quantity.value : null;
        const best = noted('gradeScale:')[0]?.split('>')[0] === asked;
        return held === null
          ? say(`${subject}：尚无评估结果`, `${subject}: not graded yet`)
          : say(
              `${subject}：${on ?? ''}评估为“${held}”，须为“${asked}”${best ? '' : '及以上'}`,
              `${subject}: graded ${held} on ${on ?? ''}, asked for ${asked}${best ? '' : ' or better'}`,
            );
      }
      case 'ladder': {
        const next = this.name(noted('nextRung:')[0] ?? '');
        const [stands, before] = [noted('rungStands:')[0], noted('rungBefore:')[0]];
        const held = node.facts.map((fact) => this.text(fact));
        const standing =
          held.length === 0 ? say('目前没有处理', 'nothing stands') : say(`现有${this.list(held)}`, `standing: ${this.list(held)}`);
        const why =
          stands !== undefined
            ? say(`，已到“${this.name(stands)}”一级`, `, ${this.name(stands)} stands already`)
            : before !== undefined
              ? say(`，须先“${this.name(before)}”`, `, ${this.name(before)} comes first`)
              : '';
        return say(`${subject}（下一级：${next}）：${standing}${why}`, `${subject} (next: ${next}): ${standing}${why}`);
      }
      case 'coolingOff': {
        const last = node.facts[0];
        if (last === undefined) return say(`${subject}：没有处理记录`, `${subject}: none on record`);
        const since = last.quantity.kind === 'text' ? last.quantity.value : '';
        return say(
          `${subject}：自${since}（${this.name(last.label)}）至${this.explanation.asOf}满${node.actual === null ? '' : this.quantity(node.actual)}`,
          `${subject}: ${node.actual === null ? '' : this.quantity(node.actual)} from ${since} (${this.name(last.label)}) to ${this.explanation.asOf}`,
        );
      }
      case 'notTaken': {
        const fact = node.facts[0];
        return fact === undefined
          ? say(`${subject}：未曾办理`, `${subject}: never done`)
          : say(`${subject}：${this.text(fact)}已办理`, `${subject}: done already, ${this.text(fact)}`);
      }
      case 'range':
        return node.actual === null
          ? subject
          : say(`${subject}：现有${this.quantity(node.actual)}`, `${subject}: ${this.quantity(node.actual)}`);
      case 'target':
        return this.progress(node);
      case 'linked': {
        const sides = node.facts.map(
          (fact) =>
            `${this.of(KIND_NAMES, fact.label.slice('linked:'.length))}${say('：', ': ')}${fact.quantity.kind === 'text' ? this.of(OUTCOME_NAMES, fact.quantity.value) : ''}`,
        );
        return sides.length === 0 ? subject : say(`${subject}：${this.list(sides)}`, `${subject}: ${this.list(sides)}`);
      }
      default: {
        if (node.actual === null) return subject;
        const least = node.notes.includes('actualIsLowerBound') ? say('至少', 'at least ') : '';
        return say(
          `${subject}${least}${this.quantity(node.actual)}${this.directParts(node)}`,
          `${subject}: ${least}${this.quantity(node.actual)}${this.directParts(node)}`,
        );
      }
    }
  }

  /** 评审组3人，赞成2票、反对0票，回避1人 */
  private votes(voted: string): string {
    const [votesFor = '', against = '', recused = '0', members = ''] = voted.split('|');
    return this.say(
      `评审组${members}人，赞成${votesFor}票、反对${against}票${recused === '0' ? '' : `，回避${recused}人`}`,
      `panel of ${members}, ${votesFor} for, ${against} against${recused === '0' ? '' : `, ${recused} recused`}`,
    );
  }

  /** ，增长5% */
  private change({ actual }: ExplanationNode): string {
    if (actual === null || actual.kind === 'text') return '';
    const [numerator, text] =
      actual.kind === 'count'
        ? [actual.value, this.count(Math.abs(actual.value), actual.unit)]
        : [actual.numerator, percent(Math.abs(actual.numerator), actual.denominator)];
    return numerator < 0
      ? this.say(`，${actual.kind === 'count' ? '减少' : '下降'}${text}`, `, down by ${text}`)
      : this.say(`，${actual.kind === 'count' ? '增加' : '增长'}${text}`, `, up by ${text}`);
  }

  private days(fact: FactUsed | undefined): readonly [string, string] | null {
    const [from, until] = fact?.quantity.kind === 'text' ? fact.quantity.value.split('/') : [];
    return from === undefined || until === undefined ? null : [from, until];
  }

  /** 2024—2025年累计412人次，目标600人次以上（2025-12-31前），按时间进度应达450人次 */
  private progress(node: ExplanationNode): string {
    const say = (zh: string, en: string): string => this.say(zh, en);
    const noted = (prefix: string): string | undefined => node.notes.find((note) => note.startsWith(prefix))?.slice(prefix.length);
    const [span, by, expected, elapsed] = [noted('targetSpan:'), noted('by:'), noted('expected:'), noted('elapsed:')];
    const { fromYear, toYear } = node.window ?? { fromYear: 0, toYear: 0 };
    const years = fromYear === toYear ? `${fromYear}` : `${fromYear}—${toYear}`;
    if (span === 'rising') {
      const shares = node.notes
        .filter((note) => note.startsWith('share:'))
        .map((note) => {
          const [year = '', share = ''] = note.slice('share:'.length).split('=');
          return say(`${year}年${this.written(share, '')}`, `${this.written(share, '')} in ${year}`);
        });
      const fell = node.notes.filter((note) => note.startsWith('notRisingIn:')).map((note) => note.slice('notRisingIn:'.length));
      return say(
        `${shares.length === 0 ? '尚无数据' : this.list(shares)}${fell.length === 0 ? '' : `，${fell.join('、')}年未高于上年`}`,
        `${shares.length === 0 ? 'no figures yet' : this.list(shares)}${fell.length === 0 ? '' : `, not above the year before in ${fell.join(', ')}`}`,
      );
    }
    const low = noted('atLeast:');
    const unit = node.threshold?.quantity.kind === 'count' ? node.threshold.quantity.unit : '';
    const done =
      node.actual === null
        ? low === undefined
          ? say('尚无数据', 'no figures yet')
          : say(`至少${this.written(low, unit)}`, `at least ${this.written(low, unit)}`)
        : this.quantity(node.actual);
    const spans: Readonly<Record<string, [string, string]>> = {
      cumulative: [`${years}年累计`, `${years} in total: `],
      average: [`${years}年合计`, `${years} together: `],
      yearly: [`${years}年`, `${years}: `],
      atDate: [`${years}年`, `${years}: `],
    };
    const [zh, en] = spans[span ?? ''] ?? ['', ''];
    const time =
      expected === undefined || elapsed === undefined
        ? ''
        : say(
            `，时间已过${this.written(elapsed, '')}，按时间进度应达${this.written(expected, unit)}`,
            `, ${this.written(elapsed, '')} of the time has passed and ${this.written(expected, unit)} would be in proportion`,
          );
    return say(
      `${zh}${done}${by === undefined ? '' : `（期限${by}）`}${time}`,
      `${en}${done}${by === undefined ? '' : ` (due ${by})`}${time}`,
    );
  }

  /** A number as notes hold it: `2400`, `4/5`. Without a unit a ratio is a share; with one it is cut to a tenth. */
  private written(text: string, unit: string): string {
    const [numerator = '', denominator = '1'] = text.split('/');
    if (denominator === '1') return unit === '' ? percent(Number(numerator), 1) : this.count(Number(numerator), unit);
    if (unit === '') return percent(Number(numerator), Number(denominator));
    const tenths = (BigInt(numerator) * 10n) / BigInt(denominator);
    const word = unit === 'items' && this.locale === 'zh' ? this.measure : this.of(UNIT_NAMES, unit);
    const value = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
    return this.locale === 'zh' ? `${value}${word}` : `${value} ${word}`.trim();
  }

  /** What a relaxation did, with its ground, who granted it and until when. */
  private relaxation(node: ExplanationNode): string[] {
    const noted = (prefix: string): string | undefined => node.notes.find((note) => note.startsWith(prefix))?.slice(prefix.length);
    const told: string[] = [];
    const to = noted('easedTo:');
    if (to !== undefined) {
      const unit = node.threshold?.quantity.kind === 'count' ? node.threshold.quantity.unit : '';
      const margin = noted('easedMargin:');
      const below = margin?.startsWith('-') === true;
      const size = margin?.replace('-', '') ?? '';
      const apart =
        margin === undefined || Number(size.split('/')[0]) === 0
          ? ''
          : unit === ''
            ? points(Number(size.split('/')[0]), Number(size.split('/')[1] ?? 1), this.locale)
            : this.written(size, unit);
      const [ground = '', reason, by = '', until = '', bound] = [
        noted('relaxationGround:'),
        noted('relaxationReason:'),
        noted('relaxedBy:'),
        noted('relaxedUntil:'),
        noted('relaxationBound:'),
      ];
      const value = this.written(to, unit);
      told.push(
        this.say(
          `经放宽按${value}执行（情形：${this.name(ground)}${reason === undefined ? '' : `，理由：${reason}`}；${by}批准，至${until}${bound === undefined ? '' : `；幅度上限${this.written(bound, '')}，本地配置`}）${apart === '' ? '' : below ? `，仍差${apart}` : `，超出${apart}`}`,
          `eased to ${value} (ground: ${this.name(ground)}${reason === undefined ? '' : `, reason: ${reason}`}; granted by ${by}, until ${until}${bound === undefined ? '' : `; at most ${this.written(bound, '')}, configured locally`})${apart === '' ? '' : below ? `, still short by ${apart}` : `, above by ${apart}`}`,
        ),
      );
    }
    if (node.notes.includes('passesOnlyByRelaxation')) told.push(this.say('仅因放宽条件而符合', 'met only by the relaxation'));
    if (node.notes.includes('relaxationNotNeeded')) told.push(this.say('已有放宽，但无须适用', 'a relaxation stands and is not needed'));
    for (const note of node.notes.filter((candidate) => candidate.startsWith('relaxationNotApplied:'))) {
      const [why = '', parameter = ''] = note.slice('relaxationNotApplied:'.length).split('|');
      const reason = this.of(NOT_RELAXED_NAMES, why);
      told.push(
        this.say(
          `所登记的放宽（${this.name(parameter)}）不适用：${reason}`,
          `the relaxation of ${this.name(parameter)} is not applied: ${reason}`,
        ),
      );
    }
    return told;
  }

  /** （直接1900人、间接740人，估算） */
  private directParts(node: ExplanationNode): string {
    const part = (prefix: string): number | null => {
      const note = node.notes.find((candidate) => candidate.startsWith(prefix));
      return note === undefined ? null : Number(note.slice(prefix.length));
    };
    const [direct, indirect] = [part('directPart:'), part('indirectPart:')];
    if (direct === null || indirect === null || node.actual?.kind !== 'count') return '';
    const { unit } = node.actual;
    return this.say(
      `（直接${this.count(direct, unit)}、间接${this.count(indirect, unit)}，估算）`,
      ` (direct ${this.count(direct, unit)}, indirect ${this.count(indirect, unit)}, estimated)`,
    );
  }

  private yearByYear(node: ExplanationNode): string {
    const years = new Map<number, number>();
    let unit = 'persons';
    for (const { year, quantity } of node.facts) {
      if (year === null || quantity.kind !== 'count') continue;
      unit = quantity.unit;
      years.set(year, (years.get(year) ?? 0) + quantity.value);
    }
    // With conflicting or overlapping figures a sum per year would be invented: they are told one by one in the facts.
    const plain =
      !node.notes.some((note) => note.startsWith('conflict:') || note.startsWith('bound:')) &&
      !node.facts.some(({ directness }) => directness === 'combined');
    return plain
      ? this.list(
          [...years]
            .sort(([a], [b]) => a - b)
            .map(([year, value]) => this.say(`${year}年${this.count(value, unit)}`, `${this.count(value, unit)} in ${year}`)),
        )
      : '';
  }

  private asked(node: ExplanationNode): string {
    const limit = node.threshold;
    const range = node.notes.find((note) => note.startsWith('range:'))?.slice('range:'.length);
    const money = node.notes.find((note) => note.startsWith('moneyRange:'))?.slice('moneyRange:'.length);
    if (money !== undefined) {
      const [low = '', high = '', per = ''] = money.split('|');
      const sum = low === high ? `${low}` : this.say(`${low}至${high}`, `${low} to ${high}`);
      return per === 'person'
        ? this.say(`标准为每人${sum}元`, `the standard is ${sum} yuan a person`)
        : this.say(`标准为每人每天${sum}元`, `the standard is ${sum} yuan a person and day`);
    }
    if (range !== undefined) return this.say(`须在${range}${this.measure}之间`, `must be within ${range}`);
    if (limit === null || node.shape === 'rank') return node.shape === 'rank' ? this.rankAsked(node) : '';
    if (node.shape === 'target') return this.targetAsked(node);
    const note = node.notes.find((candidate) => candidate.startsWith('regionClass:'));
    const number = note === undefined ? null : Number(note.slice('regionClass:'.length).split('@')[0]);
    const regionClass = number === null ? '' : this.say(`第${CLASSES[number] ?? number}类地区`, `in a class ${number} region `);
    const { quantity } = limit;
    // A third is no number of hundredths: it is said as the document says it.
    const round = quantity.kind !== 'ratio' || (quantity.numerator * 10_000) % quantity.denominator === 0;
    const value = round ? this.quantity(quantity) : `${quantity.numerator}/${quantity.denominator}`;
    const each = node.shape === 'eachOfYears' ? this.say('每年', 'each year ') : '';
    const verbs: Readonly<Record<string, [string, string]>> = {
      atLeast: ['须达', 'must reach '],
      moreThan: ['须超过', 'must exceed '],
      atMost: ['不得超过', 'must not exceed '],
      lessThan: ['须少于', 'must stay below '],
      notAfter: ['不得晚于', 'must not be after '],
      noneWithin: ['追溯期', 'looking back '],
      dueBy: ['下一次最迟应于', 'due by '],
    };
    const [zh, en] = verbs[limit.comparison] ?? [limit.comparison, `${limit.comparison} `];
    const verb =
      node.shape === 'ladder'
        ? this.say('与上一级须间隔', 'must follow the one before by ')
        : node.shape === 'ageInMonths' || node.shape === 'coolingOff'
          ? this.say('须满', en)
          : this.say(zh, en);
    const after = limit.comparison === 'dueBy' ? this.say('开展', '') : '';
    return `${regionClass}${each}${verb}${value}${after}`;
  }

  private rankAsked(node: ExplanationNode): string {
    const least = node.notes.find((note) => note.startsWith('belowMinimum:'));
    if (least !== undefined)
      return this.say(
        `低于最低分${least.slice('belowMinimum:'.length)}分`,
        `below the least score of ${least.slice('belowMinimum:'.length)}`,
      );
    const top = node.threshold === null ? '' : this.quantity(node.threshold.quantity);
    return this.say(`取前${top}`, `the first ${top} are taken`);
  }

  private targetAsked(node: ExplanationNode): string {
    const quantity = node.threshold?.quantity;
    if (quantity === undefined) return '';
    const range = node.notes.find((note) => note.startsWith('targetRange:'))?.slice('targetRange:'.length);
    const tolerance = node.notes.find((note) => note.startsWith('targetTolerance:'))?.slice('targetTolerance:'.length);
    const years = node.notes.find((note) => note.startsWith('years:'))?.slice('years:'.length);
    if (range !== undefined)
      return this.say(`目标${range.replace('-', '至')}${this.measure}`, `the target is ${range.replace('-', ' to ')}`);
    const value = this.quantity(quantity);
    if (node.threshold?.comparison === 'about')
      return this.say(
        `目标${value}左右${tolerance === undefined ? '' : `（允许误差${this.written(tolerance, '')}${this.explanation.restsOnConfigured ? '，本地配置' : ''}）`}`,
        `the target is about ${value}${tolerance === undefined ? '' : ` (within ${this.written(tolerance, '')}${this.explanation.restsOnConfigured ? ', configured locally' : ''})`}`,
      );
    return years === undefined || years === '1'
      ? this.say(`目标不少于${value}`, `the target is at least ${value}`)
      : this.say(`按年均目标${years}年应不少于${value}`, `the yearly average asks for at least ${value} over ${years} years`);
  }

  private distance(node: ExplanationNode): string {
    const { margin, outcome } = node;
    if (node.shape === 'rank' || node.notes.some((note) => note.startsWith('targetRange:') || note === 'targetSpan:rising')) return '';
    if (node.shape === 'target' && node.notes.includes('notYetDue') && margin !== null) {
      const numerator = margin.kind === 'count' ? margin.value : margin.kind === 'ratio' ? margin.numerator : 0;
      if (numerator >= 0) return this.say('已达到', 'reached');
      const size =
        margin.kind === 'ratio'
          ? points(-numerator, margin.denominator, this.locale)
          : margin.kind === 'count'
            ? this.count(-numerator, margin.unit)
            : '';
      return this.say(`尚差${size}`, `${size} to go`);
    }
    if (
      margin === null ||
      (outcome !== 'pass' && outcome !== 'fail') ||
      node.notes.some((note) => note.startsWith('range:') || note.startsWith('moneyRange:'))
    )
      return '';
    const numerator = margin.kind === 'count' ? margin.value : margin.kind === 'ratio' ? margin.numerator : null;
    if (numerator === null) return '';
    const size =
      margin.kind === 'ratio'
        ? points(Math.abs(margin.numerator), margin.denominator, this.locale)
        : margin.kind === 'count'
          ? this.count(Math.abs(margin.value), margin.unit)
          : '';
    if (node.shape === 'ladder') return numerator >= 0 ? this.say('已满', 'which it does') : this.say(`尚差${size}`, `${size} to go`);
    if (node.shape === 'cycle')
      return numerator >= 0 ? this.say(`距到期还有${size}`, `${size} left`) : this.say(`已逾期${size}`, `overdue by ${size}`);
    if (node.shape === 'deadline') return numerator >= 0 ? this.say('按时报送', 'in time') : this.say(`逾期${size}`, `late by ${size}`);
    if (numerator === 0) return outcome === 'pass' ? this.say('恰好达到', 'exactly met') : this.say('恰好等于限值', 'exactly at the limit');
    return numerator > 0
      ? this.say(`超出${size}`, `above by ${size}`)
      : this.say(`${size.startsWith('不足') ? '差距' : '差'}${size}`, `short by ${size}`);
  }

  private remarks(node: ExplanationNode): string[] {
    const remarks: string[] = [];
    const add = (zh: string, en: string): void => void remarks.push(this.say(zh, en));
    const noted = (prefix: string): string[] => node.notes.filter((note) => note.startsWith(prefix));
    if (node.notes.includes('passesOnlyWithIndirect')) add('仅计入间接带动后达标', 'passes only with indirect employment');
    if (node.notes.includes('directPartNotKnown'))
      add('直接带动未单独列明，是否仅计入间接带动后达标不详', 'the direct part is not known apart');
    remarks.push(...this.relaxation(node));
    if (node.notes.includes('noQuorum')) add('未达到法定到会比例，表决无效', 'there was no quorum, so nothing was decided');
    if (node.notes.includes('noVotes')) add('没有有效票', 'no votes were cast');
    if (node.notes.includes('moreVotesThanVoters')) add('票数多于有表决权人数，数据矛盾', 'more votes than voters');
    if (node.notes.includes('objectionUpheld')) add('异议成立', 'an objection was upheld');
    for (const note of noted('openObjections:')) {
      const number = note.slice('openObjections:'.length);
      add(`有${number}件异议尚未处理，暂停办理`, `${number} objections are not answered: suspended`);
    }
    for (const note of noted('noticeRuns:'))
      add(`公示至${note.slice('noticeRuns:'.length)}，尚未期满`, `the notice runs until ${note.slice('noticeRuns:'.length)}`);
    if (node.notes.includes('gradeNotOnScale')) add('该等次不在评估所定等次之内', 'the grade is not on the scale of its evaluation');
    if (node.notes.includes('aboveTarget')) add('超过目标上限', 'above the target');
    if (node.notes.includes('zeroDenominator')) {
      const [denominator] = noted('denominator:').map((note) => note.slice('denominator:'.length).split('+'));
      const whole = this.list((denominator ?? []).map((code) => this.name(code)));
      add(`${whole === '' ? '分母' : whole}为0，无法计算比例`, `${whole === '' ? 'the denominator' : whole} is 0: there is no rate`);
    }
    if (node.notes.includes('partExceedsWhole')) add('部分大于总体，数据矛盾', 'a part exceeds its whole');
    if (node.notes.includes('noFullYearYet')) add('认定后尚无完整年度', 'no full year since recognition yet');
    if (node.notes.includes('regionClassUnknown')) add('文件未将所在地区列入任何一类', 'the document puts the region in no class');
    if (noted('delegated:').length > 0) add('标准由本级自行确定，尚未公布', 'the standard is left to the locality and not published');
    if (node.notes.includes('exactFigureNeeded'))
      add('现有数字为约数或下限，须补报准确数', 'the figures are bounds or approximations; exact ones are needed');
    if (node.notes.includes('vetoed')) add('一票否决', 'veto');
    if (node.notes.includes('breachesBeforeWindow')) add('均在追溯期之前', 'all before the window');
    if (node.notes.includes('nothingJudged')) add('未记录判断', 'nothing was judged');
    if (node.notes.includes('belowMoney')) add('低于标准', 'below the standard');
    if (node.notes.includes('aboveMoney')) add('高于标准', 'above the standard');
    if (node.notes.includes('explainedOnly')) add('仅作记录和说明，不涉及支付', 'recorded and explained only; nothing is paid');
    if (node.notes.includes('followUpNotOver')) add('跟踪期未满', 'the follow-up is not over');
    for (const note of noted('outOfOrder:')) {
      const [first = '', then = ''] = note.slice('outOfOrder:'.length).split('|');
      add(`${this.name(then)}早于${this.name(first)}，顺序颠倒`, `${this.name(then)} lies before ${this.name(first)}`);
    }
    for (const note of noted('notYet:')) {
      const step = this.name(note.slice('notYet:'.length));
      add(`尚无${step}`, `no ${step} yet`);
    }
    if (node.notes.includes('oneLabourBrandOnly')) add('只能对应一个劳务品牌', 'only one labour brand may be linked');
    const failing = noted('failsIn:').map((note) => note.slice('failsIn:'.length));
    if (failing.length > 0) add(`${failing.join('、')}年未达到`, `not reached in ${failing.join(', ')}`);
    for (const note of noted('conflict:')) {
      const events = note.split(':').slice(-1)[0]?.split('|') ?? [];
      const figures = node.facts
        .filter(({ event }) => event !== null && events.includes(event))
        .map((fact) => `${this.quantity(fact.quantity)}（${fact.event ?? ''}）`);
      add(`数据相互矛盾：${figures.join('与')}`, `figures conflict: ${figures.join(' and ')}`);
    }
    const unlike = new Set(noted('unlike:').map((note) => note.slice('unlike:'.length).split('@')[0] ?? ''));
    for (const kind of unlike) {
      const [unit = '', nature = ''] = kind.split('/');
      add(
        `另有口径不同的数据（${this.of(UNIT_NAMES, unit)}、${this.of(NATURE_NAMES, nature)}）未计入`,
        `figures of another kind (${this.of(UNIT_NAMES, unit)}, ${this.of(NATURE_NAMES, nature)}) are not counted`,
      );
    }
    const open = noted('notYetLocked@').length;
    if (open > 0) add(`另有${open}项数据未锁定，未计入`, `${open} figures are not locked and not counted`);
    if (noted('publishedDiffers@').length > 0)
      add('公开发布数与锁定数不一致，以锁定数为准', 'a published figure differs; the locked one counts');
    return remarks;
  }

  private verdict(fact: FactUsed): string {
    const met = fact.quantity.kind === 'text' && fact.quantity.value === 'met';
    return met ? this.say('符合', 'met') : this.say('不符合', 'not met');
  }

  private text(fact: FactUsed): string {
    const value = fact.quantity.kind === 'text' ? fact.quantity.value : this.quantity(fact.quantity);
    const known = this.name(fact.label);
    return this.say(`${known}（${value}）`, `${known} (${value})`);
  }

  /** A fact that is no number: a verdict, the answer of a linked brand, a document, a day, or the days from … to …. */
  private factText(fact: FactUsed, value: string): string {
    if (value === 'met' || value === 'notMet') return this.verdict(fact);
    if (fact.label.startsWith('linked:')) return this.of(OUTCOME_NAMES, value);
    // Of a document attached the value is its kind, by code or by name.
    if (value === fact.label || (fact.event !== null && value === this.name(fact.label))) return this.say('已提供', 'attached');
    const days = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/.exec(value);
    return days === null ? value : this.say(`${days[1] ?? ''}至${days[2] ?? ''}`, `${days[1] ?? ''} to ${days[2] ?? ''}`);
  }

  factLine(fact: FactUsed): string {
    const [label = '', side] = fact.label.split(':');
    const name = side === undefined ? this.name(label) : this.of(KIND_NAMES, side);
    const directness =
      fact.directness === null || fact.directness === 'unstated'
        ? ''
        : this.say(`（${this.of(DIRECTNESS_NAMES, fact.directness)}）`, ` (${this.of(DIRECTNESS_NAMES, fact.directness)})`);
    const status =
      fact.status === 'locked'
        ? this.say('，已锁定', ', locked')
        : fact.status === 'published'
          ? this.say('，公开发布', ', published')
          : '';
    this.measure = MEASURE_WORDS[label] ?? '个';
    const value = fact.quantity.kind === 'text' ? this.factText(fact, fact.quantity.value) : this.quantity(fact.quantity);
    const year = fact.year === null ? '' : this.say(`${fact.year}年`, `${fact.year} `);
    return this.say(
      `${year}${name}${directness}：${value}${fact.event === null ? '' : `〔${fact.event}${status}〕`}`,
      `${year}${name}${directness}: ${value}${fact.event === null ? '' : ` [${fact.event}${status}]`}`,
    );
  }
}

/** `2024-07-31 00:00`, to the minute. */
function inShanghai(moment: string): string {
  const instant = Date.parse(moment);
  return Number.isNaN(instant) ? moment : new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** 89.99% of 8999/10000: cut, never rounded up, so that a failure does not read as a pass. */
export function percent(numerator: number, denominator: number): string {
  const hundredths = (BigInt(numerator) * 10_000n) / BigInt(denominator);
  const [whole, rest] = [hundredths / 100n, hundredths % 100n];
  return rest === 0n ? `${whole}%` : `${whole}.${String(rest).padStart(2, '0').replace(/0$/, '')}%`;
}

function points(numerator: number, denominator: number, locale: Locale): string {
  const hundredths = (BigInt(numerator) * 10_000n) / BigInt(denominator);
  const unit = locale === 'zh' ? '个百分点' : ' percentage points';
  if (hundredths === 0n) return locale === 'zh' ? `不足0.01${unit}` : `less than 0.01${unit}`;
  return `${percent(numerator, denominator).slice(0, -1)}${unit}`;
}

/** The predicates that made the answer what it is. */
function decisive(node: ExplanationNode): readonly ExplanationNode[] {
  if (node.node === 'predicate') return [node];
  return node.children.filter(({ outcome }) => outcome === node.outcome).flatMap(decisive);
}

/**
 * The answer in a few sentences: the rule, the outcome, and each predicate that decided it with figures, margin and ground.
 * @returns such as 「劳务品牌规模特征：不符合。近三年（2021—2023年）累计带动就业2640人（直接1900人、间接740人，估算），第一类地区须达3000人，差360人。依据：三（三）2.3）规模特征。」
 */
export function explanationSentence(explanation: Explanation, locale: Locale): string {
  const speaker = new Speaker(explanation, locale);
  const told = decisive(explanation.root);
  const rule = speaker.name(explanation.rule);
  const published = explanation.root.notes.some((note) => note === 'factsFrom:published')
    ? speaker.say('（试算：同时读取公开发布的数据）', ' (dry run: reads published figures too)')
    : '';
  const head = `${rule}${speaker.say('：', ': ')}${headline(explanation, speaker)}${published}${speaker.say('。', '. ')}`;
  return `${head}${told.map((node) => speaker.predicate(node)).join(speaker.say('', ' '))}`;
}

function headline(explanation: Explanation, speaker: Speaker): string {
  const word = speaker.outcome(explanation.outcome);
  const configured = explanation.restsOnConfigured
    ? speaker.say('（含本地配置，文件未规定）', ' (rests on a local configuration that the document does not state)')
    : '';
  const noted = (prefix: string): string | undefined => {
    const note = explanation.root.notes.find((candidate) => candidate.startsWith(prefix));
    return note?.slice(prefix.length);
  };
  const eased = noted('passesOnlyByRelaxation') === undefined ? '' : speaker.say('（仅因放宽条件而符合）', ' (met only by a relaxation)');
  const [early, late, repealed] = [noted('notYetInForce:'), noted('noLongerInForce:'), noted('repealed:')];
  const force =
    repealed !== undefined
      ? speaker.say(`（该文件已于${repealed}废止）`, ` (the document was repealed on ${repealed})`)
      : early !== undefined
        ? speaker.say(`（该规定自${early}起施行，当日尚未施行）`, ` (not in force before ${early})`)
        : late !== undefined
          ? speaker.say(`（该规定有效期至${late}，当日已失效）`, ` (no longer in force after ${late})`)
          : '';
  const trial = noted('trial') === undefined ? '' : speaker.say('（试行）', ' (on trial)');
  return `${statusWord(explanation, speaker) ?? word}${configured}${eased}${force}${trial}`;
}

/** Of a target the headline is how it stands, and whether missing it would matter. */
function statusWord(explanation: Explanation, speaker: Speaker): string | null {
  const note = explanation.root.notes.find((candidate) => candidate.startsWith('targetStatus:'));
  if (note === undefined) return null;
  const status = note.slice('targetStatus:'.length) as TargetStatus;
  const has = (code: string): boolean => explanation.root.notes.includes(code);
  const dated = explanation.root.children.some(({ notes }) => notes.some((known) => known.startsWith('by:')));
  const standing = has('example')
    ? speaker.say('（举例，不是规则，没有后果）', ' (an example and no rule: without consequence)')
    : has('inPrinciple')
      ? speaker.say('（原则上，没有后果）', ' (in principle: without consequence)')
      : has('aim')
        ? speaker.say('（力争，未达到不产生后果）', ' (an aim: a miss has no consequence)')
        : dated
          ? ''
          : speaker.say('（文件未写期限）', ' (the document names no date)');
  // A share, or what has no date, is in no proportion to time.
  const inTime = explanation.root.children.some(({ notes }) => notes.some((known) => known.startsWith('expected:')));
  const word =
    status === 'onCourse' || status === 'behind'
      ? inTime
        ? status
        : `${status}OfShare`
      : (status === 'met' || status === 'missed') && !dated
        ? `${status}Undated`
        : status;
  return `${TARGET_STATUS_NAMES[word]?.[speaker.locale] ?? status}${standing}`;
}

/** How a target stands, in a sentence or two. */
export const targetSentence = (progress: Pick<TargetProgress, 'explanation'>, locale: Locale): string =>
  explanationSentence(progress.explanation, locale);

/** The whole tree, line by line. With `facts`, every predicate is followed by the facts it read and the events they came from. */
export function explanationLines(
  explanation: Explanation,
  locale: Locale,
  options: { readonly facts?: boolean } = {},
): readonly ExplanationLine[] {
  const speaker = new Speaker(explanation, locale);
  const colon = speaker.say('：', ': ');
  const visit = (node: ExplanationNode, depth: number): ExplanationLine[] => {
    if (node.node === 'predicate') {
      const line = { depth, outcome: node.outcome, text: `${speaker.answer(node)}${colon}${speaker.predicate(node, true)}` };
      return [
        line,
        ...(options.facts === true
          ? node.facts.map((fact) => ({ depth: depth + 1, outcome: node.outcome, text: speaker.factLine(fact) }))
          : []),
      ];
    }
    const named = explanation.names?.[node.id] !== undefined;
    const join = node.node === 'all' ? speaker.say('须全部满足', 'all of') : speaker.say('满足其一', 'any of');
    const text = `${depth === 0 ? speaker.name(explanation.rule) : named ? `${speaker.name(node.id)}${speaker.say(`（${join}）`, ` (${join})`)}` : join}${colon}${depth === 0 ? headline(explanation, speaker) : speaker.outcome(node.outcome)}`;
    return [{ depth, outcome: node.outcome, text }, ...node.children.flatMap((child) => visit(child, depth + 1))];
  };
  return visit(explanation.root, 0);
}
