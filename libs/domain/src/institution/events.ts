/** What happens to a training institution（培训机构）, in its stream `institution-<id>`. */
import { z } from 'zod';
import { Decision } from '../decision';
import { BusinessDate, DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';

/** 职业院校, 民办职业培训学校, 企业, 线上平台, 其他. */
export const INSTITUTION_TYPES = ['vocationalSchool', 'privateSchool', 'enterprise', 'onlinePlatform', 'other'] as const;
export const InstitutionType = z.enum(INSTITUTION_TYPES);

export const institutionEventSchemas = {
  'InstitutionRegistered.v1': z.strictObject({
    institutionId: Uuid,
    name: Text,
    creditCode: Text.nullable(),
    institutionType: InstitutionType,
    region: RegionCode,
    /** Training brands it runs: a brand is a trade or speciality of an institution. */
    brands: z.array(Uuid),
    origin: Origin,
    source: Source,
  }),
  'InstitutionBrandsChanged.v1': z.strictObject({ added: z.array(Uuid), removed: z.array(Uuid), reason: Text }),
  /** 准入; the policy's answer on its conditions stands beside where a document asks for one. */
  'InstitutionAdmitted.v1': z.strictObject({ document: DocumentRef, decision: Decision.nullable() }),
  /** 定点. `until` null: no end is stated. */
  'InstitutionDesignated.v1': z.strictObject({ from: BusinessDate, until: BusinessDate.nullable(), document: DocumentRef }),
  /** A grade on the scale that the round declares, best first (KL-15: 优秀 is preferred). */
  'InstitutionGraded.v1': z.strictObject({
    roundId: Uuid,
    /** Code of the evaluation, as rules ask for it: `school`. */
    evaluation: Text,
    gradedOn: BusinessDate,
    scale: z.array(Text).min(2),
    grade: Text,
    by: Text,
    evidence: z.array(Uuid),
    document: DocumentRef.nullable(),
  }),
  'InstitutionDesignationWithdrawn.v1': z.strictObject({
    proposalId: Uuid.nullable(),
    confirmedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  /** 列入黑名单: ends admission and designation. */
  'InstitutionBlacklisted.v1': z.strictObject({
    proposalId: Uuid.nullable(),
    confirmedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  /** 移出黑名单: it may be admitted anew. */
  'InstitutionCleared.v1': z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef }),
} as const;
