/**
 * A command of a person as a form: which fields it has, in the order a clerk fills them, and when it is the natural next
 * step. What is legal is the ledger's to decide; a command that does not fit is refused with its reason.
 */
import type { ReactNode } from 'react';
import type { Dataset } from '../shell/dataset';
import type { Words } from '../shell/language';
import type { Book } from '../shell/words';

export type Bag = Record<string, unknown>;
export const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Base {
  /** Dotted path within the body of the command. */
  readonly name: string;
  readonly label: Words;
  readonly optional?: true;
  readonly hint?: Words;
}

export interface Option {
  readonly value: string;
  readonly words: Words;
}

/** `Card` is what the form is filled for: the fields that ask nothing of it fit every card. */
export type Field<Card = unknown> =
  | (Base & { readonly kind: 'text' | 'long' | 'date' | 'moment' | 'year' | 'count' | 'tags'; readonly initial?: string | number })
  | (Base & { readonly kind: 'flag'; readonly initial?: boolean })
  | (Base & { readonly kind: 'choice'; readonly options: Book; readonly initial?: string })
  | (Base & { readonly kind: 'choices'; readonly options: Book; readonly initial?: readonly string[] })
  /** One, or several, of what the card holds. */
  | (Base & { readonly kind: 'pick' | 'picks'; readonly of: (card: Card) => readonly Option[] })
  /** One of the events in the card's history: the id it gave, called by one of its texts. */
  | (Base & { readonly kind: 'past'; readonly event: string; readonly id: string; readonly text: string })
  | (Base & { readonly kind: 'document' | 'panel' | 'judgements' | 'region' | 'digest' })
  /** Documents: those that govern a card's region and kind, or the region that stands in another field of the form. */
  | (Base & {
      readonly kind: 'pack';
      readonly of?: (card: Card) => { readonly region: string; readonly kind: string | null };
      readonly byRegion?: string;
    })
  | (Base & { readonly kind: 'brand' | 'brands'; readonly brandKind?: string })
  /** One or several of the brands that the card names. */
  | (Base & { readonly kind: 'heldBrands'; readonly many: boolean; readonly of: (card: Card) => readonly string[] })
  /** What rules ask of such a subject: a criterion to judge, a paper to hand in. Others may be typed. */
  | (Base & { readonly kind: 'criterion' | 'paper'; readonly subject: (card: Card) => string })
  /** A part of the body that needs a form of its own. It names its fields below `name`. */
  | { readonly kind: 'own'; readonly name: string; readonly view: (card: Card) => ReactNode; readonly body: (value: Bag) => Bag }
  /** An id that this page makes, a value that is always the same, or real or made up as the page stands: never shown. */
  | { readonly kind: 'fresh'; readonly name: string }
  | { readonly kind: 'origin'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: string; readonly value: null | string | readonly never[] };

export interface CommandSpec<Card> {
  /** As in the path of the api: `hold-review`. */
  readonly command: string;
  readonly title: Words;
  /** What it does, in one line, for whoever does it the first time. */
  readonly about: Words;
  /** Stands in no document: a configured step. */
  readonly configured?: true;
  /** Adds a fact that stands whatever else was written meanwhile: it is not held against the revision that the person saw. */
  readonly adds?: true;
  readonly group: string;
  /** True when it is a natural next step for this card. */
  readonly next: (card: Card) => boolean;
  /** Parts of the body that open proposals, dates and the like already know. */
  readonly prefill?: (card: Card) => Readonly<Record<string, unknown>>;
  readonly fields: readonly Field<Card>[];
  /** The body as the interface takes it, where its parts stand otherwise than in the form. */
  readonly whole?: (body: Bag) => Bag;
  /** What follows when the command was carried out, such as telling another stream. What it throws is said and undoes nothing. */
  readonly after?: (values: Bag, card: Card, key: string) => Promise<void>;
}

export const pathOf = (name: string): (string | number)[] => name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

interface Sending {
  readonly dataset: Dataset;
  readonly key: string;
}

