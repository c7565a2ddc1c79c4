/** The name under which a route stands in the interface's documentation and in the table of access; null for a route that has none. */
export function operationOf(handler: object): string | null {
  const said: unknown = Reflect.getMetadata('swagger/apiOperation', handler);
  return typeof said === 'object' && said !== null && 'operationId' in said && typeof said.operationId === 'string'
    ? said.operationId
    : null;
}
