"""The sample worker with one thing wrong with it, by the name in FAULT."""
import importlib.util, os, signal, sys, urllib.error

spec = importlib.util.spec_from_file_location("worker", sys.argv[1])
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)
fault, insist, run = os.environ["FAULT"], sample.insist, sample.run


def once(method, path, body=None, timeout=75):
    return sample.call(method, path, body, timeout)


def gives_up_on_cut(method, path, body=None, timeout=75):
    if not path.endswith("/complete"):
        return insist(method, path, body, timeout)
    try:
        return sample.call(method, path, body, timeout)
    except urllib.error.HTTPError:
        raise
    except OSError:
        return None


def never_gives_up(method, path, body=None, timeout=75):
    while True:
        try:
            return insist(method, path, body, timeout)
        except urllib.error.HTTPError as refused:
            if refused.code != 409:
                raise


def polls(method, path, body=None, timeout=75):
    return insist(method, path.replace("?wait=20", "?wait=0"), body, timeout)


def never_registers_again(method, path, body=None, timeout=75):
    if path == "/v2/workers" and getattr(sample, "registered", False):
        os._exit(4)
    sample.registered = True
    return insist(method, path, body, timeout)


if fault == "never-registers":
    sys.exit("I have no idea where the server is")
elif fault == "polls":
    sample.insist = polls
elif fault == "bad-output":
    sample.run = lambda job, report: {"massage": "?"}
elif fault == "no-heartbeat":
    sample.Worker.heartbeat = lambda self: None
elif fault == "no-progress":
    sample.run = lambda job, report: run(job, lambda progress: report(0.0))
elif fault == "gives-up":
    sample.insist = once
elif fault == "no-repeat":
    sample.insist = gives_up_on_cut
elif fault == "repeats-for-ever":
    sample.insist = never_gives_up
elif fault == "never-registers-again":
    sample.insist = never_registers_again
elif fault == "ignores-cancel":
    sample.Canceled = type("Never", (Exception,), {})
    sample.run = lambda job, report: run(job, lambda progress: _deaf(report, progress))
elif fault != "no-hand-back":
    sys.exit(f"no such fault: {fault}")


def _deaf(report, progress):
    try:
        report(progress)
    except Exception:
        pass


worker = sample.Worker()
signal.signal(signal.SIGTERM, (lambda *_: os._exit(0)) if fault == "no-hand-back" else (lambda *_: worker.stopping.set()))
worker.run()
