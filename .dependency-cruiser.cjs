/** Who may import whom: the table of docs/adr/0001. Every rule here is proved by test/architecture/rooms.spec.ts to bite. */
const rooms = {
  domain: ['policy'],
  policy: ['domain'],
  audit: ['domain'],
  contracts: ['domain'],
  documents: ['domain'],
  spreadsheets: ['contracts', 'domain'],
  'event-store': ['audit'],
  projections: ['audit', 'contracts', 'domain', 'event-store', 'policy'],
  steward: ['audit', 'domain', 'policy', 'event-store', 'projections'],
  application: ['audit', 'contracts', 'domain', 'policy', 'event-store'],
  evidence: [],
  office: ['projections'],
  access: ['application', 'domain', 'office'],
};
const all = [...Object.keys(rooms), 'testing'];
const source = (room) => `^libs/${room}/src/(?!.*\\.spec\\.ts$)`;

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      comment: `${room} may import ${allowed.join(', ') || 'nothing else of ours'}`,
      from: { path: source(room) },
      to: { path: `^(libs/(${all.filter((other) => other !== room && !allowed.includes(other)).join('|')})|apps|test)/` },
    })),
    {
      name: 'pure-core-no-io',
      severity: 'error',
      comment: 'domain and policy have no I/O and no framework: zod is all they take from outside',
      from: { path: '^libs/(domain|policy)/src/(?!.*\\.spec\\.ts$)' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'core-takes-only-types-of-the-other',
      severity: 'error',
      comment: 'domain takes only types of policy, policy only types of domain',
      from: { path: source('(domain|policy)') },
      to: { path: '^libs/(domain|policy)/', pathNot: '^libs/$1/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', severity: 'error', from: { path: '^(libs|apps)/' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'engine-is-private', severity: 'error', comment: 'only the embedded adapter, the wire node and the contract suite see the engine', from: { pathNot: '^(libs/event-store|test)/' }, to: { path: '^libs/event-store/src/engine' } },
    { name: 'apps-apart', severity: 'error', comment: 'api runs the worker when embedded; no other app knows another', from: { path: '^apps/([^/]+)/' }, to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/worker/'] } },
    { name: 'not-to-test', severity: 'error', from: { path: '^(libs|apps)/', pathNot: '(\\.spec\\.ts$|^libs/testing/)' }, to: { path: '^(test|libs/testing)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/web)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
