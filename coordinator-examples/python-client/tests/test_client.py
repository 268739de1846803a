"""The client against a server that plays scripts: the course of a run, reconnection, refusal, removal."""

import asyncio
import logging
import os
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from fake_server import MODEL, SERVER_KEY, FakeServer, a_client, a_round, digest, module, text

ONES, TWOS = (module.array("f", [value] * 3).tobytes() for value in (1, 2))
AFTER = module.array("f", [2, 3, 4]).tobytes()
SECONDS = 20


class ScriptCase(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        module.log.setLevel(logging.CRITICAL)
        self.enterContext(mock.patch.object(module, "FIRST_WAIT", 0.01))

    async def play(self, *scripts, **other):
        """Runs a client against the scripts to its end, and returns it."""
        async with FakeServer(*scripts) as server:
            client = a_client(server, **other)
            await server.serve(client.run())
            return client

    async def refused(self, *scripts, **other) -> str:
        """Why the server, or the client, ended it."""
        with self.assertRaises(module.Refused) as caught:
            await self.play(*scripts, **other)
        return caught.exception.code


class ServersTest(ScriptCase):
    async def whole(self, server):
        await server.join()
        await server.finish_after_fetch()

    async def test_follows_the_leader_that_another_server_names(self):
        async with FakeServer(self.whole) as leader:
            async def follower(server):
                await server.send("leader", address=f"127.0.0.1:{leader.port}")
                await server.fail("NOT_LEADER", True)

            async with FakeServer(follower) as first:
                await leader.serve(a_client(first).run())

    async def test_tries_the_servers_in_turn(self):
        async def of_no_majority(server):
            await server.fail("NOT_LEADER", True)

        async with FakeServer(of_no_majority) as first, FakeServer(self.whole) as second:
            first.url = [first.url, second.url]
            await second.serve(a_client(first).run())


class CourseTest(ScriptCase):
    async def test_whole_run(self):
        works = []

        def train(work):
            works.append(work)
            return ONES

        async def script(server):
            await server.join()
            await server.status("WAITING_FOR_MEMBERS")
            await server.warm_up()
            await server.train(a_round(firstDataIndex="9007199254740993"))
            update = await server.take("update")
            self.assertEqual(("0", "0"), (update["epoch"], update["height"]))
            await server.relay(ONES)
            witness = await server.take("witness")
            self.assertEqual((0, 0, "01"), (witness["index"], witness["position"], witness["seen"]))
            await server.status("ROUND_WITNESS", a_round())
            await server.end_round([0], AFTER)
            await server.status("COOLDOWN", a_round(), model=AFTER)
            await server.finish(AFTER)

        client = await self.play(script, train=train)
        self.assertEqual(AFTER, client.weights)
        self.assertEqual([(MODEL, 9007199254740993, 8)], [(work.weights, work.first, work.count) for work in works])

    async def test_each_warm_up_gets_a_ready_and_the_model_is_fetched_once(self):
        async def script(server):
            await server.join()
            await server.warm_up()
            await server.status("WAITING_FOR_MEMBERS")
            await server.status("WARMUP")
            await server.take("ready")
            await server.finish()

        await self.play(script)

    async def test_no_seat_no_work(self):
        async def script(server):
            await server.join()
            await server.status("ROUND_TRAIN", a_round())
            await server.send("seated", rosterVersion="1", index=0)
            await server.status("ROUND_WITNESS", a_round())
            await server.end_round([0], MODEL)
            await server.warm_up()
            await server.finish()

        await self.play(script)

    async def test_last_call_gets_what_was_seen(self):
        of = a_round(clientCount=3)

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(of, index=1)
            await server.take("update")
            await server.relay(ONES, index=2)
            await server.status("ROUND_WITNESS", of)
            self.assertEqual("04", (await server.take("witness"))["seen"])
            await server.end_round([], MODEL)
            await server.finish()

        await self.play(script)

    async def test_updates_that_are_not_sound_are_not_seen(self):
        of = a_round(clientCount=5)

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(of)
            await server.take("update")
            await server.send("peerUpdate", epoch="0", height="0", index=1, hash=digest(TWOS), change=text(ONES))
            await server.relay(ONES[:8], index=2)
            await server.relay(module.array("f", [1, float("nan"), 1]).tobytes(), index=3)
            await server.relay(ONES, index=4)
            await server.relay(ONES, index=0, height=1)
            await server.status("ROUND_WITNESS", of)
            self.assertEqual("10", (await server.take("witness"))["seen"])
            await server.finish()

        await self.play(script)

    async def test_clients_without_a_share_count_as_seen(self):
        of = a_round(clientCount=4, verificationPercent=100)

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(of)
            self.assertEqual("0f", (await server.take("witness"))["seen"])
            await server.finish()

        await self.play(script)

    async def test_an_update_that_is_missing_makes_it_fetch_the_model(self):
        of, results = a_round(clientCount=2), []

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(of)
            await server.take("update")
            await server.relay(ONES, index=0)
            await server.status("ROUND_WITNESS", of)
            await server.take("witness")
            await server.end_round([0, 1], AFTER)
            await server.take("fetchModel")
            await server.send("model", hash=digest(AFTER), weights=text(AFTER))
            await server.finish(AFTER)

        client = await self.play(script, on_result=results.append)
        self.assertEqual(AFTER, client.weights)
        self.assertEqual([[0, 1]], [result["contributors"] for result in results])

    async def test_a_round_that_is_not_confirmed_leaves_the_model(self):
        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train()
            await server.take("update")
            await server.relay(ONES)
            await server.take("witness")
            await server.end_round([0], MODEL, confirmed=False)
            await server.finish()

        self.assertEqual(MODEL, (await self.play(script)).weights)

    async def test_the_end_of_the_run_waits_for_the_last_model(self):
        async def script(server):
            await server.join()
            await server.finish_after_fetch()

        self.assertEqual(MODEL, (await self.play(script)).weights)

    async def test_signs_of_life_while_it_trains(self):
        done = threading.Event()

        def train(work):
            done.wait(SECONDS)
            return ONES

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(health="200")
            for _ in range(4):
                await server.take("healthCheck")
            self.assertEqual(0.05, client._sign_seconds)
            done.set()
            await server.take("update")
            await server.finish()

        async with FakeServer(script) as server:
            client = a_client(server, train)
            await server.serve(client.run())

    async def test_a_round_that_ends_stops_the_training(self):
        stopped = []

        def train(work):
            if work.round["height"] == "0":
                stopped.append(work.over.wait(SECONDS))
                return None
            return ONES

        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train()
            await server.end_round([], MODEL, confirmed=False)
            await server.status("ROUND_TRAIN", a_round(height=1))
            self.assertEqual("1", (await server.take("update"))["height"])
            await server.finish()

        await self.play(script, train=train)
        self.assertEqual([True], stopped)

    async def test_whatever_makes_training_useless_stops_it(self):
        async def paused(server):
            await server.status("PAUSED")

        async def over(server):
            await server.end_round([], MODEL, confirmed=False)

        async def refused(server):
            await server.fail("EJECTED", retry=False)

        async def left(server):
            await client.leave()
            await server.take("leave")
            await server.answer("leave", "RECORDED")

        for ending in (paused, over, refused, left):
            begun, stopped = threading.Event(), []

            def train(work):
                begun.set()
                stopped.append(work.over.wait(SECONDS))

            async def script(server):
                await server.join()
                await server.warm_up()
                await server.train()
                await asyncio.to_thread(begun.wait)
                await ending(server)
                if ending in (paused, over):
                    while not stopped:
                        await asyncio.sleep(0.01)
                    await server.finish()

            with self.subTest(ending=ending.__name__):
                async with FakeServer(script) as server:
                    client = a_client(server, train)
                    try:
                        await server.serve(client.run())
                    except module.Refused:
                        self.assertIs(refused, ending)
                while not stopped:
                    await asyncio.sleep(0.01)
                self.assertEqual([True], stopped)

    async def test_updates_count_in_their_round_only(self):
        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(a_round(clientCount=2))
            await server.take("update")
            await server.relay(ONES, index=1)
            await server.status("ROUND_WITNESS", a_round(clientCount=2))
            await server.take("witness")
            await server.end_round([], MODEL)
            await server.status("ROUND_TRAIN", a_round(height=1, clientCount=2))
            await server.take("update")
            await server.status("ROUND_WITNESS", a_round(height=1, clientCount=2))
            self.assertEqual("00", (await server.take("witness"))["seen"])
            await server.finish()

        await self.play(script)

    async def test_a_fault_in_training_ends_the_client(self):
        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train()
            await server.closed()

        def train(work):
            raise FileNotFoundError("no rows")  # an OSError, as those of a lost connection are

        with self.assertRaisesRegex(RuntimeError, "train failed"):
            await self.play(script, train=train)

    async def test_leave_waits_for_the_answer(self):
        async def script(server):
            await server.join()
            await server.status("WAITING_FOR_MEMBERS", health="200")
            await server.take("healthCheck")
            leaving = asyncio.ensure_future(client.leave())
            await server.take("leave")
            await server.answer("leave", "RECORDED")
            await server.closed()
            await leaving

        async with FakeServer(script) as server:
            client = a_client(server)
            await server.serve(client.run())

    async def test_leave_without_a_connection_is_immediate(self):
        async def lost(server):
            await server.join()
            await server.status("WAITING_FOR_MEMBERS")

        async with FakeServer(lost) as server:
            client = a_client(server)
            with mock.patch.object(module.random, "uniform", lambda low, high: 7200):
                running = asyncio.ensure_future(client.run())
                while client._wait == module.FIRST_WAIT:
                    await asyncio.sleep(0.01)
                await client.leave()
                await server.serve(running)


class ReconnectionTest(ScriptCase):
    async def test_a_lost_connection_is_replaced_and_the_change_is_sent_again(self):
        trained = []

        def train(work):
            trained.append(work)
            return ONES

        async def lost(server):
            await server.join()
            await server.warm_up()
            await server.train()
            await server.take("update")

        async def back(server):
            await server.join("SEAT_KEPT")
            await server.train()
            await server.take("update")
            await server.answer("update", "DUPLICATE", "NOTHING_TO_DO")
            await server.relay(ONES)
            await server.take("witness")
            await server.end_round([0], AFTER)
            await server.finish(AFTER)

        client = await self.play(lost, back, train=train)
        self.assertEqual((AFTER, 1), (client.weights, len(trained)))

    async def test_an_error_with_retry_is_followed_by_another_attempt(self):
        async def full(server):
            await server.hello()
            await server.take_join()
            await server.fail("FULL", retry=True)
            await server.closed()

        async def taken(server):
            await server.join()
            await server.finish_after_fetch()

        await self.play(full, taken)

    async def test_a_server_that_comes_late_is_waited_for(self):
        async def script(server):
            await server.join()
            await server.finish_after_fetch()

        async with FakeServer() as free:
            pass
        running = asyncio.ensure_future(a_client(free).run())
        await asyncio.sleep(0.2)
        async with FakeServer(script, port=free.port) as server:
            await server.serve(running)

    async def test_waits_double_up_to_a_bound_and_begin_anew_after_a_join(self):
        waits = []

        def uniform(low, high):
            self.assertEqual((0.5, 1), (low, high))
            waits.append(client._wait)
            return 0.01

        async def away(server):
            pass

        async def joined(server):
            await server.join()
            await server.status("PAUSED")

        async def script(server):
            await server.join()
            await server.finish_after_fetch()

        with mock.patch.object(module, "FIRST_WAIT", 0.5), mock.patch.object(module.random, "uniform", uniform):
            async with FakeServer(*[away] * 8, joined, script) as server:
                client = a_client(server)
                await server.serve(client.run())
        self.assertEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 0.5], waits)

    async def test_no_wait_is_longer_than_the_time_between_two_signs_of_life(self):
        async def joined(server):
            await server.join()
            await server.status("PAUSED", health="400")

        async def away(server):
            pass

        async def script(server):
            await server.join()
            await server.finish_after_fetch()

        with mock.patch.object(module, "FIRST_WAIT", 0.5), mock.patch.object(module.random, "uniform", lambda low, high: high):
            with self.assertLogs(module.log, "WARNING") as logs:
                await self.play(joined, away, away, script)
        self.assertEqual(["0.1 s"] * 3, [line.rsplit(" in ")[-1] for line in logs.output])

    async def test_a_server_that_says_nothing_is_left(self):
        async def dumb(server):
            await server.closed()

        async def script(server):
            await server.join()
            await server.finish_after_fetch()

        with mock.patch.object(module, "HELLO_SECONDS", 0.3):
            await self.play(dumb, script)


