import { fileURLToPath } from 'node:url';
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';

/** A bare grpc-js server that answers every Get with one and the same variable: says its port in a line of JSON. */
const proto = fileURLToPath(new URL('../resources/proto/mcr_bridge.proto', import.meta.url));
const definitions = await load(proto, { keepCase: true, longs: String, enums: String });
const service = definitions['mcr.bridge.v1.VariableService'];
if (!service || 'format' in service) throw new Error('no service');
const get = service['Get'];
if (!get) throw new Error('no Get');
const now = new Date().toISOString();
const answer = {
  id: 'var_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  name: 'x',
  type: 'FLOAT',
  value: { double_value: 1 },
  constraints_json: '{"min":0}',
  metadata_json: '{}',
  version: 1,
  created_at: now,
  last_updated_at: now,
};
const server = new Server();
server.addService(
  { Get: get },
  {
    Get(_call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) {
      callback(null, answer);
    },
  },
);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(JSON.stringify({ port }));
});
