"""Assay beside its peers in one interleaved run: every precision in turn, every contender in turn, round after round."""
import dataclasses
import statistics
import time

import harness
import peers
from children import say

TURN_SECONDS = 75
# What the first turn of a precision is thought to take; later ones take what the first took.
FIRST_GUESS_SECONDS = 30
GOAL = 1.0


@dataclasses.dataclass
class Effort:
    """How much a peer does in a turn: as many bursts, as long, as Assay's own visits have."""

    bursts: int = 8
    burst_seconds: float = 0.05
    pause_seconds: float = 0.05
    trial_seconds: float = 0.03
    # Where PyTorch looks for a better one than Assay's.
    shapes: list = dataclasses.field(default_factory=list)


class Contest:
    def __init__(self, assay, device, rating, effort):
        self.own = peers.Assay(assay, device)
        self.effort = effort
        self.contenders = [self.own]
        self.missing = {}  # {peer: why}
        self.turns, self.failures, self.unsupported, self.cut = [], [], [], []
        self.seconds = {}  # of a precision's last round
        self.rounds = 0
        # Where PyTorch ran, if not on the same device.
        self.torch_device = None
        self.kinds, self.shapes = self.chosen(rating)

    @staticmethod
    def chosen(rating):
        """The dense kinds of product that the rating measured, and each precision's best shape there."""
        measured = [row for row in harness.rows(rating) if harness.is_measured(row) and not harness.kind(row)[2]]
        kinds, shapes = {}, {}
        # The fuller sum decides the shape: both are measured in one run.
        for row in sorted(measured, key=lambda row: harness.kind(row)[1] == "fast"):
            precision, accumulate, _ = harness.kind(row)
            kinds[precision, accumulate] = row
            shapes.setdefault(precision, harness.shape_of(row))
        return kinds, shapes

    def add_peer(self, name, make):
        """A peer that takes part, unless it cannot be had."""
        try:
            peer = make()
        except peers.Unsupported as error:
            self.missing[name] = str(error)
            say(f"{name}: not here: {error}")
        except peers.Failed as error:
            self.failures.append({"peer": name, "reason": str(error)})
        else:
            self.contenders.append(peer)
            say(f"{name}: {peer.version or 'here'}")

    def run(self, rounds, left, after_round):
        """Rounds until they are done or the time is; `left` tells the seconds that are left."""
        for number in range(1, rounds + 1):
            for index, (precision, shape) in enumerate(self.shapes.items()):
                if left() < self.seconds.get(precision, FIRST_GUESS_SECONDS):
                    self.cut.append({"round": number, "precision": precision})
                    continue
                began = time.monotonic()
                # Who comes first has the coolest device: each does in its turn.
                turn = (number - 1 + index) % len(self.contenders)
                for contender in self.contenders[turn:] + self.contenders[:turn]:
                    self.take(contender, number, precision, shape, max(5.0, min(TURN_SECONDS, left())))
                self.seconds[precision] = time.monotonic() - began
            self.rounds = number
            say(f"round {number} of {rounds} done")
            after_round()

    def take(self, contender, number, precision, shape, seconds):
        kinds = [kind for kind in self.kinds if kind[0] == precision]
        if contender is self.own:
            try:
                figures, faults = contender.measure(precision, shape, seconds)
            except peers.Failed as error:
                figures, faults = {}, {kind: str(error) for kind in kinds}
            for kind in kinds:
                self.enter(contender, number, kind, figures.get(kind, []))
                if kind not in figures:
                    self.fail(contender, number, kind, faults.get(kind, "no such row"))
            return
        for kind in kinds:
            if any(entry["peer"] == contender.name and entry["kind"] == list(kind) for entry in self.unsupported):
                continue
            try:
                self.enter(contender, number, kind, contender.turn(kind, shape, self.effort, seconds))
            except peers.Unsupported as error:
                self.unsupported.append({"peer": contender.name, "kind": list(kind), "reason": str(error)})
            except peers.Failed as error:
                self.fail(contender, number, kind, str(error))

    def enter(self, contender, number, kind, figures):
        for figure in figures:
            self.turns.append({"peer": contender.name, "round": number, "kind": list(kind), **figure})
            if "best" in figure:
                say(f"round {number}: {harness.label(*kind)}: {contender.name}, {figure['what']}: "
                    f"{figure['best']:.5g} TOP/s, median {figure['median']:.5g}")

    def fail(self, contender, number, kind, reason):
        self.failures.append({"peer": contender.name, "round": number, "kind": list(kind), "reason": reason})
        say(f"round {number}: {harness.label(*kind)}: {contender.name} failed: {reason}")

    def rows(self):
        """One a kind of product: each contender's figures over the rounds, and Assay's over the best peer's."""
        return [self.row(kind) for kind in self.kinds]

    def row(self, kind):
        names = sorted({(turn["peer"], turn["what"]) for turn in self.turns
                        if turn["kind"] == list(kind) and "best" in turn})
        figures = {f"{peer}, {what}": self.figure(kind, peer, what) for peer, what in names}
        own = figures.pop(f"{self.own.name}, same shape", None)
        best = max(figures, key=lambda name: figures[name]["best"], default=None)
        steadiest = max((figure["median"] for figure in figures.values()), default=None)
        ratio = own["best"] / figures[best]["best"] if own and best else None
        return {
            "precision": kind[0], "accumulate": kind[1], "label": harness.label(*kind), "shape": self.shapes[kind[0]],
            "ratingStatus": self.kinds[kind]["status"], "ratingTops": self.kinds[kind]["topsBest"], "assay": own,
            "peers": figures, "bestPeer": best, "ratio": ratio,
            "ratioOfMedians": own["median"] / steadiest if own and steadiest else None,
            "goal": GOAL, "goalMet": None if ratio is None else ratio >= GOAL}

    def figure(self, kind, peer, what):
        """Over the rounds: the best, the median of the rounds' bests, and how far these lie apart."""
        turns = [turn for turn in self.turns
                 if (turn["kind"], turn["peer"], turn["what"]) == (list(kind), peer, what)]
        bests = [turn["best"] for turn in turns]
        top = max(turns, key=lambda turn: turn["best"])
        median = statistics.median(bests)
        return {"best": max(bests), "median": median, "spread": (max(bests) - min(bests)) / median, "rounds": len(bests),
                "shape": top["shape"], "detail": top["detail"]}

    def gaps(self):
        """Rows that lack what they should have: a figure of Assay's, or a ratio though there is a peer."""
        problems = []
        for row in self.rows():
            refusals = {entry["peer"] for entry in self.unsupported if entry["kind"] == [row["precision"], row["accumulate"]]}
            expected = [peer for peer in self.contenders[1:] if peer.name not in refusals]
            if row["assay"] is None:
                problems.append(f"{row['label']}: no figure of Assay's")
            for peer in expected:
                if not any(name.startswith(peer.name + ",") for name in row["peers"]):
                    problems.append(f"{row['label']}: no figure of {peer.name}")
        return problems

    def record(self):
        return {
            "rounds": self.rounds, "effort": dataclasses.asdict(self.effort), "rows": self.rows(), "turns": self.turns,
            "failures": self.failures, "unsupported": self.unsupported, "cut": self.cut, "missing": self.missing,
            "torchDevice": self.torch_device, "versions": {peer.name: peer.version for peer in self.contenders[1:]}}

    def close(self):
        for contender in self.contenders:
            contender.close()
