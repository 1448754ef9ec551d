"""A chat client that shares no code with Hallway: python-socketio on the wire format.

Usage: independent_client.py URL PATH

Reads orders from stdin, one JSON object a line:
  {"token": "..."}                       the answer to {"need": "token"}
  {"op": 7, "send": {...}}               the payload of message:send, sent until it is answered
Writes what happens to stdout, likewise: need, socket, event, answered, refused.
Ends when stdin does.
"""

import json
import os
import queue
import sys
import threading
import time

import socketio

ANSWER_S = 4
PAUSE_S = 0.25
EVENTS = ("messages:changed", "receipts:changed")
# Nobody knows whether it was stored, or it may be later.
AGAIN = (401, 408, 429)

tokens = queue.Queue()
orders = queue.Queue()
printing = threading.Lock()
current = None


def tell(**what):
    with printing:
        print(json.dumps(what), flush=True)


def read_orders():
    for line in sys.stdin:
        order = json.loads(line)
        if "token" in order:
            tokens.put(order["token"])
        else:
            orders.put(order)
    os._exit(0)


def open_client():
    client = socketio.Client(reconnection=False, handle_sigint=False)
    client.on("connect", lambda: tell(socket=True))
    client.on("disconnect", lambda: tell(socket=False))
    for name in EVENTS:
        client.on(name, lambda payload, name=name: tell(event=name, payload=payload))
    return client


def stay_connected(url, path):
    global current
    while True:
        tell(need="token")
        client = open_client()
        try:
            client.connect(url, auth={"token": tokens.get()}, transports=["websocket"], socketio_path=path, wait_timeout=5)
            current = client
            client.wait()
        except socketio.exceptions.ConnectionError:
            pass  # refused or away: tried again
        finally:
            current = None
        time.sleep(PAUSE_S)


def send_all():
    while True:
        order = orders.get()
        send(order["op"], order["send"])


def send(op, payload):
    unsure = False
    while True:
        client = current
        if client is not None:
            try:
                answer = client.call("message:send", payload, timeout=ANSWER_S)
            except (socketio.exceptions.SocketIOError, OSError):
                unsure = True
            else:
                if answer["ok"]:
                    message = answer["data"]
                    return tell(answered=op, id=message["id"], seq=message["seq"], rev=message["rev"])
                status = answer["error"]["status"]
                if status < 500 and status not in AGAIN:
                    return tell(refused=op, status=status, code=answer["error"]["code"], unsure=unsure)
                unsure = True
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    threading.Thread(target=read_orders, daemon=True).start()
    threading.Thread(target=send_all, daemon=True).start()
    stay_connected(sys.argv[1], sys.argv[2])
