#!/usr/bin/env python3
"""A Baton worker in one file, with nothing but Python's own library (3.9 or newer).

    BATON_URL=http://127.0.0.1:8080 BATON_TOKEN=$(./baton tokens create --role worker) python3 samples/worker/worker.py

Put your work into `run`. Everything else keeps to the protocol of docs/guides/write-a-worker.md.
"""
import json, os, signal, socket, sys, threading, time, urllib.error, urllib.request

URL = os.environ["BATON_URL"].rstrip("/")
TOKEN = os.environ["BATON_TOKEN"]
SLOTS = int(os.environ.get("SLOTS", "2"))
WORK_SECONDS = float(os.environ.get("WORK_SECONDS", "0"))  # How long a job takes, to try things out.


class Rejected(Exception):
    """This provider cannot do the job with these inputs; another may."""


class Canceled(Exception):
    """Nobody wants the result any more."""


def run(job, report):
    """Does one job and returns its output; `report(0.5)` says how far it is and raises Canceled when it should stop."""
    if job["type"] != "echo":
        raise Rejected(f"This worker does echo, not {job['type']}.")
    began = time.monotonic()
    while (took := time.monotonic() - began) < WORK_SECONDS:
        report(took / WORK_SECONDS)
        time.sleep(0.05)
    report(1)
    return {"message": job["input"]["message"]}


CAPABILITIES = [{"type": "echo"}]


def call(method, path, body=None, timeout=75):
    """The answer's JSON; an HTTPError for what the server refuses."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def insist(method, path, body=None, timeout=75):
    """The same, again while the server is away. A report that arrives twice is answered as the first time."""
    pause = 0.2
    while True:
        try:
            return call(method, path, body, timeout)
        except urllib.error.HTTPError as refused:
            if refused.code < 500 and refused.code != 429:
                raise
        except OSError:
            pass
        time.sleep(pause)
        pause = min(pause * 2, 5)


def upload(worker, job, content, media_type):
    """Stores bytes as a blob of the caller; put the answer's `id` and `url` into the output."""
    place = insist("POST", f"/v2/workers/{worker}/claims/{job['jobId']}/uploads?epoch={job['epoch']}")
    request = urllib.request.Request(place["uploadUrl"], content, {"Content-Type": media_type}, method="POST")
    with urllib.request.urlopen(request, timeout=600) as answer:
        return json.loads(answer.read())


class Worker:
    def __init__(self):
        self.held, self.lock, self.stopping = {}, threading.Lock(), threading.Event()
        self.register()

    def register(self):
        mine = insist("POST", "/v2/workers", {"provider": "python-sample", "name": socket.gethostname(), "capabilities": CAPABILITIES, "slots": SLOTS})
        self.id, self.pulse = mine["id"], mine["heartbeatSeconds"]

    def heartbeat(self):
        """One request for all jobs; those that are not held any more are told to stop."""
        while not self.stopping.wait(self.pulse):
            with self.lock:
                claims = [{"jobId": job, "epoch": held["epoch"], "progress": held["progress"]} for job, held in self.held.items()]
            try:
                verdicts = call("POST", f"/v2/workers/{self.id}/heartbeat", {"claims": claims}, timeout=self.pulse * 2)["claims"] if claims else []
            except OSError:
                continue  # The next one may get through before the lease ends.
            with self.lock:
                for verdict in verdicts:
                    if not verdict["held"] and verdict["jobId"] in self.held:
                        self.held[verdict["jobId"]]["canceled"] = True

    def work(self, job):
        held = {"epoch": job["epoch"], "progress": 0.0, "canceled": False}

        def report(progress):
            held["progress"] = progress
            if held["canceled"] or self.stopping.is_set():
                raise Canceled()

        with self.lock:
            self.held[job["jobId"]] = held
        verb, body = "complete", {"epoch": job["epoch"]}
        try:
            body["output"] = run(job, report)
        except Canceled:
            verb = "hand-back"
        except Rejected as why:
            verb, body = "fail", {**body, "kind": "rejected", "message": str(why)}
        except Exception as fault:  # Whatever goes wrong in here is this provider's trouble; others are tried.
            verb, body = "fail", {**body, "kind": "transient", "message": f"{type(fault).__name__}: {fault}"}
        try:
            insist("POST", f"/v2/workers/{self.id}/claims/{job['jobId']}/{verb}", body)
        except urllib.error.HTTPError as refused:
            print(f"{job['jobId']}: {refused.code} {refused.read().decode()}", file=sys.stderr)
        with self.lock:
            self.held.pop(job["jobId"], None)

    def slot(self):
        while not self.stopping.is_set():
            try:
                for job in insist("POST", f"/v2/workers/{self.id}/claims?wait=20")["claims"]:
                    self.work(job)
            except urllib.error.HTTPError as refused:
                if refused.code != 404 or self.stopping.is_set():
                    raise
                with self.lock:  # Struck out after it was not seen for minutes; the first slot to notice registers again.
                    known = self.id
                if known == self.id:
                    self.register()

    def run(self):
        threads = [threading.Thread(target=target, daemon=True) for target in [self.heartbeat] + [self.slot] * SLOTS]
        for thread in threads:
            thread.start()
        print(f"{self.id} waits for jobs", flush=True)
        self.stopping.wait()
        insist("DELETE", f"/v2/workers/{self.id}")  # Hands back what it holds.


if __name__ == "__main__":
    worker = Worker()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.stopping.set())
    worker.run()
