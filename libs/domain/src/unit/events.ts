/** What happens to a construction unit（劳务品牌建设单位）, in its stream `unit-<id>`. */
import { z } from 'zod';
import { Decision } from '../decision';
import { DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';

/** SD-10: 龙头企业, 行业协会, 人力资源服务机构等 – the list ends in 等. */
export const UNIT_TYPES = ['leadFirm', 'association', 'hrAgency', 'other'] as const;
export const UnitType = z.enum(UNIT_TYPES);

export const unitEventSchemas = {
  'UnitRegistered.v1': z.strictObject({
    unitId: Uuid,
    name: Text,
    creditCode: Text.nullable(),
    unitType: UnitType,
    region: RegionCode,
    /** The brands it builds. A brand may have several units. */
    brands: z.array(Uuid),
    origin: Origin,
    source: Source,
  }),
  'UnitBrandsChanged.v1': z.strictObject({ added: z.array(Uuid), removed: z.array(Uuid), reason: Text }),
  /** 认定为特色劳务品牌建设单位; the policy's answer stands beside where a document asks for one. Duties bind from here on. */
  'UnitRecognised.v1': z.strictObject({ document: DocumentRef, minutes: Text.nullable(), decision: Decision.nullable() }),
  'UnitRecognitionRefused.v1': z.strictObject({ reason: Text, document: DocumentRef.nullable(), decision: Decision.nullable() }),
  'UnitRecognitionWithdrawn.v1': z.strictObject({
    proposalId: Uuid.nullable(),
    confirmedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
} as const;
