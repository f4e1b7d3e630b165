"""Table 2: the seconds until the figure is within 1 % of an exhaustive sweep's best."""
import assay
import plain_loops
from environment import say
from tables import shown, table

SWEEP = "256:4096:256"
TOLERANCE = 0.01


def definition(calls):
    return f"""
Table 2. Time to answer, all threads: seconds until the figure is within 1 % of an exhaustive size sweep's best.
  sweep  the plain loop over the library that was best in Table 1, at the square sides 256, 512 … 4096 in that order,
         {calls} timed calls each after {(calls + 1) // 2} for warm-up, in one process, in the manner of mamf-finder.
         Its best is the best call of all sides. "first within 1 %" is when its running best first came within 1 % of
         that; it can only know when the sweep is over, so "total" is its time to answer. Not counted: to find out
         which library is best.
  alone  `assay measure --quick --precision P`, from the start of the process to its end.
  whole  Assay's whole quick run, all precisions, all and one thread, libraries searched: the same time in each row.
  A time is given in parentheses if the figure was more than 1 % below the sweep's best: then it was no answer."""


def answer(peer, precision, threads, calls):
    """The sweep of one precision: {best, firstWithin, total, bursts}, or None where it failed."""
    try:
        bursts = peer.run(precision, SWEEP, threads, f"{calls}x", timeout=None)
    except plain_loops.PeerError as error:
        say(f"sweep of {precision}: {error}")
        return None
    best = max(burst["best"] for burst in bursts)
    first = next(burst for burst in bursts if burst["best"] >= (1 - TOLERANCE) * best)
    return {
        "peer": peer.name, "best": best, "side": max(bursts, key=lambda b: b["best"])["side"],
        "firstWithin": first["elapsed"], "total": bursts[-1]["elapsed"], "bursts": bursts}


def compare(contest, whole_runs, calls):
    """One row a precision at all threads. Each is swept and then measured, so that both meet the same weather."""
    rated = [assay.rated(run) for run in whole_runs]
    most = max((threads for rows in rated for _, threads in rows), default=1)
    results = []
    for precision in dict.fromkeys(p for rows in rated for p, threads in rows if threads == most):
        leader = contest.best(precision, most)
        if leader is None:
            continue
        say(f"time to answer: {precision}")
        sweep = answer(contest.peers[leader["peer"]], precision, most, calls)
        if sweep is None:
            continue
        alone = assay.measure("--quick", "--precision", precision)
        wholes = [
            {"seconds": run["wallSeconds"], "best": rows[precision, most]["topsBest"] * 1000}
            for run, rows in zip(whole_runs, rated) if (precision, most) in rows]
        row = assay.rated(alone).get((precision, most))
        results.append({
            "precision": precision, "threads": most, "sweep": sweep,
            "alone": {"seconds": alone["wallSeconds"], "best": row["topsBest"] * 1000 if row else None},
            "whole": sorted(wholes, key=lambda whole: whole["seconds"])[len(wholes) // 2]})
    return results


def print_table(results, calls):
    print(definition(calls))

    def seconds(run, target):
        text = f"{run['seconds']:.1f}"
        return text if run["best"] is not None and run["best"] >= (1 - TOLERANCE) * target else f"({text})"

    table(
        ["precision", "sweep's best", "of", "side", "first within 1 %, s", "total, s", "Assay alone, s", "figure",
         "whole, s", "figure"],
        [[r["precision"], shown(r["sweep"]["best"]), r["sweep"]["peer"], r["sweep"]["side"],
          shown(r["sweep"]["firstWithin"]), shown(r["sweep"]["total"]),
          seconds(r["alone"], r["sweep"]["best"]), shown(r["alone"]["best"]),
          seconds(r["whole"], r["sweep"]["best"]), shown(r["whole"]["best"])] for r in results])
