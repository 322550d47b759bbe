"""Python values as messages and back."""

from __future__ import annotations

import array
import json
import sys
from dataclasses import dataclass
from typing import Any, Sequence, Tuple

from . import mcr_bridge_pb2 as pb

_CODES = {"float32": "f", "float64": "d", "int32": "i", "uint8": "B"}


@dataclass(frozen=True)
class NumericArray:
    """An embedding or tensor: numbers row by row, as many as the product of ``shape``."""

    data: Tuple[float, ...]
    shape: Tuple[int, ...]
    dtype: str = "float64"

    @staticmethod
    def of(numbers: Sequence[float], dtype: str = "float64") -> "NumericArray":
        """Numbers in one row."""
        return NumericArray(tuple(numbers), (len(numbers),), dtype)

    @staticmethod
    def from_numpy(values: Any) -> "NumericArray":
        """A numpy array of float32, float64, int32 or uint8."""
        return NumericArray(tuple(values.ravel().tolist()), tuple(values.shape), str(values.dtype))


def _is_numpy(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "shape") and hasattr(value, "ravel")


def _swapped(numbers: "array.array[Any]") -> "array.array[Any]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def to_value(value: Any) -> pb.Value:
    """bool, int, float and str as they are; NumericArray and numpy arrays; else what JSON can say.

    :raises TypeError: for what is none of these
    """
    if isinstance(value, bool):
        return pb.Value(bool_value=value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"{value} does not fit into 64 bits.")
        return pb.Value(int_value=value)
    if isinstance(value, float):
        return pb.Value(double_value=value)
    if isinstance(value, str):
        return pb.Value(string_value=value)
    if _is_numpy(value) and not isinstance(value, NumericArray):
        value = NumericArray.from_numpy(value)
    if isinstance(value, NumericArray):
        if value.dtype not in _CODES:
            raise TypeError(f"An array of {value.dtype} can't be sent: use one of {', '.join(_CODES)}.")
        numbers = _swapped(array.array(_CODES[value.dtype], value.data))
        return pb.Value(
            array_value=pb.NumericArray(
                dtype=pb.NumericType.Value(value.dtype.upper()),
                shape=value.shape,
                data=numbers.tobytes(),
            )
        )
    return pb.Value(json_value=json.dumps(value, allow_nan=False))


def from_value(value: pb.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind is None:
        return None
    if kind == "json_value":
        return json.loads(value.json_value)
    if kind == "array_value":
        message = value.array_value
        dtype = pb.NumericType.Name(message.dtype).lower() if message.dtype else "float64"
        numbers = array.array(_CODES[dtype])
        numbers.frombytes(message.data)
        return NumericArray(tuple(_swapped(numbers)), tuple(message.shape), dtype)
    return getattr(value, kind)
