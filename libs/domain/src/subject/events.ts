/** Every event of the subjects beside brands: units, institutions, dual-brand links, programmes, nomination windows, regions. */
import type { z } from 'zod';
import { sharedEventSchemas } from './shared-events';
import { institutionEventSchemas } from '../institution/events';
import { linkEventSchemas } from '../link/events';
import { programmeEventSchemas } from '../programme/events';
import { regionSubjectEventSchemas } from '../region/subject-events';
import { unitEventSchemas } from '../unit/events';
import { windowEventSchemas } from '../window/events';

export const subjectEventSchemas = {
  ...sharedEventSchemas,
  ...unitEventSchemas,
  ...institutionEventSchemas,
  ...linkEventSchemas,
  ...programmeEventSchemas,
  ...windowEventSchemas,
  ...regionSubjectEventSchemas,
} as const;

export type SubjectEventType = keyof typeof subjectEventSchemas;
export type SubjectEvent = {
  [T in SubjectEventType]: { readonly type: T; readonly data: z.infer<(typeof subjectEventSchemas)[T]> };
}[SubjectEventType];
export type SubjectEventData<T extends SubjectEventType> = z.infer<(typeof subjectEventSchemas)[T]>;
