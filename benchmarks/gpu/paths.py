"""Every way by which Assay reaches an accelerator here, and whether it works."""
import harness
from children import say

WORKED, UNSUPPORTED, FAILED, NOT_RUN = "worked", "unsupported", "failed", "not run"
DEVICES_SECONDS, RATING_SECONDS, MEASURE_SECONDS, CHECK_SECONDS = 60, 90, 75, 150
# The part of the whole time by which the paths are done: the comparison takes the rest.
SHARE = 0.45
# The precisions that a way is tried with, the first that the device has.
TRIED = ("bf16", "fp16", "fp32", "fp64")
SHAPE = (1024, 1024, 1024)


class Paths:
    def __init__(self, assay, budget, torch_device, is_tiny):
        self.assay, self.budget, self.torch_device, self.is_tiny = assay, budget, torch_device, is_tiny
        self.rows = []

    def add(self, path, how, status, seconds, seen):
        self.rows.append({"path": path, "how": how, "status": status, "seconds": seconds, "seen": seen})
        say(f"{path}: {status}{': ' + seen if seen else ''}")

    def add_outcome(self, path, outcome, seen):
        """A command's row: its exit status decides."""
        status = WORKED if outcome.status == harness.GOOD else UNSUPPORTED if (
            outcome.status == harness.UNSUPPORTED) else FAILED
        self.add(path, outcome.command, status, outcome.seconds, seen if status == WORKED else outcome.reason())

    def limit(self, seconds, share=SHARE):
        return min(seconds, self.budget.left(share))

    def list_devices(self):
        """`assay devices`: its report. Nothing goes on without it."""
        outcome, report = self.assay.run(DEVICES_SECONDS, "devices")
        if report is None:
            self.add_outcome("list of devices", outcome, "")
            return None
        found = [harness.Device(entry) for entry in report["accelerators"]]
        names = ", ".join(f"{device.id} {device.name}" for device in found)
        self.add_outcome("list of devices", outcome, names or "no accelerator by an interface of Assay's own")
        for absent in report["absentPrograms"]:
            self.add(f"interface {absent['name']}", "assay devices", UNSUPPORTED, 0.0, absent["reason"])
        return report

    def list_worker(self):
        """The devices that the PyTorch worker reaches, the processor left out unless it was asked for."""
        path = "PyTorch worker: list"
        outcome, report = self.assay.run(DEVICES_SECONDS, "devices", "--worker", self.assay.worker)
        own = [entry for entry in (report or {}).get("accelerators", []) if entry["workerFile"] is not None]
        usable = [entry for entry in own if self.torch_device or not entry["device"]["id"].startswith("cpu")]
        absent = [entry["reason"] for entry in (report or {}).get("absentPrograms", []) if entry["path"] is not None]
        if usable:
            names = ", ".join(f"{entry['device']['id']} {entry['device']['name']}" for entry in usable)
            self.add_outcome(path, outcome, names)
        elif report is None:
            self.add_outcome(path, outcome, "")
        else:
            reason = absent[0] if absent else "PyTorch sees no accelerator here, and lists the processor"
            self.add(path, outcome.command, UNSUPPORTED, outcome.seconds, reason)
        return usable

    def rate(self, device, options):
        """The quick rating of the device: (outcome, report)."""
        say(f"quick rating of {device.id}, {device.name}")
        outcome, report = self.assay.run(
            self.limit(RATING_SECONDS), "rate", "--quick", *device.words(self.assay.worker), *options)
        best = max((row["topsBest"] for row in harness.rows(report) if harness.is_measured(row)), default=None)
        self.add_outcome(f"rating by {device.id}", outcome, f"up to {best:.4g} TOP/s" if best else "no rate")
        if report:
            self.add_parts(device, report)
        return outcome, report

    def add_parts(self, device, report):
        """What the rating shows of the ways within one device: kinds of product, memory, telemetry."""
        measured = report["devices"][0]
        groups = {"dense": [], "fast accumulation": [], "sparse 2:4": []}
        for row in measured["measurements"]:
            _, accumulate, sparsity = harness.kind(row)
            groups["sparse 2:4" if sparsity else "fast accumulation" if accumulate == "fast" else "dense"].append(row)
        for name, rows in groups.items():
            good = [row for row in rows if harness.is_measured(row)]
            broken = [row for row in rows if row["status"] in ("failed", "mistrusted")]
            missing = [row for row in rows if row not in good and row not in broken]
            words = [", ".join(harness.label(*harness.kind(row)[:2]) for row in good)] if good else []
            words += [f"{row['precision']} {row['status']}: {row['reason']}" for row in broken + missing]
            status = FAILED if broken else WORKED if good else UNSUPPORTED
            self.add(f"{device.id}: {name} products", "the rating", status, None,
                     "; ".join(words) or "the device or its libraries offer none")
        memory, telemetry = measured.get("memory") or {}, measured["telemetry"]
        rates = [f"{name} {memory[key]:.4g} GB/s" for name, key in (("copy", "copyGBps"), ("read", "readGBps"))
                 if memory.get(key)]
        self.add(f"{device.id}: memory bandwidth", "the rating", WORKED if rates else UNSUPPORTED, None,
                 "; ".join(rates + [memory["reason"]] if memory.get("reason") else rates) or "not measured")
        told = [name for name in ("highestWatts", "limitWatts", "clockMHz", "highestCelsius") if telemetry.get(name)]
        self.add(f"{device.id}: power and clock", "the rating", WORKED if told else UNSUPPORTED, None,
                 f"{len(telemetry['readings'])} readings" if told else telemetry.get("reason") or "nothing is told")

    def measure(self, path, device, shapes):
        """A way is tried with one product, of a precision and shape that the rating had."""
        limit = self.limit(MEASURE_SECONDS)
        if limit < 10:
            return self.add(path, "assay measure", NOT_RUN, 0.0, "no time left")
        precision = next((name for name in TRIED if name in shapes), "fp32")
        shape = shapes.get(precision, SHAPE)
        outcome, report = self.assay.measure(limit, device, [precision], shape)
        good = [row for row in harness.rows(report) if harness.is_measured(row)]
        best = max((row["topsBest"] for row in good), default=0.0)
        self.add_outcome(path, outcome, f"{precision}, {'×'.join(map(str, shape))}: {best:.4g} TOP/s")

    def measure_together(self, devices):
        """All devices at the same time."""
        limit = self.limit(MEASURE_SECONDS)
        if limit < 10:
            return self.add("all devices at once", "assay measure", NOT_RUN, 0.0, "no time left")
        side = SHAPE[0] if not self.is_tiny else 64
        words = ["--precision", "fp32", "--size", side, "--memory"]
        outcome, report = self.assay.run(limit, "measure", "--quick", "--device", "all", *words)
        links = [link for link in (report or {}).get("links", []) if link.get("bandwidthGBps")]
        self.add_outcome("all devices at once", outcome, f"{len(devices)} devices, {len(links)} links between them")

    def check(self, path, program, device):
        """The conformance suite on a worker or a host of Assay's own."""
        limit = self.limit(CHECK_SECONDS, 1.0)
        if limit < 15:
            return self.add(path, "assay worker check", NOT_RUN, 0.0, "no time left")
        outcome, report = self.assay.run(limit, "worker", "check", program, "--device", device)
        counts = (report or {}).get("counts") or {}
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        faults = [judgement for judgement in ((report or {}).get("report") or {}).get("judgements", [])
                  if judgement.get("fault")]
        self.add_outcome(path, outcome, words)
        if faults:
            first = faults[0]
            self.rows[-1]["seen"] = f"{words}; {first['statement']} ({first.get('variant') or 'all variants'}): " \
                f"expected {first['fault']['expected']}, came {first['fault']['came']}"
            self.rows[-1]["faults"] = faults