class RefusalTest(ScriptCase):
    async def test_an_error_without_retry_ends_the_client(self):
        async def script(server):
            await server.hello()
            await server.take_join()
            await server.fail("NOT_ALLOWED", retry=False)
            await server.closed()

        self.assertEqual("NOT_ALLOWED", await self.refused(script))

    async def test_another_version_or_server_gets_no_join(self):
        async def version(server):
            await server.hello(protocol=2)
            await server.closed()

        async def other(server):
            await server.hello(serverKey=(bytes([8]) * 32).hex())
            await server.closed()

        self.assertEqual("WRONG_PROTOCOL", await self.refused(version))
        self.assertEqual("OTHER_SERVER", await self.refused(other, server_key=SERVER_KEY))

    def test_what_is_worth_retrying(self):
        status = module.websockets.InvalidStatusCode
        closed = module.websockets.ConnectionClosedError
        frame = module.websockets.frames.Close
        for error, expected in (
            (ConnectionRefusedError(), True), (asyncio.TimeoutError(), True), (status(502, {}), True), (closed(None, None), True),
            (status(403, {}), False), (status(404, {}), False), (status(431, {}), False),
            (closed(frame(1009, ""), None), False), (closed(frame(1011, ""), None), True),
            (module.websockets.InvalidURI("x", "y"), False), (KeyError("type"), False),
        ):
            with self.subTest(error=repr(error)):
                self.assertEqual(expected, module.worth_retrying(error))


