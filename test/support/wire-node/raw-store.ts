import { EventStoreDBClient } from '@eventstore/db-client';
import type { RawStore } from '../../contract/event-store-contract';

/**
 * What a ledger never does, done over the wire by a second client. A process should have but one; here nothing fails, and it
 * speaks only while no append of the first is under way.
 */
export function rawStoreOver(url: string): RawStore & { close(): Promise<void> } {
  const client = EventStoreDBClient.connectionString(url);
  return {
    softDelete: (stream) => client.deleteStream(stream),
    tombstone: (stream) => client.tombstoneStream(stream),
    setMetadata: (stream, metadata) => client.setStreamMetadata(stream, metadata),
    close: () => client.dispose(),
  };
}
