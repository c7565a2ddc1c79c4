/** The life of policies across the process boundary: drafts, approvals, checks, comparisons, and standards that regions set. */
import { BusinessDate, DocumentRef, Text } from '#domain';
import { z } from 'zod';

const PackText = z.string().min(1).max(2_000_000);
const Phase = z.enum(['draft', 'returned', 'approved', 'inForce', 'superseded', 'repealed', 'expired']);

/** A version of a pack that decides, has decided or will. `document` is the whole pack. Three dates: issued, effective, known. */
export const PublishedPolicy = z
  .object({
    pack: z.string(),
    version: z.string(),
    role: z.enum(['document', 'house']),
    completes: z.string().nullable(),
    title: z.string(),
    number: z.string().nullable(),
    digest: z.string(),
    phase: Phase,
    /** When the office published it, or made it. */
    issuedOn: z.string().nullable(),
    effectiveFrom: z.string(),
    /** Last day in force; null: no end is known. */
    until: z.string().nullable(),
    /** When this ledger came to know that it decides. */
    recordedAt: z.string(),
    publishedBy: z.string(),
    draftedBy: z.string(),
    /** Null: published with the first start, approved by nobody here. */
    approvedBy: z.string().nullable(),
    document: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'PublishedPolicy' });

/** A draft that waits for a second person, or that went back. */
export const PolicyDraft = z
  .object({
    pack: z.string(),
    version: z.string(),
    role: z.enum(['document', 'house']),
    title: z.string(),
    phase: z.enum(['draft', 'returned']),
    digest: z.string(),
    effectiveFrom: z.string(),
    draftedBy: z.string(),
    draftedAt: z.string(),
    reason: z.string(),
    backdatedBecause: z.string().nullable(),
    supersedes: z.string().nullable(),
  })
  .meta({ id: 'PolicyDraft' });

export const LocalStandardRow = z
  .object({
    standardId: z.string(),
    region: z.string(),
    regionName: z.string(),
    pack: z.string(),
    parameter: z.string(),
    unit: z.string(),
    value: z.string(),
    effectiveFrom: z.string(),
    repealedOn: z.string().nullable(),
    document: z.object({ number: z.string(), issuedOn: z.string(), signedBy: z.string() }),
    draftedBy: z.string(),
    approvedBy: z.string(),
    reason: z.string().nullable(),
    backdatedBecause: z.string().nullable(),
  })
  .meta({ id: 'LocalStandard' });

export const PolicyLife = z
  .object({
    pack: z.string(),
    title: z.string(),
    role: z.enum(['document', 'house']),
    completes: z.string().nullable(),
    versions: z.array(
      z.object({
        version: z.string(),
        phase: Phase,
        digest: z.string(),
        dates: z.object({
          /** 成文 and 发布, by the office. */
          made: z.string().nullable(),
          published: z.string().nullable(),
          /** 施行 as the document says, and from which day this version decides. */
          inForceFrom: z.string(),
          effectiveFrom: z.string(),
          until: z.string().nullable(),
          /** When this ledger came to know: of the draft, and of its approval. */
          drafted: z.string(),
          known: z.string().nullable(),
        }),
        draftedBy: z.string(),
        reason: z.string(),
        backdatedBecause: z.string().nullable(),
        supersedes: z.string().nullable(),
        approvedBy: z.string().nullable(),
        document: z.record(z.string(), z.unknown()),
      }),
    ),
    history: z.array(
      z.object({
        type: z.string(),
        version: z.string(),
        recordedAt: z.string(),
        actor: z.string(),
        on: z.string().nullable(),
        by: z.string().nullable(),
        zh: z.string(),
        en: z.string(),
        reason: z.string().nullable(),
      }),
    ),
    /** Parameters that the document hands down, with their bounds. */
    delegated: z.array(
      z.object({
        key: z.string(),
        zh: z.string(),
        en: z.string(),
        unit: z.string(),
        delegatedTo: z.string(),
        cite: z.string().nullable(),
        atLeast: z.string().nullable(),
        atMost: z.string().nullable(),
      }),
    ),
    standards: z.array(LocalStandardRow),
  })
  .meta({ id: 'PolicyLife' });

