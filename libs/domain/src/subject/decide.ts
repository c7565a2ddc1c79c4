/**
 * Decides a command against the folded state of a subject beside brands: the events it leads to, or a refusal with a reason.
 *
 * Pure, as the brand's decider is. An answer without events means that what was asked has happened already.
 */
import { decideInstitution } from '../institution/decide';
import { decideLink, markLinkReviewDue } from '../link/decide';
import { decideProgramme } from '../programme/decide';
import { decideRegionSubject } from '../region/subject';
import { accept } from '../refusal';
import { decideUnit } from '../unit/decide';
import { decideWindow } from '../window/decide';
import { notOnBooks } from './checks';
import type { SubjectCommand } from './commands';
import type { SubjectContext, SubjectDecided } from './core';
import { decideShared, decideStewardShared } from './decide-shared';
import { refuseSubject } from './refusals';
import { sharedCommandSchemas, type SharedCommand } from './shared-commands';
import { subjectDecisionTaken, type SubjectState } from './state';
import type { StewardSubjectCommand } from './steward-commands';
import { SUBJECT_KIND_WORDS } from './words';

/** A command of a person. Its kind is that of the state: the shell folds the stream that the command names. */
export function decideSubject(asked: SubjectCommand, state: SubjectState, ctx: SubjectContext): SubjectDecided {
  const { command } = asked;
  if (isShared(command)) {
    if (asked.kind === 'window') return unknownCommand(command.type, state);
    return state.own === null ? notOnBooks(state.kind) : decideShared(command, state, ctx);
  }
  if (asked.kind === 'unit' && state.kind === 'unit' && !isShared(asked.command)) return decideUnit(asked.command, state.own, ctx);
  if (asked.kind === 'institution' && state.kind === 'institution' && !isShared(asked.command))
    return decideInstitution(asked.command, state.own, state.core, ctx);
  if (asked.kind === 'link' && state.kind === 'link' && !isShared(asked.command)) return decideLink(asked.command, state.own, ctx);
  if (asked.kind === 'programme' && state.kind === 'programme' && !isShared(asked.command))
    return decideProgramme(asked.command, state.own, state.core, ctx);
  if (asked.kind === 'window' && state.kind === 'window') return decideWindow(asked.command, state.own, ctx);
  if (asked.kind === 'region' && state.kind === 'region' && !isShared(asked.command))
    return decideRegionSubject(asked.command, state.own, ctx);
  return unknownCommand(command.type, state);
}

/** What a rule decided. Nothing is written for a key that stands, and nothing on what is not on the books. */
export function decideSubjectBySteward(command: StewardSubjectCommand, state: SubjectState, ctx: SubjectContext): SubjectDecided {
  if (state.own === null) return notOnBooks(state.kind);
  const { decision } = command.data;
  if (subjectDecisionTaken(state, decision.key)) return accept();
  // A region that nothing was written on yet stands at its beginning.
  if (decision.basis.revision > Math.max(0, state.core.revision)) {
    return refuseSubject('SUBJECT.BASIS_AHEAD', 'decision.basis.revision', {
      basis: decision.basis.revision,
      revision: state.core.revision,
    });
  }
  if (command.type !== 'markLinkReviewDue') return decideStewardShared(command, state, ctx);
  return state.kind === 'link' ? markLinkReviewDue(command.data, state.own) : unknownCommand(command.type, state);
}

const isShared = (command: SubjectCommand['command']): command is SharedCommand => command.type in sharedCommandSchemas;

const unknownCommand = (command: string, { kind }: SubjectState): SubjectDecided =>
  refuseSubject('SUBJECT.UNKNOWN_COMMAND', 'type', { kind: SUBJECT_KIND_WORDS[kind], command });
