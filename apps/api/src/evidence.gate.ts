/** Who may name a file of evidence, and to whom it is handed out: knowing its digest is not enough. */
import { LedgerProblem, type Ledger } from '#application';
import { evolveSubject, initialSubject, parseSubjectStream, type Actor } from '#domain';
import type { EvidenceStore } from '#evidence';
import { EvidenceRights, type OfficeStore } from '#office';
import { Inject, Injectable } from '@nestjs/common';
import { unitOf } from './actor';
import { papersOf, type Paper } from './evidence.papers';
import { Gate } from './query-handlers';
import { Quotas } from './quotas';
import { EVIDENCE, LEDGER, OFFICE } from './tokens';
import { brandsOfUnit } from './unit-brands';

type Named = Pick<Paper, 'evidenceId' | 'sha256'>;

/** They are no persons who could have been told a digest: the one user of a ledger without accounts, and what acts by rule. */
const TRUSTED: ReadonlySet<string> = new Set(['local', 'steward', 'import', 'importer']);

@Injectable()
export class EvidenceGate {
  private readonly rights: EvidenceRights;

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(EVIDENCE) private readonly store: EvidenceStore,
    @Inject(OFFICE) office: OfficeStore,
    private readonly gate: Gate,
    private readonly quotas: Quotas,
  ) {
    this.rights = new EvidenceRights(office);
  }

  /** Somebody sent these bytes, and therefore has them. */
  brought(sha256: string, actor: Actor): Promise<void> {
    return this.rights.give(sha256, actor.id, 'uploaded', this.ledger.clock.now().toISOString());
  }

  /**
   * Before files are named in a stream. A file that is not here may be named: then only the place of its original is known, and
   * nobody is handed anything.
   * @param stream null: it begins with these files
   * @throws LedgerProblem EVIDENCE.NOT_YOURS for a file that the actor neither brought nor may read, and what `Quotas` refuses
   */
  async mayName(files: readonly Named[], actor: Actor, stream: string | null): Promise<void> {
    await this.quotas.evidence(stream, files);
    if (TRUSTED.has(actor.id)) return;
    for (const { sha256 } of files) {
      if ((await this.store.find(sha256)) === null || (await this.rights.has(sha256, actor.id))) continue;
      if (!(await this.mayRead(sha256, actor))) throw notYours();
      await this.rights.give(sha256, actor.id, 'read', this.ledger.clock.now().toISOString());
    }
  }

  /** After they were named there. */
  async named(files: readonly Named[], stream: string): Promise<void> {
    for (const { sha256, evidenceId } of files) await this.rights.name(sha256, stream, evidenceId);
  }

  private async mayRead(sha256: string, actor: Actor): Promise<boolean> {
    for (const { stream, evidenceId } of await this.rights.namings(sha256)) {
      try {
        if ((await this.attached(stream, evidenceId, actor)).sha256 === sha256) return true;
      } catch (error) {
        if (!(error instanceof LedgerProblem)) throw error;
      }
    }
    return false;
  }

  /**
   * The file that a stream names, for somebody who may see the stream.
   * @throws LedgerProblem where the stream names no such evidence, lies outside the actor's region, or was given the digest by somebody who had no right to the file
   */
  async attached(stream: string, evidenceId: string, actor: Actor): Promise<Paper> {
    let region: string | null = null;
    let found: (Paper & { readonly by: string }) | null = null;
    const place = parseSubjectStream(stream);
    let subject = place === null ? null : initialSubject(place.kind, place.id);
    for await (const { event, metadata, recorded } of this.ledger.readStream(stream)) {
      if (event.type === 'BrandReported.v1' || event.type === 'FundRecorded.v1') region = event.data.region;
      if (subject !== null) {
        const { id, revision } = recorded;
        subject = evolveSubject(subject, { type: event.type, data: event.data, metadata, id, revision: Number(revision) });
        region = subject.own?.region ?? null;
      }
      const paper = papersOf(event).find((each) => each.evidenceId === evidenceId);
      // A correction of money repeats the papers of the entry; whoever named them first had to have them.
      if (paper !== undefined && found?.sha256 !== paper.sha256) found = { ...paper, by: metadata.actor.id };
    }
    if (region !== null) this.gate.region(actor, region);
    const unit = unitOf(actor);
    // A unit sees its own papers and those of its brands, and nothing else of its county.
    if (unit !== null && stream !== unit && !(await brandsOfUnit(this.ledger, unit)).has(stream.replace(/^brand-/, ''))) found = null;
    if (found === null || region === null) throw unknown();
    // Named before the file came, by somebody else than who brought it.
    if (!TRUSTED.has(found.by) && (await this.store.find(found.sha256)) !== null && !(await this.rights.has(found.sha256, found.by)))
      throw absent();
    return found;
  }
}

const unknown = (): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'EVIDENCE.UNKNOWN',
    zh: '这里没有登记这份佐证材料',
    en: 'no such evidence is attached here',
    field: null,
    todo: { zh: '请从品牌、单位或资金登记的页面打开', en: 'open it from the page of the brand, unit or entry of money' },
  });

const notYours = (): LedgerProblem =>
  new LedgerProblem('forbidden', {
    code: 'EVIDENCE.NOT_YOURS',
    zh: '这份文件不是您上传的，您也无权查看，不能只凭摘要登记',
    en: 'you neither uploaded this file nor may read it; its digest alone does not let you attach it',
    field: 'sha256',
    todo: { zh: '请上传您手上的文件后再登记', en: 'upload the file that you hold, then attach it' },
  });

export const absent = (): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'EVIDENCE.ABSENT',
    zh: '本机没有这份文件，只登记了原件的保管人和存放处',
    en: 'the file is not kept here; only who keeps the original, and where, is on record',
    field: null,
    todo: {
      zh: '请向原件保管人调阅；取得扫描件后可上传，摘要一致即为同一文件',
      en: 'ask the custodian; a scan with the same digest may be uploaded',
    },
  });