const empty = (value: unknown): boolean => value === undefined || value === null || value === '';
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function readAt(values: Bag, name: string): unknown {
  let at: unknown = values;
  for (const part of name.split('.')) at = isBag(at) ? at[part] : undefined;
  return at;
}

function writeAt(body: Bag, name: string, value: unknown): void {
  const parts = name.split('.');
  const last = parts.pop() ?? name;
  let at = body;
  for (const part of parts) {
    const next = at[part];
    if (isBag(next)) at = next;
    else {
      const made: Bag = {};
      at[part] = made;
      at = made;
    }
  }
  at[last] = value;
}

/** `2024-07-30T23:59` as a person in Beijing typed it, as a moment with its offset. */
export const momentOf = (typed: unknown): unknown =>
  typeof typed === 'string' && typed !== '' ? `${typed.length === 16 ? `${typed}:00` : typed}+08:00` : typed;

/** A paper, or null where it may be left out and nothing of it was given. */
export function paperOf(value: unknown, optional: boolean): Bag | null {
  const paper = isBag(value) ? value : {};
  const given = ['number', 'issuedOn', 'signedBy'].some((part) => !empty(paper[part]));
  return given || !optional
    ? { number: paper['number'] ?? '', issuedOn: paper['issuedOn'] ?? '', signedBy: paper['signedBy'] ?? '' }
    : null;
}

function panelOf(value: unknown): Bag | null {
  const panel = isBag(value) ? value : {};
  const members = list(panel['members']);
  if (members.length === 0 && empty(panel['votesFor'])) return null;
  return {
    members,
    votesFor: panel['votesFor'] ?? 0,
    votesAgainst: panel['votesAgainst'] ?? 0,
    recused: panel['recused'] ?? [],
    minutes: empty(panel['minutes']) ? null : panel['minutes'],
  };
}

const judgementOf = (value: unknown): Bag => ({
  criterion: '',
  role: '',
  by: '',
  reason: '',
  ...(isBag(value) ? value : {}),
  met: isBag(value) && value['met'] !== false,
  evidence: [],
});

/**
 * The body of a command from what stands in the form: what was left empty is null where the schema allows it.
 * @param key of the intent: an id that this page makes is that key, so that sending it again says the same
 */
export function bodyOf<Card>(fields: readonly Field<Card>[], values: Bag, { dataset, key }: Sending): Bag {
  const body: Bag = {};
  for (const field of fields) {
    if (field.kind === 'own') {
      const value = readAt(values, field.name);
      Object.assign(body, field.body(isBag(value) ? value : {}));
      continue;
    }
    writeAt(body, field.name, valueOf(field, readAt(values, field.name), { dataset, key }));
  }
  return body;
}

function valueOf<Card>(field: Exclude<Field<Card>, { kind: 'own' }>, value: unknown, { dataset, key }: Sending): unknown {
  switch (field.kind) {
    case 'constant':
      return field.value;
    case 'fresh':
      return key;
    case 'origin':
      return dataset === 'synthetic' ? 'synthetic' : 'operational';
    case 'document':
      return paperOf(value, field.optional === true);
    case 'panel':
      return panelOf(value);
    case 'judgements':
      return list(value).map(judgementOf);
    case 'moment':
      return momentOf(value);
    case 'flag':
      return value === true;
    case 'tags':
    case 'picks':
    case 'brands':
    case 'choices':
      return list(value);
    case 'heldBrands':
      return field.many ? list(value) : value;
    default:
      if (!empty(value)) return value;
      return field.optional !== true && (field.kind === 'text' || field.kind === 'long') ? '' : null;
  }
}

const KIND = /^\/(unit|institution|link|programme|window|region)s\//;

/** Operation of the interface behind a command on a card: `hold-review` on `/links/<id>` is `linkHoldReview`. */
export function operationOf(path: string, command: string): string {
  if (path.startsWith('/funds')) return `${command === '' ? 'record' : command}Fund`;
  const name = command.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const kind = KIND.exec(`${path}/`)?.[1];
  return kind === undefined ? name : `${kind}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
