/** What may be asked of each kind of subject. Each is one path of the API: `POST /api/v1/units/{id}/<name>`. */
import { institutionCommandSchemas, type InstitutionCommand } from '../institution/decide';
import { linkCommandSchemas, type LinkCommand } from '../link/decide';
import { programmeCommandSchemas, type ProgrammeCommand } from '../programme/decide';
import { regionSubjectCommandSchemas, type RegionSubjectCommand } from '../region/subject';
import { unitCommandSchemas, type UnitCommand } from '../unit/decide';
import { windowCommandSchemas, type WindowCommand } from '../window/decide';
import type { SubjectStreamKind } from './core';
import { sharedCommandSchemas, type SharedCommand } from './shared-commands';

/** A window holds no facts of its own: it is a span of time. */
export const subjectCommandSchemas = {
  unit: { ...sharedCommandSchemas, ...unitCommandSchemas },
  institution: { ...sharedCommandSchemas, ...institutionCommandSchemas },
  link: { ...sharedCommandSchemas, ...linkCommandSchemas },
  programme: { ...sharedCommandSchemas, ...programmeCommandSchemas },
  window: windowCommandSchemas,
  region: { ...sharedCommandSchemas, ...regionSubjectCommandSchemas },
} as const;

/** The command that puts a subject on the books; a region stands there by its code. */
export const FOUNDING_COMMANDS = {
  unit: 'register',
  institution: 'register',
  link: 'propose',
  programme: 'register',
  window: 'open',
  region: null,
} as const satisfies Record<SubjectStreamKind, string | null>;

interface OwnCommands {
  readonly unit: UnitCommand | SharedCommand;
  readonly institution: InstitutionCommand | SharedCommand;
  readonly link: LinkCommand | SharedCommand;
  readonly programme: ProgrammeCommand | SharedCommand;
  readonly window: WindowCommand;
  readonly region: RegionSubjectCommand | SharedCommand;
}

/** A command of a person, with the kind of subject it is for. */
export type SubjectCommand = {
  [K in SubjectStreamKind]: { readonly kind: K; readonly command: OwnCommands[K] };
}[SubjectStreamKind];
