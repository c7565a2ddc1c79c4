/**
 * A field that names a person in what is sent names either who acts, and is set from the session, or somebody else, and stands
 * below with who that is. A new one that is neither is a name that anybody could type.
 */
import { ACTION_IDS, actionOf } from '#access';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}
interface Operation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}
const api = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Who does not act here, or is no person. */
const SOMEBODY_ELSE: Readonly<Record<string, string>> = {
  recordJudgement: 'by: a panel or a body whose judgement is put on record',
  unitRecordJudgement: 'by',
  institutionRecordJudgement: 'by',
  linkRecordJudgement: 'by',
  programmeRecordJudgement: 'by',
  regionRecordJudgement: 'by',
  recordBreach: 'confirmedBy: the authority that found the breach',
  unitRecordBreach: 'confirmedBy',
  institutionRecordBreach: 'confirmedBy',
  linkRecordBreach: 'confirmedBy',
  programmeRecordBreach: 'confirmedBy',
  regionRecordBreach: 'confirmedBy',
  raiseObjection: 'by: who objects',
  promote: 'recommendedBy: the body that recommends',
  institutionGrade: 'by: the body that graded',
  windowReceiveNomination: 'by: the body that nominated',
  programmeDeclareAllocation: 'approvedBy: who approved the rule that a recorder puts on record',
};
const PERSON = /^by$|By$|^officer$|^expert$|^requester$/;

const resolved = (schema: Schema | undefined): Schema =>
  schema?.$ref === undefined ? (schema ?? {}) : (api.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
const fields = new Map(
  Object.values(api.paths)
    .flatMap((path) => Object.values(path))
    .map(({ operationId = '', requestBody }) => {
      const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => resolved(schema));
      return [operationId, schemas.flatMap(({ properties = {} }) => Object.keys(properties))];
    }),
);

it('every field that names a person is set from the session, or names somebody else', () => {
  const typed = [...fields].flatMap(([operation, names]) => {
    const action = actionOf(operation);
    const set = [...(action?.names ?? []), action?.other?.field];
    const others = SOMEBODY_ELSE[operation]?.split(':')[0];
    return names.filter((name) => PERSON.test(name) && !set.includes(name) && name !== others).map((name) => `${operation}.${name}`);
  });
  expect(typed).toEqual([]);
});

it('what the table sets, and what is listed here, is a field', () => {
  const named = ACTION_IDS.flatMap((id) => {
    const action = actionOf(id);
    return [...(action?.names ?? []), ...(action?.other === undefined ? [] : [action.other.field])].map((name) => [id, name] as const);
  });
  const listed = Object.entries(SOMEBODY_ELSE).map(([id, text]) => [id, text.split(':')[0] ?? ''] as const);
  expect(named.length).toBeGreaterThan(20);
  expect([...named, ...listed].filter(([id, name]) => fields.get(id)?.includes(name) !== true)).toEqual([]);
});
