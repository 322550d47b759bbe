"""The client against a running bridge: MCR_BRIDGE_TARGET, MCR_BRIDGE_TOKEN and MCR_BRIDGE_INTENT say which."""

import asyncio
import os
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import grpc

from mcr_bridge import Bridge, BridgeError, NumericArray, SessionContext, aio, connect

TARGET = os.environ["MCR_BRIDGE_TARGET"]
INTENT = os.environ["MCR_BRIDGE_INTENT"]


class Variables(unittest.TestCase):
    def setUp(self):
        self.channel = connect(TARGET, agent_id="python")
        self.addCleanup(self.channel.close)
        self.session = SessionContext(self.channel, f"py_{self._testMethodName}_{time.time_ns()}")

    def test_values_keep_their_type(self):
        array = NumericArray((1.0, 0.5, -2.0, 4.0), (2, 2), "float32")
        values = {
            "boolean": True,
            "string": "ü \"x\"",
            "integer": -(2**53) + 1,
            "float": 3.0,
            "json": {"a": [1, None]},
            "embedding": NumericArray.of([1, 2, 3], "int32"),
            "tensor": array,
        }
        for type_, value in values.items():
            made = self.session.register_variable(f"v_{type_}", type_, value, description="x")
            self.assertEqual((made.type, made.version), (type_, 0))
            read = self.session.get_variable(f"v_{type_}")
            self.assertEqual(read, value)
            self.assertIs(type(read), type(value))
        self.assertEqual(len(self.session.list_variables()), len(values))
        self.assertEqual(self.session.set_variable("v_float", 4.0, {"by": "test"}), 1)
        described = self.session.describe_variable("v_float")
        self.assertEqual((described.value, described.metadata["by"]), (4.0, "test"))
        self.session.delete_variable("v_float")
        with self.assertRaises(BridgeError) as caught:
            self.session.get_variable("v_float")
        self.assertEqual(caught.exception.code, grpc.StatusCode.NOT_FOUND)

    def test_a_wrong_type_is_named(self):
        self.session.register_variable("n", "integer", 1)
        with self.assertRaises(BridgeError) as caught:
            self.session.set_variable("n", "x")
        error = caught.exception
        self.assertEqual(error.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("n is of type integer and can't be \"x\"", error.message)
        self.assertEqual(error.details["code"], "validation_failed")
        self.assertTrue(error.hint)

    def test_batches(self):
        for name in "ab":
            self.session.register_variable(name, "integer", 0)
        self.assertTrue(self.session.update_variables({"a": 1, "b": 2}).success)
        self.assertEqual(self.session.get_variables(["a", "b", "c"]), {"a": 1, "b": 2})
        none = self.session.update_variables({"a": "x", "b": 3}, atomic=True)
        self.assertEqual((none.written, list(none.failures)), ((), ["a"]))
        some = self.session.update_variables({"a": "x", "b": 3})
        self.assertEqual((some.written, self.session.get_variable("b")), (("b",), 3))

    def test_a_session_that_is_over(self):
        with self.assertRaises(BridgeError) as caught:
            self.session.get_variable("x")
        self.assertTrue(caught.exception.session_expired)

    def test_watch(self):
        self.session.register_variable("a", "integer", 0)
        events = self.session.watch()
        self.assertEqual([v.name for v in next(events).variables], ["a"])
        self.session.set_variable("a", 5)
        changed = next(events)
        self.assertEqual((changed.kind, changed.name, changed.variable.value), ("set", "a", 5))
        events.close()

    def test_master_state(self):
        self.assertEqual(self.session.get_snapshot().version, 0)
        self.assertTrue(self.session.initialize_state({"a": 0}).success)
        patch = [{"op": "replace", "path": "/a", "value": 1}]
        self.assertEqual(self.session.commit_patch(1, patch).new_version, 2)
        late = self.session.commit_patch(1, patch)
        self.assertEqual((late.conflict, late.current.data), (True, {"a": 1}))
        events = self.session.watch_state()
        self.assertEqual(next(events).snapshot.version, 2)
        self.session.commit_patch(2, patch)
        self.assertEqual(next(events).commit["version"], 3)
        events.close()

    def test_the_past_of_a_master_state(self):
        self.session.initialize_state({"a": 0})
        patch = [{"op": "replace", "path": "/a", "value": 1}]
        self.session.commit_patch(1, patch)
        newest, first = self.session.state_history()
        self.assertEqual((newest.version, newest.base, newest.patch), (2, 1, patch))
        self.assertEqual(newest.inverse, [{"op": "replace", "path": "/a", "value": 0}])
        self.assertEqual((first.kind, first.origin), ("init", "agent:python"))
        self.assertEqual(self.session.state_history(limit=1), [newest])
        self.assertEqual(self.session.state_history(before=2), [first])
        self.assertEqual(self.session.state_version(1).data, {"a": 0})
        with self.assertRaises(BridgeError) as caught:
            self.session.state_version(9)
        self.assertEqual(caught.exception.code, grpc.StatusCode.NOT_FOUND)
        compared = self.session.compare_versions(2, 1)
        self.assertEqual((compared.before.data, compared.after.data), ({"a": 1}, {"a": 0}))
        self.assertEqual(compared.patch, [{"op": "replace", "path": "/a", "value": 0}])
        with self.assertRaises(BridgeError) as caught:
            self.session.compare_versions(1, 9)
        self.assertEqual(caught.exception.code, grpc.StatusCode.NOT_FOUND)
        refused = self.session.restore_state(1, expected=1)
        self.assertEqual((refused.conflict, refused.current.version), (True, 2))
        self.assertEqual(self.session.restore_state(1, expected=2).new_version, 3)
        self.assertEqual(self.session.get_snapshot().data, {"a": 0})

    def test_a_patch_that_came_too_late(self):
        self.session.initialize_state({"a": 0})
        self.session.commit_patch(1, [{"op": "add", "path": "/b", "value": 1}])
        events = self.session.watch_state(include_lost=True)
        self.assertEqual(next(events).snapshot.version, 2)
        late = self.session.commit_patch(1, [{"op": "add", "path": "/c", "value": 2}])
        [lost] = self.session.lost_patches()
        told = next(events)
        self.assertEqual((told.kind, told.lost, told.lost_id), ("lost", lost, late.lost_id))
        self.assertEqual((lost.lost_id, lost.version, lost.flat), (late.lost_id, 1, False))
        self.assertEqual(self.session.rebase(lost.lost_id).new_version, 3)
        self.assertEqual({next(events).kind, next(events).kind}, {"commit", "settled"})
        events.close()
        self.assertEqual(self.session.get_snapshot().data, {"a": 0, "b": 1, "c": 2})
        self.assertEqual(self.session.lost_patches(), [])
        with self.assertRaises(BridgeError) as caught:
            self.session.rebase(lost.lost_id)
        self.assertEqual(caught.exception.code, grpc.StatusCode.NOT_FOUND)

    def test_a_session_that_is_ended(self):
        self.session.register_variable("a", "integer", 0)
        events = self.session.watch()
        next(events)
        self.session.end_session()
        self.assertEqual([event.kind for event in events], ["expired"])
        with self.assertRaises(BridgeError) as caught:
            self.session.end_session()
        self.assertTrue(caught.exception.session_expired)

    def test_a_value_of_five_megabytes(self):
        value = "x" * 5_000_000
        self.session.register_variable("x", "string", value)
        self.assertEqual(self.session.get_variable("x"), value)
        with self.assertRaises(BridgeError) as caught:
            self.session.set_variable("x", value + "x")
        self.assertIn("5000001 bytes; 5000000 is the most", caught.exception.message)

    def test_a_message_over_the_limit(self):
        with self.assertRaises(BridgeError) as caught:
            self.session.register_variable("x", "string", "x" * 6_100_000)
        self.assertEqual(caught.exception.code, grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn("6048576 is the most", caught.exception.message)
        # Beyond what is read at all it is the library that says so.
        with self.assertRaises(BridgeError) as caught:
            self.session.register_variable("x", "string", "x" * 17_000_000)
        self.assertEqual(caught.exception.code, grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_a_wrong_token(self):
        with connect(TARGET, token="wrong") as channel:
            with self.assertRaises(BridgeError) as caught:
                SessionContext(channel, "s").list_variables()
        self.assertEqual(caught.exception.code, grpc.StatusCode.UNAUTHENTICATED)
        self.assertIn("authorization", caught.exception.hint)


class Executions(unittest.TestCase):
    def test_intents(self):
        with connect(TARGET, agent_id="python") as channel:
            bridge = Bridge(channel)
            self.assertIn(INTENT, [intent.name for intent in bridge.list_intents()])
            events = bridge.watch()
            seen = []
            reader = threading.Thread(target=lambda: seen.append(next(events)), daemon=True)
            reader.start()
            # The watch begins in its own time; what is run until then it does not tell.
            for _ in range(50):
                run = bridge.execute_intent(INTENT, {"n": 1}, dry_run=False)
                reader.join(0.1)
                if seen:
                    break
            self.assertEqual((run.name, run.origin), (INTENT, "agent:python"))
            self.assertEqual(run.report["execution_id"], run.execution_id)
            self.assertEqual(seen[0].intent_name, INTENT)
            with self.assertRaises(BridgeError) as caught:
                bridge.execute_intent("no_such_intent")
            self.assertEqual(caught.exception.error_type, "intent_not_found")
            with self.assertRaises(BridgeError):
                bridge.execute_macro("no_such_macro")


class Asyncio(unittest.IsolatedAsyncioTestCase):
    async def test_the_same(self):
        async with aio.connect(TARGET, agent_id="python") as channel:
            session = aio.SessionContext(channel, f"py_async_{time.time_ns()}")
            await session.register_variable("a", "float", 1.0)
            events = session.watch()
            first = await events.__anext__()
            self.assertEqual(first.kind, "snapshot")
            await session.set_variable("a", 2.0)
            self.assertEqual((await events.__anext__()).variable.value, 2.0)
            await events.aclose()
            self.assertEqual(await session.get_variable("a"), 2.0)
            self.assertEqual(await session.get_variables(["a"]), {"a": 2.0})
            values = await asyncio.gather(*(session.get_variable("a") for _ in range(20)))
            self.assertEqual(set(values), {2.0})
            with self.assertRaises(BridgeError) as caught:
                await session.set_variable("a", "x")
            self.assertEqual(caught.exception.code, grpc.StatusCode.INVALID_ARGUMENT)
            self.assertEqual((await session.initialize_state({})).new_version, 1)
            patch = [{"op": "add", "path": "/a", "value": 1}]
            self.assertEqual((await session.commit_patch(1, patch)).new_version, 2)
            late = await session.commit_patch(1, [{"op": "add", "path": "/b", "value": 2}])
            self.assertEqual([each.lost_id for each in await session.lost_patches()], [late.lost_id])
            self.assertEqual((await session.rebase(late.lost_id)).new_version, 3)
            self.assertEqual((await session.state_version(2)).data, {"a": 1})
            self.assertEqual((await session.compare_versions(1, 2)).patch, patch)
            self.assertEqual((await session.restore_state(1, expected=3)).new_version, 4)
            kinds = [each.kind for each in await session.state_history()]
            self.assertEqual(kinds, ["restore", "patch", "patch", "init"])
            await session.end_session()
            with self.assertRaises(BridgeError) as caught:
                await session.list_variables()
            self.assertTrue(caught.exception.session_expired)
            run = await aio.Bridge(channel).execute_intent(INTENT)
            self.assertEqual(run.name, INTENT)


if __name__ == "__main__":
    unittest.main(verbosity=2)
