"""The sample worker with jobs of another type, which the server itself does not run. It says when it begins a job and when its report was answered."""
import importlib.util, os, sys, time

spec = importlib.util.spec_from_file_location("worker", sys.argv[1])
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)
sample.CAPABILITIES = [{"type": "videoMetadata"}]


def say(word, job):
    os.write(1, f"{word} {job['jobId']} {job['epoch']}\n".encode())  # In one piece, and out of this process before it can be killed.


def run(job, report):
    say("start", job)
    time.sleep(float(os.environ["WORK_SECONDS"]))
    return {"width": 1, "height": 1, "fps": 1, "duration": "00:00:01"}


class Worker(sample.Worker):
    def work(self, job):
        super().work(job)
        say("end", job)


sample.run = run
worker = Worker()
worker.run()
