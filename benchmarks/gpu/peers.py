"""The peers of the comparison: PyTorch's matmul and a plain cuBLASLt loop, both in benchmarks/peers."""
import json
import os
import selectors
import statistics
import subprocess
import time

import children
import harness
import places


class Unsupported(Exception):
    pass


class Failed(Exception):
    pass


class Torch:
    """A process that stays open over the rounds, since it takes long to start; between its turns it is idle."""

    name = "PyTorch"

    def __init__(self, python, device, seconds):
        if python is None:
            raise Unsupported("no Python here has PyTorch")
        self.process = subprocess.Popen(
            [python, str(places.PEERS / "torch_matmul.py"), device], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True)
        self.lines = selectors.DefaultSelector()
        for stream in (self.process.stdout, self.process.stderr):
            os.set_blocking(stream.fileno(), False)
            self.lines.register(stream, selectors.EVENT_READ)
        self.pending, self.said = b"", b""
        first = self.read(seconds)
        if "version" not in first:
            self.close()
            raise Unsupported(first.get("unsupported", "it does not say what it is"))
        self.version = f"{first['version']} ({python}), {first['device']}"
        self.own_shapes = {}

    def read(self, seconds):
        """The next line of its answers, as an object."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self.pending:
            ready = self.lines.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                self.close()
                raise Failed(f"PyTorch: no answer within {seconds:.0f} s")
            for key, _ in ready:
                data = os.read(key.fd, 1 << 16)
                if key.fileobj is self.process.stderr:
                    self.said = (self.said + data)[-4000:]
                    if not data:
                        self.lines.unregister(key.fileobj)
                elif data:
                    self.pending += data
                else:
                    self.close()
                    lines = self.said.decode(errors="replace").strip().splitlines()
                    raise Failed(f"PyTorch ended: {lines[-1][:300] if lines else 'nothing was said'}")
        line, _, self.pending = self.pending.partition(b"\n")
        return json.loads(line)

    def ask(self, patience, request):
        if self.process.poll() is not None:
            raise Failed("PyTorch has ended")
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.read(patience)
        if "ok" in answer:
            return answer["ok"]
        raise Unsupported(answer["unsupported"]) if "unsupported" in answer else Failed(answer["failed"])

    def turn(self, kind, shape, effort, seconds):
        """Bursts at the shape, and at the shape that suits PyTorch best where that is another."""
        product = dict(zip(("precision", "accumulate"), kind))
        figures = []
        began = time.monotonic()
        if kind not in self.own_shapes:
            shapes = [shape, *(other for other in effort.shapes if other != shape)]
            trial = self.ask(seconds, {"do": "trial", **product, "shapes": shapes, "seconds": effort.trial_seconds})
            rates = [(trial["tops"], shape), *((entry["tops"], entry["shape"]) for entry in trial["shapes"])]
            self.own_shapes[kind] = max(rates)[1]
            figures.append({"what": "trial", **trial})
        for what, where in (("same shape", shape), ("own shape", self.own_shapes[kind])):
            left = seconds - (time.monotonic() - began)
            if what == "own shape" and where == shape or left < 1:
                continue
            answer = self.ask(left, {
                "do": "run", **product, "shape": where, "bursts": effort.bursts, "seconds": effort.burst_seconds,
                "pause": effort.pause_seconds})
            figures.append({"what": what, "shape": where, "detail": answer["setting"], **summary(answer["rates"])})
        return figures

    def close(self):
        if self.process.poll() is None:
            children.end(self.process)


class Loop:
    """benchmarks/peers/cublaslt_loop.c, a process a turn."""

    name = "cuBLASLt loop"

    def __init__(self, program, number, variables):
        self.program, self.number, self.variables = program, number, variables
        self.version = None

    def turn(self, kind, shape, effort, seconds):
        precision, accumulate = kind
        name = f"{precision}/fast" if accumulate == "fast" else precision
        words = [self.program, self.number, name, *shape, effort.bursts, 1000 * effort.burst_seconds,
                 1000 * effort.pause_seconds]
        outcome = children.run(words, seconds, self.variables)
        figures = []
        for line in outcome.output.splitlines():
            word, _, rest = line.partition(" ")
            if word == "version":
                self.version = rest
            elif word == "rate":
                which, best, median, bursts, detail = rest.split(" ", 4)
                what = "first algorithm" if which == "first" else "best of 8"
                figures.append({"what": what, "shape": shape, "detail": detail, "best": float(best),
                                "median": float(median), "bursts": int(bursts)})
        if outcome.status == 2:
            raise Unsupported((outcome.errors.strip().splitlines() or ["no reason given"])[-1])
        if outcome.status != 0 or not figures:
            raise Failed(outcome.reason())
        return figures

    def close(self):
        pass


class Assay:
    """The command under test, as a contender."""

    name = "Assay"

    def __init__(self, assay, device):
        self.assay, self.device = assay, device
        self.version = None

    def measure(self, precision, shape, seconds):
        """The figures of a run, by kind of product: {(precision, accumulation): [figure]}, and {kind: why there is none}."""
        outcome, report = self.assay.measure(seconds, self.device, [precision], shape)
        figures, faults = {}, {}
        for row in harness.rows(report):
            precision_, accumulate, sparsity = harness.kind(row)
            if sparsity:
                continue
            if harness.is_measured(row):
                figures[precision_, accumulate] = [{
                    "what": "same shape", "shape": shape, "best": row["topsBest"], "median": row["topsMedian"],
                    "bursts": len(row["samples"]), "status": row["status"], "detail": row["kernel"],
                    "clockGHz": row.get("clockGHz")}]
            else:
                faults[precision_, accumulate] = f"{row['status']}: {row['reason']}"
        if not figures and not faults:
            raise Failed(outcome.reason())
        return figures, faults

    def close(self):
        pass


def summary(rates):
    return {"best": max(rates), "median": statistics.median(rates), "bursts": len(rates)}
