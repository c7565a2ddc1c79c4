export { selfSignedCertificate } from './certificate';
export { startWireNode, type WireNode, type WireNodeOptions } from './node';
export { temporaryEngine } from './temporary-engine';
