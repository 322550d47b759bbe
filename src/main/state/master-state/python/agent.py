"""An agent that works with the seed's class. argv: the Unix socket, the session.

Each line of stdin is a call, [method, arguments…]; each line of stdout its result. `count` adds one to `n` so often,
reading again after each conflict, and tells how many conflicts there were.
"""

import asyncio
import dataclasses
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
try:
    import redis.asyncio as client
except ImportError:
    sys.path.insert(0, os.path.join(HERE, "stand_in"))
    import redis as client
sys.path.insert(0, HERE)

from redis_master_state import RedisMasterState  # noqa: E402


async def count(state, session, times):
    conflicts = 0
    done = 0
    while done < times:
        version, data = await state.get_snapshot(session)
        patch = [{"op": "replace", "path": "/n", "value": data.get("n", 0) + 1}]
        result = await state.commit_patch(session, version, patch)
        if result.success:
            done += 1
        else:
            conflicts += 1
    return {"conflicts": conflicts}


async def main():
    path, session = sys.argv[1:3]
    redis = client.Redis(unix_socket_path=path)
    state = RedisMasterState(redis)
    for line in sys.stdin:
        method, *args = json.loads(line)
        if method == "count":
            result = await count(state, session, *args)
        else:
            result = await getattr(state, method)(session, *args)
        if dataclasses.is_dataclass(result):
            result = dataclasses.asdict(result)
        print(json.dumps(result), flush=True)
    await redis.aclose()


asyncio.run(main())
