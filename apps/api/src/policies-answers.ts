/** Policies as the interface tells them: three dates apart, and who did what in both languages. */
import type { PolicyHistoryEntry, PolicyLibrary, PublishedPack } from '#application';
import type { LocalStandardRow, PolicyDraft, PolicyLife, PublishedPolicy } from '#contracts';
import { addDays, policyEnd, policyPhase, regionName, type LocalStandard, type PolicyEdition, type PolicyState } from '#domain';
import { delegatedParameters } from '#policy';
import type { z } from 'zod';

/** @param today business date, for what is in force now */
export function publishedPolicy(
  { open: { pack }, edition, recordedAt, publishedBy }: PublishedPack,
  today: string,
): z.infer<typeof PublishedPolicy> {
  return {
    pack: pack.id,
    version: pack.version,
    role: pack.role,
    completes: pack.completes,
    title: pack.meta.title,
    number: pack.meta.number,
    digest: edition.digest,
    phase: policyPhase(edition, today),
    issuedOn: pack.meta.published ?? pack.meta.made,
    effectiveFrom: edition.effectiveFrom,
    until: lastDayOf(edition),
    recordedAt,
    publishedBy,
    draftedBy: edition.draftedBy,
    approvedBy: edition.approvedBy,
    document: pack,
  };
}

/** Drafts of all packs, those that wait first. */
export function draftsOf(policies: PolicyLibrary): z.infer<typeof PolicyDraft>[] {
  return [...policies.lives()]
    .flatMap(([pack, { editions }]) =>
      [...editions.values()].flatMap((edition): z.infer<typeof PolicyDraft>[] => {
        const { version, status, digest, effectiveFrom, draftedBy, recordedAt, reason, backdatedBecause, supersedes } = edition;
        const open = policies.version(pack, version)?.open.pack;
        if (status === 'published' || open === undefined) return [];
        const told = { digest, effectiveFrom, draftedBy, draftedAt: recordedAt, reason, backdatedBecause, supersedes };
        return [{ pack, version, role: open.role, title: open.meta.title, phase: status, ...told }];
      }),
    )
    .sort((a, b) => (a.phase < b.phase ? -1 : a.phase > b.phase ? 1 : 0));
}

const lastDayOf = (edition: PolicyEdition): string | null => {
  const end = policyEnd(edition);
  return end === null ? null : addDays(end.from, -1);
};

/** Whether a version has been approved at some time: before that it is an office's paper, and no business of the public. */
export const isPublished = (state: PolicyState, version: string): boolean => state.editions.get(version)?.status === 'published';

/** @param drafts whether versions that nobody has approved are told, too */
export function lifeOf(
  pack: string,
  state: PolicyState,
  policies: PolicyLibrary,
  today: string,
  drafts: boolean,
): z.infer<typeof PolicyLife> {
  const isTold = (version: string): boolean => drafts || isPublished(state, version);
  const versions = [...state.editions.keys()].flatMap((version) => {
    const found = policies.version(pack, version);
    if (found === null || !isTold(version)) return [];
    const { open, edition } = found;
    const { meta } = open.pack;
    return [
      {
        version,
        phase: policyPhase(edition, today),
        digest: edition.digest,
        dates: {
          made: meta.made,
          published: meta.published,
          inForceFrom: meta.inForceFrom,
          effectiveFrom: edition.effectiveFrom,
          until: lastDayOf(edition),
          drafted: edition.recordedAt,
          known: edition.approvedAt,
        },
        draftedBy: edition.draftedBy,
        reason: edition.reason,
        backdatedBecause: edition.backdatedBecause,
        supersedes: edition.supersedes,
        approvedBy: edition.approvedBy,
        document: open.pack,
      },
    ];
  });
  const latest = versions.map(({ version }) => policies.version(pack, version)?.open).findLast((open) => open !== undefined);
  const document = policies.all().findLast(({ open }) => open.pack.id === pack);
  const houses = policies.all().filter(({ open }) => open.pack.completes === pack);
  return {
    pack,
    title: latest?.pack.meta.title ?? pack,
    role: latest?.pack.role ?? 'document',
    completes: latest?.pack.completes ?? null,
    versions,
    history: policies
      .history(pack)
      .filter(({ event }) => isTold(event.data.version))
      .map(told),
    delegated: (document === undefined ? [] : delegatedParameters({ document, houses })).map(
      ({ key, zh, en, unit, delegatedTo, cite, atLeast, atMost }) => ({
        ...{ key, zh, en, unit, delegatedTo, cite },
        atLeast: atLeast === null ? null : String(atLeast.value),
        atMost: atMost === null ? null : String(atMost.value),
      }),
    ),
    standards: policies.localStandards(pack).map(standardRow),
  };
}

export const standardRow = (standard: LocalStandard): z.infer<typeof LocalStandardRow> => ({
  ...standard,
  value: String(standard.value),
  regionName: regionName(standard.region) ?? standard.region,
});

/** An event of a policy's life as a line of its timeline. */
function told({ event, recordedAt, actor }: PolicyHistoryEntry): z.infer<typeof PolicyLife>['history'][number] {
  const line = (on: string | null, by: string | null, zh: string, en: string, why: string | null = null) => ({
    ...{ type: event.type, version: event.data.version, recordedAt, actor, on, by, zh, en },
    reason: why,
  });
  switch (event.type) {
    case 'PolicyPublished.v1':
      return line(
        event.data.effectiveFrom,
        event.data.publishedBy,
        `首次启动随程序发布，自 ${event.data.effectiveFrom} 起施行，未经第二人审定`,
        `published with the first start, in force from ${event.data.effectiveFrom}; no second person has approved it`,
        event.data.reason,
      );
    case 'PolicyDrafted.v1':
      return line(
        event.data.effectiveFrom,
        event.data.draftedBy,
        `起草，拟自 ${event.data.effectiveFrom} 起施行${event.data.supersedes === null ? '' : `，替代 ${event.data.supersedes}`}`,
        `drafted, to take effect on ${event.data.effectiveFrom}${event.data.supersedes === null ? '' : `, in the place of ${event.data.supersedes}`}`,
        because(event.data.reason, event.data.backdatedBecause),
      );
    case 'PolicyApproved.v1':
      return line(null, event.data.approvedBy, '审定', 'approved', because(event.data.note, event.data.backdatedBecause));
    case 'PolicyReturned.v1':
      return line(null, event.data.returnedBy, '退回草案', 'draft returned', event.data.reason);
    case 'PolicyRepealed.v1': {
      const { repealedOn, repealedBy, reason, document, backdatedBecause } = event.data;
      const paper = document === null ? '' : `（${document.number}）`;
      return line(
        repealedOn,
        repealedBy,
        `自 ${repealedOn} 起废止${paper}`,
        `repealed from ${repealedOn} on${paper}`,
        because(reason, backdatedBecause),
      );
    }
    case 'PolicySuperseded.v1': {
      const { from, by } = event.data;
      return line(
        from,
        null,
        `自 ${from} 起被 ${by.pack} 第 ${by.version} 版替代`,
        `superseded by ${by.pack} ${by.version} from ${from} on`,
      );
    }
    case 'PolicyExpired.v1':
      return line(event.data.lastDay, null, `有效期至 ${event.data.lastDay}，期满失效`, `expired; its last day was ${event.data.lastDay}`);
  }
}

const because = (reason: string | null, backdated: string | null): string | null =>
  backdated === null ? reason : `${reason === null ? '' : `${reason}；`}追溯理由：${backdated}`;
