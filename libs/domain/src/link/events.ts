/** What happens to a dual brand（技能培训和劳务“双品牌”）: one labour brand linked to n training brands, in its stream `link-<id>`. */
import { z } from 'zod';
import { Decision } from '../decision';
import { DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';

/** IM-04 to IM-06: 品牌互促互培, 产业融合培育, 地区品牌培育. */
export const LINK_PATHS = ['mutual', 'industry', 'regional'] as const;
export const LinkPath = z.enum(LINK_PATHS);

/** Which side of a link: the labour brand or a training brand. */
export const LinkSide = z.enum(['labour', 'training']);

/** One step of the chain of reasons: an event of another stream, and the decision in it where it has one. */
export const ReasonStep = z.strictObject({
  stream: Text,
  /** `{stream}@{revision}`. */
  event: Text,
  type: Text,
  decisionKey: z.string().nullable(),
});
export type ReasonStep = z.infer<typeof ReasonStep>;

/** A training brand that stands in another active link too, and by which reading of the document that is allowed. */
const SharedTraining = z.strictObject({ brandId: Uuid, link: Text, interpretation: Text });

export const linkEventSchemas = {
  'DualLinkProposed.v1': z.strictObject({
    linkId: Uuid,
    name: Text,
    region: RegionCode,
    pack: Text,
    labour: Uuid,
    /** IM-10: one labour brand may correspond to several training brands. */
    training: z.array(Uuid).min(1),
    path: LinkPath,
    shared: z.array(SharedTraining),
    origin: Origin,
    source: Source,
  }),
  'DualLinkTrainingAdded.v1': z.strictObject({ brandId: Uuid, reason: Text, shared: z.array(SharedTraining) }),
  'DualLinkTrainingRemoved.v1': z.strictObject({ brandId: Uuid, reason: Text }),
  /** IM-08: both sides pass, the link is evidenced and judged; the policy's answer stands in the event. */
  'DualLinkRecognised.v1': z.strictObject({ document: DocumentRef, decision: Decision }),
  'DualLinkRefused.v1': z.strictObject({ reason: Text, document: DocumentRef.nullable(), decision: Decision.nullable() }),
  /** One side lost its conditions: the link is to be looked at, with the events that led here, earliest first. */
  'LinkReviewDue.v1': z.strictObject({ side: LinkSide, chain: z.array(ReasonStep), decision: Decision }),
  /** The review was held: the link stays, or goes back to being proposed until both sides pass again. */
  'LinkReviewHeld.v1': z.strictObject({ verdict: z.enum(['kept', 'suspended']), by: Text, reason: Text, decision: Decision.nullable() }),
  'DualLinkDissolved.v1': z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef.nullable() }),
} as const;