export const PolicyCheck = z
  .object({
    pack: z.string().nullable(),
    version: z.string().nullable(),
    errors: z.int(),
    warnings: z.int(),
    findings: z.array(
      z.object({
        severity: z.enum(['error', 'warning']),
        code: z.string(),
        place: z.string(),
        /** From 1; null: no place in the file. */
        line: z.int().nullable(),
        column: z.int().nullable(),
        zh: z.string(),
        en: z.string(),
        todo: z.object({ zh: z.string(), en: z.string() }),
      }),
    ),
  })
  .meta({ id: 'PolicyCheck' });

const Named = z.object({ pack: z.string(), version: z.string() });
export const PolicyChanges = z
  .object({
    from: Named,
    to: Named,
    changes: z.array(
      z.object({
        part: z.string(),
        id: z.string(),
        kind: z.enum(['added', 'removed', 'changed']),
        zh: z.string(),
        en: z.string(),
        cite: z.string().nullable(),
        basis: z.enum(['stated', 'configured']).nullable(),
        fields: z.array(z.object({ path: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
        sentenceZh: z.string(),
        sentenceEn: z.string(),
      }),
    ),
  })
  .meta({ id: 'PolicyChanges' });

export const DraftPolicyBody = z
  .strictObject({
    /** The pack file, YAML or JSON. */
    text: PackText,
    draftedBy: Text,
    reason: Text,
    /** First day on which it is to decide; left out: the day on which the document itself comes into force. */
    effectiveFrom: BusinessDate.optional(),
    backdatedBecause: Text.optional(),
    /** Another document that it takes the place of. */
    supersedes: z.string().min(1).max(100).optional(),
  })
  .meta({ id: 'DraftPolicy' });
export const ApprovePolicyBody = z
  .strictObject({
    approvedBy: Text,
    note: Text.optional(),
    /** Digest of the text that was read; another one is refused. */
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    backdatedBecause: Text.optional(),
  })
  .meta({ id: 'ApprovePolicy' });
export const ReturnPolicyBody = z.strictObject({ returnedBy: Text, reason: Text }).meta({ id: 'ReturnPolicy' });
export const RepealPolicyBody = z
  .strictObject({
    repealedOn: BusinessDate,
    repealedBy: Text,
    reason: Text,
    document: DocumentRef.optional(),
    backdatedBecause: Text.optional(),
  })
  .meta({ id: 'RepealPolicy' });
export const CheckPolicyBody = z
  .strictObject({ text: PackText, cases: PackText.optional(), supersedes: z.string().min(1).max(100).optional() })
  .meta({ id: 'CheckPolicy' });
const Compared = z.union([z.strictObject({ pack: z.string().max(100), version: z.string().max(100) }), z.strictObject({ text: PackText })]);
export const ComparePoliciesBody = z.strictObject({ from: Compared, to: Compared }).meta({ id: 'ComparePolicies' });
export const PolicyDiffParams = z.strictObject({
  from: z.string().min(1).max(100),
  to: z.string().min(1).max(100),
  atLeast: z.string().optional(),
});

export const LocalStandardBody = z
  .strictObject({
    pack: z.string().min(1).max(100),
    parameter: z.string().min(1).max(200),
    /** An integer, or an exact ratio such as `85/100`. */
    value: z.union([z.int(), z.string().regex(/^\d{1,9}\/[1-9]\d{0,8}$/)]),
    unit: z.string().min(1).max(40).optional(),
    effectiveFrom: BusinessDate,
    document: DocumentRef,
    draftedBy: Text,
    approvedBy: Text,
    reason: Text.optional(),
    backdatedBecause: Text.optional(),
  })
  .meta({ id: 'PublishLocalStandard' });
export const RepealStandardBody = z
  .strictObject({
    repealedOn: BusinessDate,
    document: DocumentRef,
    draftedBy: Text,
    approvedBy: Text,
    reason: Text,
    backdatedBecause: Text.optional(),
  })
  .meta({ id: 'RepealLocalStandard' });
