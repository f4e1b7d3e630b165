"""Runs of the command under test on accelerators."""
import json
import pathlib
import tempfile

import children

# Exit codes of `assay` (README.md).
GOOD, UNSUPPORTED = 0, 12


class Assay:
    def __init__(self, command, variables, worker):
        self.command, self.variables, self.worker = command, variables, worker

    def run(self, seconds, *words):
        """Runs it with --json: (the outcome, the report or None)."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "report.json"
            outcome = children.run([self.command, *words, "--json", file], seconds, self.variables)
            try:
                report = json.loads(file.read_text())
            except (OSError, ValueError):
                report = None
        outcome.words = [str(word) for word in (self.command, *words)]
        return outcome, report

    def measure(self, seconds, device, precisions, shape, *words):
        m, n, k = shape
        return self.run(
            seconds, "measure", "--quick", *device.words(self.worker), "--precision", *precisions, "--shape",
            f"{m}x{n}x{k}", *words)


class Device:
    """A device by which program reaches it: the id that Assay asks for, and the one that the worker has."""

    def __init__(self, found):
        self.id, self.name = found["id"], found["device"]["name"]
        self.own = found["device"]["id"]
        self.is_worker = found["workerFile"] is not None

    def words(self, worker):
        return ["--device", self.id, *(["--worker", worker] if self.is_worker else [])]

    @property
    def interface(self):
        return self.own.partition(":")[0]

    @property
    def number(self):
        return int(self.own.partition(":")[2] or 0)


def rows(report):
    """The rows of a report's only device."""
    return [row for device in (report or {}).get("devices", []) for row in device["measurements"]]


def kind(row):
    """(precision, accumulation, sparsity or None) of a row; (precision, "full", None) where it has none."""
    variant = row.get("variant") or {}
    return row["precision"], variant.get("accumulate", "full"), variant.get("sparsity")


def label(precision, accumulate, sparsity=None):
    return precision + (", fast" if accumulate == "fast" else "") + (f", sparse {sparsity}" if sparsity else "")


def shape_of(row):
    return [row["shape"][side] for side in "mnk"]


def is_measured(row):
    """Whether its products were right and timed; where a precision is no faster than a wider one, it earns no rating."""
    return row["status"] in ("verified", "emulated") and row.get("topsBest") is not None
