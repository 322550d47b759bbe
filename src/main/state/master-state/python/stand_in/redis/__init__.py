"""The few calls of redis-py that the class needs, over a Unix socket: for machines without the library."""

import asyncio

from .exceptions import ResponseError, WatchError


def _packed(args):
    parts = [b"*%d\r\n" % len(args)]
    for arg in args:
        data = arg if isinstance(arg, bytes) else str(arg).encode()
        parts.append(b"$%d\r\n%s\r\n" % (len(data), data))
    return b"".join(parts)


class Connection:
    def __init__(self, path):
        self.path = path
        self.reader = self.writer = None

    async def ask(self, *args):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_unix_connection(self.path, limit=2**26)
        self.writer.write(_packed(args))
        return await self._answer()

    async def _answer(self):
        line = (await self.reader.readline())[:-2]
        kind, rest = line[:1], line[1:]
        if kind == b"-":
            raise ResponseError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            if rest == b"-1":
                return None
            return (await self.reader.readexactly(int(rest) + 2))[:-2]
        if kind == b"*":
            return None if rest == b"-1" else [await self._answer() for _ in range(int(rest))]
        return rest

    def close(self):
        if self.writer is not None:
            self.writer.close()


class Pipeline:
    """A connection of its own: WATCH, a look, then MULTI with what was queued."""

    def __init__(self, path):
        self.connection = Connection(path)
        self.queued = None

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.connection.close()

    async def watch(self, key):
        await self.connection.ask("WATCH", key)

    async def unwatch(self):
        await self.connection.ask("UNWATCH")

    async def get(self, key):
        return await self.connection.ask("GET", key)

    def multi(self):
        self.queued = []

    def set(self, key, value):
        self.queued.append(("SET", key, value))

    async def execute(self):
        await self.connection.ask("MULTI")
        for command in self.queued:
            await self.connection.ask(*command)
        results = await self.connection.ask("EXEC")
        if results is None:
            raise WatchError("Watched variable changed.")
        return results


class Redis:
    def __init__(self, unix_socket_path):
        self.path = unix_socket_path
        self.connection = Connection(unix_socket_path)

    async def get(self, key):
        return await self.connection.ask("GET", key)

    async def set(self, key, value, nx=False):
        return await self.connection.ask("SET", key, value, *(["NX"] if nx else []))

    def pipeline(self):
        return Pipeline(self.path)

    async def aclose(self):
        self.connection.close()
