/** How much one subject may carry, so that nobody fills a disk or a list. No document says how much: the operator does. */
import { LedgerProblem, type Ledger } from '#application';
import { subjectStream, type SubjectCommand } from '#domain';
import type { EvidenceStore } from '#evidence';
import { Inject, Injectable } from '@nestjs/common';
import type { Composition } from '../../worker/src/composition';
import { papersOf, type Paper } from './evidence.papers';
import { EVIDENCE, LEDGER, RUNTIME } from './tokens';
import { brandsOfUnit } from './unit-brands';

const MB = 1024 * 1024;

@Injectable()
export class Quotas {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(EVIDENCE) private readonly store: EvidenceStore,
    @Inject(RUNTIME) private readonly runtime: Pick<Composition, 'config'>,
  ) {}

  /**
   * Before files are named in a stream. The same bytes named twice are counted once, and a file that is not here has none: it
   * counts when the next one is named.
   * @param stream null: it begins with these files
   * @throws LedgerProblem QUOTA.EVIDENCE_FILES, QUOTA.EVIDENCE_BYTES
   */
  async evidence(stream: string | null, files: readonly Pick<Paper, 'evidenceId' | 'sha256'>[]): Promise<void> {
    if (files.length === 0) return;
    const { brandFiles, brandBytes } = this.runtime.config.evidence;
    const known = new Map<string, string>();
    if (stream !== null)
      for await (const { event } of this.ledger.readStream(stream))
        for (const { evidenceId, sha256 } of papersOf(event)) known.set(evidenceId, sha256);
    const added = files.filter(({ evidenceId, sha256 }) => known.get(evidenceId) !== sha256);
    if (added.length === 0) return;
    if (known.size + added.length > brandFiles)
      throw tooMuch(
        'QUOTA.EVIDENCE_FILES',
        `佐证材料最多 ${brandFiles} 份，已登记 ${known.size} 份`,
        `at most ${brandFiles} files of evidence; ${known.size} are attached`,
        '请把同类材料合并成一个文件后登记',
        'put papers of one kind into one file',
      );
    const digests = new Set(known.values());
    const before = await this.bytesOf(digests);
    const more = await this.bytesOf(new Set(added.map(({ sha256 }) => sha256).filter((sha256) => !digests.has(sha256))));
    if (more > 0 && before + more > brandBytes)
      throw tooMuch(
        'QUOTA.EVIDENCE_BYTES',
        `佐证材料合计最多 ${Math.floor(brandBytes / MB)} MB，已有 ${Math.ceil(before / MB)} MB`,
        `at most ${Math.floor(brandBytes / MB)} MB of evidence together; ${Math.ceil(before / MB)} MB are there`,
        '请压缩后登记，或只登记原件的保管人和存放处',
        'make it smaller, or attach only where the original is kept',
      );
  }

  private async bytesOf(digests: ReadonlySet<string>): Promise<number> {
    let bytes = 0;
    for (const digest of digests) bytes += (await this.store.find(digest))?.bytes ?? 0;
    return bytes;
  }

  /**
   * Before a unit or institution is given brands. One that has more already, by an older limit, may still lose some.
   * @param id null: it is founded with them
   * @throws LedgerProblem QUOTA.UNIT_BRANDS
   */
  async brands(id: string | null, { kind, command }: SubjectCommand): Promise<void> {
    if (kind !== 'unit' && kind !== 'institution') return;
    if (command.type !== 'register' && command.type !== 'changeBrands') return;
    const { unitBrands } = this.runtime.config;
    const before = id === null ? new Set<string>() : await brandsOfUnit(this.ledger, subjectStream(kind, id));
    const added = command.type === 'changeBrands' ? command.data.added : command.data.brands;
    const removed = new Set(command.type === 'changeBrands' ? command.data.removed : []);
    const after = new Set([...[...before].filter((brand) => !removed.has(brand)), ...added]);
    if (after.size <= unitBrands || after.size <= before.size) return;
    throw tooMuch(
      'QUOTA.UNIT_BRANDS',
      `一个单位（机构）最多承建 ${unitBrands} 个品牌，这样将有 ${after.size} 个`,
      `a unit carries at most ${unitBrands} brands; it would have ${after.size}`,
      '请核对所列品牌；确需更多的，由系统管理员调整本地配置',
      'check the brands; if there are more, the operator changes the limit',
    );
  }
}

const tooMuch = (code: string, zh: string, en: string, todoZh: string, todoEn: string): LedgerProblem =>
  new LedgerProblem('refused', {
    ...{ code, zh: `${zh}（本地配置）`, en: `${en} (configured here)`, field: null },
    todo: { zh: todoZh, en: todoEn },
  });
