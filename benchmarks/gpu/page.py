"""What the check prints: Markdown, from the record alone."""


def table(heads, rows):
    def line(cells):
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)])


def number(value, digits=4):
    """Significant digits, never in powers of ten."""
    if value is None:
        return "–"
    text = f"{value:.{digits}g}"
    return f"{value:,.0f}" if "e+" in text or abs(value) >= 1000 else f"{value:.{digits + 3}f}" if "e-" in text else text


def shape(sides):
    return "×".join(str(side) for side in sides) if len(set(sides)) > 1 else f"{sides[0]} cube"


def percent(value):
    return f"{100 * value:.1f} %"


def paths(record):
    rows = [[row["path"], row["status"], "" if row["seconds"] is None else f"{row['seconds']:.1f}", row["seen"]]
            for row in record["paths"]]
    return "## Paths\n\n" + table(["path", "status", "s", "what was seen, or the reason"], rows)


def cell(figure, with_shape=False):
    if figure is None:
        return "–"
    text = f"{number(figure['best'])} (median {number(figure['median'])}, spread {percent(figure['spread'])})"
    return text + (f" at {shape(figure['shape'])}" if with_shape else "")


def rates(record):
    contest = record.get("contest")
    if not contest or not contest["rows"]:
        return None
    rows = []
    for row in contest["rows"]:
        peers = row["peers"]
        goal = "–" if row["goalMet"] is None else "met" if row["goalMet"] else "NOT MET"
        rows.append([
            row["label"], shape(row["shape"]), cell(row["assay"]), cell(peers.get("PyTorch, same shape")),
            cell(peers.get("PyTorch, own shape"), True), cell(peers.get("cuBLASLt loop, first algorithm")),
            cell(peers.get("cuBLASLt loop, best of 8")), number(row["ratio"]), number(row["ratioOfMedians"]), goal])
    effort = contest["effort"]
    lines = [
        "## Assay beside PyTorch and a plain cuBLASLt loop\n",
        f"TOP/s over {contest['rounds']} interleaved round(s): the best, and over the rounds the median and the spread of "
        f"their bests. Peers: {effort['bursts']} bursts of {1000 * effort['burst_seconds']:g} ms in a turn, "
        f"{1000 * effort['pause_seconds']:g} ms apart. Ratio: Assay's best over the best of all peers, goal ≥ "
        f"{contest['rows'][0]['goal']:.2f}; then the same of the medians.\n",
        table(["product", "shape", "Assay", "PyTorch", "PyTorch, its own shape", "loop, first algorithm", "loop, best of 8",
               "ratio", "of medians", "goal"], rows), ""]
    lines += [f"- {peer}: {version}" for peer, version in contest["versions"].items()]
    lines += [f"- {peer}: not here: {reason}" for peer, reason in contest["missing"].items()]
    lines += [f"- {entry['peer']}, {' '.join(entry['kind'])}: unsupported: {entry['reason']}"
              for entry in contest["unsupported"]]
    if contest["torchDevice"]:
        lines.append(f"- PyTorch ran on {contest['torchDevice']}, another device: its ratios say nothing")
    if contest["cut"]:
        rounds = sorted({(entry["round"], entry["precision"]) for entry in contest["cut"]})
        lines.append("- no time left for " + ", ".join(f"{precision} in round {number}" for number, precision in rounds))
    return "\n".join(lines)


def rating(record):
    rated = record.get("rating")
    if not rated:
        return None
    goal = rated["goalSeconds"]
    lines = [
        "## Quick rating\n",
        f"`{rated['command']}`: {rated['seconds']:.1f} s (goal ≤ {goal} s: "
        f"{'met' if rated['seconds'] <= goal else 'NOT MET'})."]
    if rated.get("demonstratedTPP") is not None:
        declared = rated.get("declaredTPP")
        lines.append(
            f"Demonstrated TPP {number(rated['demonstratedTPP'], 6)}, governed by {rated['governing']}; declared "
            + (f"{number(declared, 6)} ({rated['chip']}), of which {percent(rated['demonstratedTPP'] / declared)} is "
               f"demonstrated." if declared else f"unknown: {rated['chipReason']}."))
    lines.append("")
    for difference in rated.get("differences", []):
        lines.append(
            f"- {difference['precision']}: {number(difference['demonstratedTops'])} of "
            f"{number(difference['declaredTops'])} TOP/s declared ({percent(difference['share'])}): "
            + "; ".join(difference["findings"]))
    return "\n".join(lines)


def page(record):
    parts = [
        f"# GPU check, {record['date']}", record["machine"]["words"], paths(record), rates(record), rating(record)]
    if record["failures"]:
        parts.append("## Failures\n\n" + "\n".join(f"- {failure}" for failure in record["failures"]))
    if not record["complete"]:
        parts.append("The check did not come to its end: the figures are what there was until then.")
    return "\n\n".join(part for part in parts if part)
