"""Where things lie: the command, the peers' programs, the interpreters of Python with PyTorch, the vendors' libraries.

On a machine that has just been borrowed nothing may be where it usually is: the libraries of CUDA often come from PyPI
alone, in folders that the dynamic loader does not know.
"""
import ctypes
import glob
import json
import os
import pathlib
import platform
import shutil
import sys

import children
import environment
from environment import root

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE.parent / "peers"
LIBRARIES = (
    "libcublasLt.so.*", "libcusparseLt.so.*", "libnvrtc.so.*", "libamdhip64.so*", "libhipblaslt.so*", "librocblas.so*",
    "libhiprtc.so*", "librocm_smi64.so*")
SYSTEM_FOLDERS = (
    "/usr/local/cuda/lib64", "/usr/local/cuda-*/lib64", "/usr/local/cuda/targets/*/lib", "/opt/rocm/lib", "/opt/rocm-*/lib")
DRIVER_FOLDERS = ("/usr/local/nvidia/lib64", "/usr/lib64-nvidia", "/usr/lib/wsl/lib", "/usr/lib/x86_64-linux-gnu/nvidia/current")
# Told by every interpreter without importing PyTorch, which takes seconds.
PROBE = """
import importlib.util, json, sys
spec = importlib.util.find_spec("torch")
print(json.dumps({"path": sys.executable, "version": sys.version.split()[0], "torch": spec is not None, "folders": sys.path}))
"""
PROBE_SECONDS, IMPORT_SECONDS = 20, 90


def command(given):
    """The command under test: the one given, one that was built here, or one of an unpacked archive."""
    machine = platform.machine()
    places = [given] if given else [
        root / ".build/release/assay", root / "assay", root / f".build/dist/assay-{machine}/assay"]
    found = next((pathlib.Path(place).resolve() for place in places if os.access(place, os.X_OK)), None)
    if found is None:
        raise SystemExit(
            f"no assay at {' or '.join(str(place) for place in places)}: run `make build`, or unpack what `make static` "
            "packed, or name it with --assay")
    return found


def worker():
    """workers/pytorch.py of the repository, or of an unpacked archive."""
    places = (root / "workers/pytorch.py", root / "share/assay/workers/pytorch.py")
    return next((place for place in places if place.exists()), places[0])


def interpreters():
    """What each Python here tells of itself, those with PyTorch first."""
    names = [os.environ.get("ASSAY_PYTHON"), sys.executable, shutil.which("python3"), "/usr/bin/python3"]
    for pattern in ("/opt/*/bin/python3", "/opt/*/.venv/bin/python3", "/opt/*/venv/bin/python3", "~/*/bin/python3"):
        names += sorted(glob.glob(os.path.expanduser(pattern)))
    told, seen = [], set()
    for name in names:
        # A virtual environment's python3 is a link to another one's file: the folder tells them apart.
        if not name or not os.access(name, os.X_OK) or os.path.abspath(name) in seen:
            continue
        seen.add(os.path.abspath(name))
        probe = children.run([name, "-c", PROBE], PROBE_SECONDS)
        if probe.status == 0:
            answer = json.loads(probe.output.splitlines()[-1])
            if answer["path"] not in [other["path"] for other in told]:
                told.append(answer)
    return sorted(told, key=lambda answer: not answer["torch"])


def holds_library(folder):
    return any(glob.glob(os.path.join(folder, pattern)) for pattern in LIBRARIES)


def library_folders(pythons):
    """The folders that hold libraries of CUDA or ROCm: of the variable, of PyPI's packages, of the system."""
    given = [folder for folder in os.environ.get("ASSAY_LIBRARY_PATH", "").split(":") if folder]
    wheels = []
    for python in pythons:
        for entry in python["folders"]:
            for pattern in ("nvidia/*/lib", "_rocm_sdk_*/lib", "torch/lib"):
                wheels += sorted(glob.glob(os.path.join(entry or ".", pattern)), reverse=True)
    system = [folder for pattern in SYSTEM_FOLDERS for folder in sorted(glob.glob(pattern), reverse=True)]
    folders = given + [os.path.abspath(folder) for folder in wheels + system if holds_library(folder)]
    try:
        ctypes.CDLL("libcuda.so.1")
    except OSError:
        folders += [folder for folder in DRIVER_FOLDERS if os.path.exists(f"{folder}/libcuda.so.1")]
    return list(dict.fromkeys(folders))


def variables(folders, python):
    """The environment of Assay and of the plain loop."""
    result = dict(os.environ)
    if folders:
        result["ASSAY_LIBRARY_PATH"] = ":".join(folders)
        # What NVRTC opens by itself lies beside it, where the loader looks only if it is told.
        wheels = [folder for folder in folders if "/nvidia/" in folder or "/_rocm_sdk_" in folder]
        paths = [result.get("LD_LIBRARY_PATH", ""), *wheels]
        result["LD_LIBRARY_PATH"] = ":".join(path for path in paths if path)
    if python:
        result["ASSAY_PYTHON"] = python
    return result


def cublaslt_loop():
    """The compiled plain loop, and why there is none: one that came with the archive, or compiled here."""
    source, packed = PEERS / "cublaslt_loop.c", PEERS / "cublaslt_loop"
    built = environment.root / ".build/cublaslt_loop"
    usage = 1  # how it ends without arguments, which shows that it runs here
    if packed.exists() and children.run([packed], PROBE_SECONDS).status == usage:
        return packed, None
    if built.exists() and built.stat().st_mtime >= source.stat().st_mtime and children.run(
            [built], PROBE_SECONDS).status == usage:
        return built, None
    compiler = os.environ.get("CC") or next(filter(shutil.which, ("cc", "gcc", "clang")), None)
    if compiler is None:
        return None, "no compiler, and no program that was compiled before: pack it with `make static`"
    built.parent.mkdir(exist_ok=True)
    outcome = children.run([compiler, *COMPILE, source, "-o", built, "-ldl", "-lm"], IMPORT_SECONDS)
    return (built, None) if outcome.status == 0 else (None, f"not compiled: {outcome.reason()}")


COMPILE = ("-std=gnu11", "-O2", "-Wall", "-Wextra")
