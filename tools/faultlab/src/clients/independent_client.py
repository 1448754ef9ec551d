"""A chat client that shares no code with Hallway: python-socketio on the wire format.

Usage: independent_client.py URL PATH

Reads orders from stdin, one JSON object a line:
  {"token": "..."}                       the answer to {"need": "token"}
  {"op": 7, "send": {...}}               the payload of message:send, sent until it is answered
Writes what happens to stdout, likewise: need, socket, event, answered, refused.
Ends when stdin does.
"""

import asyncio
import json
import sys

import socketio

ANSWER_S = 4
PAUSE_S = 0.25
EVENTS = ("messages:changed", "receipts:changed")
# Whether it was stored is not known, or it may be later.
AGAIN = (401, 408, 429)


def tell(**what):
    print(json.dumps(what), flush=True)


class IndependentClient:
    """Not the client with threads: that one handles each frame in a thread of its own, in any order."""

    def __init__(self, url, path):
        self.url, self.path = url, path
        self.tokens, self.orders = asyncio.Queue(), asyncio.Queue()
        self.client = None

    async def run(self):
        tasks = [self.read_orders(), self.stay_connected(), self.send_all()]
        await asyncio.wait([asyncio.ensure_future(task) for task in tasks], return_when=asyncio.FIRST_COMPLETED)

    async def read_orders(self):
        reader = asyncio.StreamReader(limit=2**20)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            order = json.loads(line)
            if "token" in order:
                self.tokens.put_nowait(order["token"])
            else:
                self.orders.put_nowait(order)

    async def stay_connected(self):
        while True:
            tell(need="token")
            client = self.open_client()
            try:
                token = await self.tokens.get()
                await client.connect(self.url, auth={"token": token}, transports=["websocket"], socketio_path=self.path, wait_timeout=5)
                self.client = client
                await client.wait()
            except socketio.exceptions.ConnectionError:
                pass  # refused or away: tried again
            finally:
                self.client = None
            await asyncio.sleep(PAUSE_S)

    def open_client(self):
        client = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        client.on("connect", lambda: tell(socket=True))
        client.on("disconnect", lambda: tell(socket=False))
        for name in EVENTS:
            client.on(name, lambda payload, name=name: tell(event=name, payload=payload))
        return client

    async def send_all(self):
        while True:
            order = await self.orders.get()
            await self.send(order["op"], order["send"])

    async def send(self, op, payload):
        unsure = False
        while True:
            if self.client:
                answer = await self.try_once(payload)
                if answer and answer["ok"]:
                    message = answer["data"]
                    return tell(answered=op, id=message["id"], seq=message["seq"], rev=message["rev"])
                status = answer["error"]["status"] if answer else None
                if status and status < 500 and status not in AGAIN:
                    return tell(refused=op, status=status, code=answer["error"]["code"], unsure=unsure)
                unsure = True
            await asyncio.sleep(PAUSE_S)

    async def try_once(self, payload):
        try:
            return await self.client.call("message:send", payload, timeout=ANSWER_S)
        except (socketio.exceptions.SocketIOError, OSError):
            return None  # cut, or not answered in time


if __name__ == "__main__":
    asyncio.run(IndependentClient(sys.argv[1], sys.argv[2]).run())