class RemovalTest(ScriptCase):
    async def test_a_removed_client_sends_the_same_join_again(self):
        async def script(server):
            await server.hello()
            first = await server.take_join()
            await server.send("joined", outcome="ACCEPTED")
            await server.warm_up()
            await server.send("removed", cause="ABSENT", epoch="0", mayJoin=True)
            self.assertEqual(first, await server.take("join"))
            await server.send("joined", outcome="ACCEPTED")
            await server.status("ROUND_TRAIN", a_round())
            await server.status("WARMUP")
            await server.take("ready")
            await server.finish()

        await self.play(script)

    async def test_an_ejected_client_ends(self):
        async def script(server):
            await server.join()
            await server.status("WAITING_FOR_MEMBERS")
            await server.send("removed", cause="EJECTED", epoch="0", mayJoin=False)
            await server.closed()

        self.assertEqual("EJECTED", await self.refused(script))

    async def test_a_sign_of_life_that_is_not_taken_makes_it_join_again(self):
        async def script(server):
            await server.join()
            await server.status("WAITING_FOR_MEMBERS", health="200")
            await server.take("healthCheck")
            await server.answer("healthCheck", "NOT_A_MEMBER", "REFUSED")
            await server.take_join()
            await server.send("joined", outcome="ACCEPTED")
            await server.finish_after_fetch()

        await self.play(script)


class KeyTest(unittest.TestCase):
    def test_the_key_is_kept_in_a_file_of_its_owner(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "client.pem"
            first, second = module.load_key(path), module.load_key(str(path))
            self.assertEqual(first.sign(b"x"), second.sign(b"x"))
            self.assertEqual(0o600, os.stat(path).st_mode & 0o777)

    def test_a_file_without_a_key_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "client.pem"
            path.write_text("no key")
            self.assertRaises(ValueError, module.load_key, path)


if __name__ == "__main__":
    unittest.main()
