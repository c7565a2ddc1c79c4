/** What a region does as a subject of policy, in its stream `region-<code>` beside closed years and published aggregates. */
import { z } from 'zod';
import { BusinessDate, DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';

export const regionSubjectEventSchemas = {
  /** KL-14: an evaluation of institutions, city-wide, with the scale it grades on, best first. */
  'EvaluationRoundHeld.v1': z.strictObject({
    roundId: Uuid,
    /** Code of the evaluation, as rules ask for it: `school`. */
    evaluation: Text,
    heldOn: BusinessDate,
    title: Text,
    scale: z.array(Text).min(2),
    document: DocumentRef.nullable(),
    origin: Origin,
  }),
  /** SD-05: 摸底调查. */
  'RegionSurveyFiled.v1': z.strictObject({ surveyId: Uuid, title: Text, filedOn: BusinessDate, source: Source }),
  /** SD-05, KL-20: 建设方案, 工作方案. */
  'RegionPlanFiled.v1': z.strictObject({ planId: Uuid, title: Text, filedOn: BusinessDate, source: Source }),
  /** SP-14: a meeting of the leading group. */
  'RegionMeetingHeld.v1': z.strictObject({ meetingId: Uuid, title: Text, heldOn: BusinessDate, minutes: Text.nullable() }),
  /** SD-27: 信息报送. `period` as the report names it; no document states one. */
  'RegionReportFiled.v1': z.strictObject({ reportId: Uuid, title: Text, period: Text, filedOn: BusinessDate, source: Source }),
  /** The class of a region by a document (IM-25), from a date on. */
  'RegionReclassified.v1': z.strictObject({
    pack: Text,
    class: z.int().min(1),
    effectiveFrom: BusinessDate,
    reason: Text,
    document: DocumentRef,
  }),
  /** 撤并: brands keep id and code; from that day on their path is the successor's. */
  'RegionMerged.v1': z.strictObject({ into: RegionCode, on: BusinessDate, reason: Text, document: DocumentRef }),
} as const;
