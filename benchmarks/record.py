"""What is kept of a run in benchmarks/records."""
import datetime
import json
import re

import environment


def trimmed(value):
    """Without the single samples, which are most of a report's bytes; every visit keeps its best."""
    if isinstance(value, dict):
        return {key: trimmed(inner) for key, inner in value.items() if key not in ("samples", "rivals")}
    return [trimmed(inner) for inner in value] if isinstance(value, list) else value


def today():
    return datetime.date.today().isoformat()


def word(text):
    """A name as a part of a file's name: "NVIDIA H100 80GB HBM3" is "nvidia-h100-80gb-hbm3"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unknown"


def write(name, content, folder=None):
    """Writes a record, whole or not at all, and returns its path."""
    folder = folder or environment.here / "records"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")
    part.replace(path)
    return path
