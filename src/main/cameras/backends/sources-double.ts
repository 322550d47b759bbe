import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A source that is there until it ends. */
export interface SourceDouble {
  port: number;
  end(): Promise<void>;
}

const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address
    ? Number(address.port)
    : 0;

const udp = async (): Promise<UdpSocket> => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

/** A UDP port that was free a moment ago. */
export const freeUdpPort = async (): Promise<number> => {
  const socket = await udp();
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
};

const PATTERN = 'testsrc2=size=320x240:rate=25';
export const AS_H264 = '-c:v libx264 -preset ultrafast -tune zerolatency -g 10';

/** An ffmpeg that sends 25 test pictures a second, exactly 40 ms apart by its own clock. */
export const startSender = (output: string): ChildProcess =>
  spawn('ffmpeg', `-v error -nostdin -re -f lavfi -i ${PATTERN} ${output}`.split(' '), {
    stdio: ['ignore', 'pipe', 'ignore'],
  });

export const endSender = async (sender: ChildProcess): Promise<void> => {
  if (sender.exitCode !== null || sender.signalCode !== null) return;
  const ended = once(sender, 'exit');
  sender.kill('SIGKILL');
  await ended;
};

/** Listens for one caller by SRT. */
export const srtCamera = (port: number): SourceDouble => {
  const sender = startSender(`${AS_H264} -f mpegts srt://127.0.0.1:${port}?mode=listener`);
  return { port, end: () => endSender(sender) };
};

const describeBy = async (sender: ChildProcess): Promise<string> => {
  let said = '';
  for await (const chunk of sender.stdout ?? []) {
    said += String(chunk);
    const end = said.indexOf('\n\n', said.indexOf('m=video'));
    if (said.includes('m=video') && end >= 0) break;
  }
  const lines = said.slice(said.indexOf('v=0')).trim().split(/\r?\n/);
  return [...lines, 'a=control:track1', ''].join('\r\n');
};

/** An IP camera by RTSP, interleaved in TCP: a real ffmpeg makes the RTP, and this carries it. */
export const rtspCamera = async (port: number, encode = AS_H264): Promise<SourceDouble> => {
  const channels = await Promise.all([udp(), udp()]);
  const [rtp, rtcp] = channels.map((socket) => socket.address().port);
  const sender = startSender(`${encode} -f rtp rtp://127.0.0.1:${rtp}?rtcpport=${rtcp}`);
  const description = await describeBy(sender);
  const players = new Set<Socket>();
  const callers = new Set<Socket>();
  for (const [channel, socket] of channels.entries())
    socket.on('message', (packet) => {
      const head = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]);
      for (const player of players) player.write(Buffer.concat([head, packet]));
    });

  const answer = (socket: Socket, request: string): void => {
    const [method = ''] = request.split(' ');
    const number = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? '0';
    const say = (...lines: string[]): boolean =>
      socket.write(['RTSP/1.0 200 OK', `CSeq: ${number}`, ...lines].join('\r\n'));
    if (method === 'DESCRIBE')
      say(
        `Content-Base: rtsp://127.0.0.1:${port}/`,
        'Content-Type: application/sdp',
        `Content-Length: ${description.length}\r\n\r\n${description}`,
      );
    else if (method === 'SETUP')
      say('Session: 1', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n');
    else say('Session: 1', 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n');
    if (method === 'PLAY') players.add(socket);
  };

  const server = createServer((socket) => {
    callers.add(socket);
    let said = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      callers.delete(socket);
      players.delete(socket);
    });
    socket.on('data', (chunk) => {
      // Reports of a receiver come between requests, and are binary.
      said += chunk.toString('latin1');
      const requests = said.split('\r\n\r\n');
      said = (requests.pop() ?? '').slice(-4096);
      for (const request of requests) {
        const begin = request.search(/[A-Z_]{4,} rtsp:/);
        if (begin >= 0) answer(socket, request.slice(begin));
      }
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server.address()),
    async end() {
      for (const caller of callers) caller.destroy();
      server.close();
      await Promise.all([once(server, 'close'), endSender(sender)]);
      for (const socket of channels) socket.close();
    },
  };
};
