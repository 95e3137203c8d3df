"""What tests of training runs share: two requests, the reading of events, and a pool that works by hand."""

import json
from concurrent.futures import Future

TRAIN = "/api/v1/train"
XOR = {"spec": "2 -> 4 tanh -> 1", "data": "xor", "steps": 40, "learning_rate": 0.1, "seed": 0}
# Goes on for longer than any test, and says nothing meanwhile.
QUIET = {
    "spec": "2 -> 200 tanh -> 200 tanh -> 1",
    "data": "circle",
    "steps": 10_000,
    "learning_rate": 1e-6,
    "frame_every": 10_000,
    "seed": 0,
}


def read_events(text):
    """The events of a stream: number, kind and data."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith((":", "retry")))
        if fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"], parse_constant=refuse)))
    return found


def refuse(name):
    raise AssertionError(f"a bare {name} in JSON")


async def start(client, asked=XOR, **more):
    response = await client.post(TRAIN, json={**asked, **more})
    assert response.status_code == 201, response.text
    return response


async def events(client, answer, **headers):
    response = await client.get(answer.json()["events"], headers=headers, timeout=30)
    assert response.status_code == 200
    return read_events(response.text)


class Hand:
    """A pool in which nothing happens by itself."""

    def __init__(self):
        self.jobs = []

    def submit(self, function, /, *arguments):
        self.jobs.append((Future(), function, arguments))
        return self.jobs[-1][0]

    def work(self):
        future, function, arguments = self.jobs.pop(0)
        future.set_result(function(*arguments))

    def close(self):
        self.jobs.clear()
