import type { CommandView } from '../contract/execution.ts';
import type { Command } from './command.ts';

const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A command as a person reads it in a trace or a dry run. */
export const viewCommand = (command: Command): CommandView => {
  switch (command.transport) {
    case 'http':
      return {
        transport: 'http',
        method: command.method,
        url: `${command.tls ? 'https' : 'http'}://${hostInUrl(command.host)}:${command.port}${command.path}`,
        headers: command.headers,
        body: command.body,
      };
    case 'osc':
      return {
        transport: 'osc',
        via: command.via,
        host: command.host,
        port: command.port,
        address: command.address,
        args: command.args,
      };
    case 'tcp':
    case 'udp':
      return {
        transport: command.transport,
        host: command.host,
        port: command.port,
        payload: command.payload,
      };
    case 'obs':
      return {
        transport: 'obs',
        host: command.host,
        port: command.port,
        signs_in: command.password !== null,
        request_type: command.requestType,
        request_data: command.requestData && JSON.stringify(command.requestData),
      };
  }
};
