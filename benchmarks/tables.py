"""What `benchmarks/run` prints of the rounds, and the same figures for the record."""
import statistics

import assay
import plain_loops

CEILING_GOALS_ALL = {"fp64": 0.92, "fp32": 0.97, "bf16": 0.97, "int8": 0.95}
CEILING_GOAL_ONE = 0.95
PEER_GOAL = 0.99
SECONDS_GOAL, OVERHEAD_GOAL, CHECK_GOAL = 20, 0.005, 0.05


def met(value, goal, is_floor=True):
    if value is None:
        return "-"
    return "met" if (value >= goal if is_floor else value <= goal) else "NOT MET"


def shown(value, digits=1):
    return "-" if value is None else f"{value:.{digits}f}"


def table(heads, rows):
    """Columns as wide as they need; the first left-aligned, the others right, but text of words left."""
    cells = [heads, *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    is_left = [i == 0 or not any(row[i][:1].isdigit() for row in cells[1:]) for i in range(len(heads))]
    for row in cells:
        print("  ".join(c.ljust(w) if left else c.rjust(w) for c, w, left in zip(row, widths, is_left)).rstrip())


def main_rows(runs, contest):
    """One a precision and number of threads, over all rounds; rates in GOP/s."""
    keys = list(dict.fromkeys(key for run in runs for key in assay.rated(run)))
    keys.sort(key=lambda key: -key[1])
    most = max((threads for _, threads in keys), default=1)
    rows = []
    for precision, threads in keys:
        own = [row for run in runs if (row := assay.rated(run).get((precision, threads)))]
        bests = [row["topsBest"] * 1000 for row in own]
        ceilings = [row["ceiling"]["tops"] * 1000 for row in own if row.get("ceiling")]
        top = max(own, key=lambda row: row["topsBest"])
        peer = contest.best(precision, threads)
        best, ceiling = max(bests), max(ceilings, default=None)
        rows.append({
            "precision": precision, "threads": threads, "status": top["status"],
            "provider": top.get("provider"), "kernel": top.get("kernel"), "shape": top.get("shape"),
            "assayBest": best, "assayMedian": statistics.median(bests), "ceiling": ceiling,
            "peer": peer and peer["peer"], "peerSide": peer and peer["side"], "peerBest": peer and peer["best"],
            "toPeer": best / peer["best"] if peer else None, "toPeerGoal": PEER_GOAL,
            "ofCeiling": best / ceiling if ceiling else None,
            "ofCeilingGoal": CEILING_GOALS_ALL.get(precision) if threads == most and most > 1 else
            CEILING_GOAL_ONE if precision in CEILING_GOALS_ALL else None,
        })
    return rows


def print_main(rows, rounds):
    print(f"\nTable 1. GOP/s over {rounds} interleaved round(s). Assay: the best of the rounds, and the median of the")
    print(f"rounds' bests. Plain loop: the best call of any library. Goals: Assay/plain {PEER_GOAL}, of ceiling as shown.")
    table(
        ["precision", "threads", "Assay", "median", "status", "plain loop", "of", "side", "Assay/plain", "goal", "ceiling",
         "of ceiling", "goal", ""],
        [[row["precision"], row["threads"], shown(row["assayBest"]), shown(row["assayMedian"]), row["status"],
          shown(row["peerBest"]), row["peer"] or "-", row["peerSide"] or "-", shown(row["toPeer"], 3),
          met(row["toPeer"], PEER_GOAL), shown(row["ceiling"]), shown(row["ofCeiling"], 3),
          shown(row["ofCeilingGoal"], 2),
          met(row["ofCeiling"], row["ofCeilingGoal"]) if row["ofCeilingGoal"] else "-"] for row in rows])


def print_peers(rows, contest):
    print("\nTable 1b. The best call of each peer, GOP/s at its side, by precision x threads. At most the "
          f"{plain_loops.CONTENDERS}\nbest peers of the trial at the start took part in the rounds; the others have the "
          "trial's figure, marked *.")
    keys = [(row["precision"], row["threads"]) for row in rows]
    taking_part = {(peer, precision, threads) for peer, precision, threads, _ in contest.contenders}
    lines = []
    for peer in contest.peers:
        cells = [contest.best(*key, peer) for key in keys]
        if any(cells):
            lines.append([peer, *(
                f"{c['best']:.1f} @{c['side']}{' ' if (peer, *key) in taking_part else '*'}" if c else "-"
                for c, key in zip(cells, keys))])
    table(["peer", *(f"{precision} x{threads}" for precision, threads in keys)], lines)


def cost_rows(runs, memory_peak, memory_limit):
    seconds = [run.get("seconds", run["wallSeconds"]) for run in runs]
    shares = {name: [run[name] for run in runs if run.get(name) is not None] for name in ("overheadShare", "checkShare")}
    return {
        "seconds": statistics.median(seconds), "secondsWorst": max(seconds),
        "overheadShare": max(shares["overheadShare"], default=None),
        "checkShare": max(shares["checkShare"], default=None),
        "memoryPeakBytes": memory_peak, "memoryLimitBytes": memory_limit,
    }


def print_costs(costs):
    def share(value):
        return "-" if value is None else f"{100 * value:.2f} %"

    print(f"\nQuick rating: {costs['seconds']:.1f} s in the median, {costs['secondsWorst']:.1f} s at worst "
          f"(goal ≤ {SECONDS_GOAL} s: {met(costs['secondsWorst'], SECONDS_GOAL, False)}); "
          f"overhead {share(costs['overheadShare'])} (goal ≤ 0.5 %: {met(costs['overheadShare'], OVERHEAD_GOAL, False)}), "
          f"checks {share(costs['checkShare'])} (goal ≤ 5 %: {met(costs['checkShare'], CHECK_GOAL, False)}), each at worst.")
    print(f"Memory of the process tree at its peak (Pss, looked at every 50 ms in a run apart): "
          f"{costs['memoryPeakBytes'] / 1e6:.0f} MB; three operands of the largest shape + 100 MB: "
          f"{costs['memoryLimitBytes'] / 1e6:.0f} MB "
          f"({met(costs['memoryPeakBytes'], costs['memoryLimitBytes'], False)}).")


def print_gaps(missing, failures):
    for peer, why in missing.items():
        print(f"missing: {peer}: {why}")
    for text in sorted({f"failed: {f['peer']}, {f['precision']}, {f['threads']} thread(s): {f['reason']}" for f in failures}):
        print(text)
