"""A channel that shows its token with every call."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional, Sequence, Tuple

import grpc

# A list of variables may take more than the 4 MB that a client reads by default.
OPTIONS: Tuple[Tuple[str, Any], ...] = (
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.keepalive_time_ms", 30_000),
)
TOKEN_VARIABLE = "MCR_BRIDGE_TOKEN"


class BridgeChannel:
    """A grpc or grpc.aio channel and the metadata that every call on it carries."""

    def __init__(self, channel: Any, token: Optional[str], agent_id: Optional[str]) -> None:
        token = token if token is not None else os.environ.get(TOKEN_VARIABLE)
        metadata = []
        if token is not None:
            metadata.append(("authorization", f"Bearer {token}"))
        if agent_id is not None:
            metadata.append(("x-agent-id", agent_id))
        self._channel = channel
        self._metadata = tuple(metadata)

    def unary_unary(self, path: str, *, request_serializer: Any, response_deserializer: Any) -> Callable[..., Any]:
        call = self._channel.unary_unary(
            path,
            request_serializer=request_serializer,
            response_deserializer=response_deserializer,
        )
        return self._told(call)

    def unary_stream(self, path: str, *, request_serializer: Any, response_deserializer: Any) -> Callable[..., Any]:
        call = self._channel.unary_stream(
            path,
            request_serializer=request_serializer,
            response_deserializer=response_deserializer,
        )
        return self._told(call)

    def _told(self, call: Callable[..., Any]) -> Callable[..., Any]:
        metadata = self._metadata

        def tell(request: Any, timeout: Optional[float] = None) -> Any:
            return call(request, timeout=timeout, metadata=metadata)

        return tell

    def close(self) -> Any:
        """Of an asyncio channel: to be awaited."""
        return self._channel.close()

    def __enter__(self) -> "BridgeChannel":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> "BridgeChannel":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def connect(
    target: str,
    token: Optional[str] = None,
    *,
    agent_id: Optional[str] = None,
    credentials: Optional[grpc.ChannelCredentials] = None,
    options: Sequence[Tuple[str, Any]] = (),
) -> BridgeChannel:
    """A channel to ``host:port``. Without ``token`` it is read from MCR_BRIDGE_TOKEN.

    ``agent_id`` is the name under which everything is audited. ``credentials`` make it TLS.
    """
    every = (*OPTIONS, *options)
    if credentials is None:
        channel = grpc.insecure_channel(target, options=every)
    else:
        channel = grpc.secure_channel(target, credentials, options=every)
    return BridgeChannel(channel, token, agent_id)
