import { status, type ServiceDefinition } from '@grpc/grpc-js';
import { MOST_REQUEST_BYTES } from '#shared/domain/variable-values.ts';
import { refusalOf, type Refusal } from './status.ts';

/** Stands for a message that is longer than it may be: what it says was not read. */
export class Oversized {
  readonly bytes: number;
  constructor(bytes: number) {
    this.bytes = bytes;
  }
}

export const oversizedRefusal = ({ bytes }: Oversized): Refusal =>
  refusalOf(
    {
      error_type: 'validation_error',
      message: `The message takes ${bytes} bytes; ${MOST_REQUEST_BYTES} is the most.`,
      details: {
        bytes,
        most_bytes: MOST_REQUEST_BYTES,
        hint: 'Send less at once, or keep it elsewhere.',
      },
    },
    status.RESOURCE_EXHAUSTED,
  );

/** The same service, where a message over our own limit comes as `Oversized`. */
export const bounded = (definition: ServiceDefinition): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      {
        ...method,
        requestDeserialize: (bytes: Buffer): unknown =>
          bytes.length > MOST_REQUEST_BYTES
            ? new Oversized(bytes.length)
            : method.requestDeserialize(bytes),
      },
    ]),
  );
