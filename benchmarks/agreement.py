"""How often a quick run agrees with a run of record."""
import json
import math

import assay
from environment import say
from tables import shown, table

TOLERANCE = 0.01
GOAL = 0.9  # of the runs


def compare(count, record_file):
    """{record, runs, rows}: for each row of the record, in how many quick runs it was within 1 %."""
    if record_file:
        report = json.loads(record_file.read_text())
        record = report["run"] | {"rows": report["measurements"]}
    else:
        say("record run")
        record = assay.measure("--record")
    runs = []
    for number in range(1, count + 1):
        runs.append(assay.measure("--quick"))
        say(f"quick run {number} of {count} done")
    rows = []
    for key, recorded in assay.rated(record).items():
        figures = [assay.rated(run).get(key) for run in runs]
        ratios = [figure["topsBest"] / recorded["topsBest"] if figure else None for figure in figures]
        present = [ratio for ratio in ratios if ratio is not None]
        rows.append({
            "precision": key[0], "threads": key[1], "record": recorded["topsBest"] * 1000, "ratios": ratios,
            "within": sum(abs(ratio - 1) <= TOLERANCE for ratio in present),
            "below": sum(ratio < 1 - TOLERANCE for ratio in present),
            "above": sum(ratio > 1 + TOLERANCE for ratio in present)})
    return {"record": record, "runs": runs, "rows": rows}


def print_table(result):
    count = len(result["runs"])
    goal = math.ceil(GOAL * count)
    print(f"\nAgreement. In how many of {count} quick runs the best rate was within 1 % of the record run's (goal {goal}).")
    table(
        ["precision", "threads", "record GOP/s", "within", "below", "above", "least", "most", "goal"],
        [[row["precision"], row["threads"], shown(row["record"]), row["within"], row["below"], row["above"],
          *(shown(pick((r for r in row["ratios"] if r is not None), default=None), 3) for pick in (min, max)),
          "met" if row["within"] >= goal else "NOT MET"] for row in result["rows"]])
