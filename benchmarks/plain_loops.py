"""The peers: plain loops over one library each, every burst in a process of its own."""
import dataclasses
import os
import platform
import subprocess

import environment
from environment import say

PRECISIONS = ["fp64", "fp32", "bf16", "fp16", "int16", "int8"]
TRIAL_SIDES, TRIAL_SECONDS = "512:2560:512", 0.1
BURSTS, BURST_SECONDS = 2, 0.4
# This many peers of each precision and number of threads go from the trial into the rounds, the best first,
# unless they are slower than this share of the best.
CONTENDERS, CONTENDER_SHARE = 4, 0.5
# A smaller side within this share of the best side's rate is taken instead: it gives more calls a burst.
SIDE_SHARE = 0.99
TIMEOUT_SECONDS = 300
# What a user's shell may set; each peer gets only what it is listed with.
TUNING_PREFIXES = ("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "GOTO_", "BLIS_", "DNNL_", "ONEDNN_")


class PeerError(Exception):
    def __init__(self, text, is_unsupported=False):
        super().__init__(text)
        self.is_unsupported = is_unsupported


@dataclasses.dataclass
class Peer:
    name: str
    command: list  # before the precision
    styles: dict  # {precision: what the program is to be told}
    variables: dict = dataclasses.field(default_factory=dict)
    version: str = ""

    def run(self, precision, sides, threads, budget, timeout=TIMEOUT_SECONDS):
        """One process: a list of bursts {side, best, median, calls, elapsed}, rates in GOP/s."""
        command = [*self.command, self.styles[precision], str(sides), str(threads), str(budget)]
        variables = {k: v for k, v in os.environ.items() if not k.startswith(TUNING_PREFIXES)}
        variables.update(self.variables)
        if 1 < threads < (os.cpu_count() or 1):  # one thread a core, where there are more processors than threads
            variables.update(OMP_PLACES="cores", OMP_PROC_BIND="spread")
        try:
            output = subprocess.run(
                command, capture_output=True, text=True, check=True, env=variables, timeout=timeout).stdout
        except subprocess.CalledProcessError as error:
            raise PeerError(environment.reason(error), is_unsupported=error.returncode == 2) from None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PeerError(str(error)) from None
        bursts = []
        for line in output.splitlines():
            word, _, rest = line.partition(" ")
            if word == "version":
                self.version = rest
            elif word == "rate":
                side, best, median, calls, elapsed = rest.split()
                bursts.append({
                    "side": int(side), "best": float(best), "median": float(median), "calls": int(calls),
                    "elapsed": float(elapsed)})
        if not bursts:
            raise PeerError("no figure came back")
        return bursts


def discover(missing_packages):
    """The peers of this machine, and {peer: why it is missing}."""
    found, missing = [], {}
    system, site = environment.system_libraries(), environment.venv
    floats, all_precisions = ["fp64", "fp32"], PRECISIONS

    def add(name, library, precisions, style="", **variables):
        styles = {p: f"{p}/{style}" if style else p for p in precisions}
        found.append(Peer(name, [str(environment.loop), str(library)], styles, variables))

    # OpenBLAS has AVX2 and AVX-512 kernels for FP64 and FP32 and picks by the processor: both are tried.
    families = {"": {}}
    if platform.machine() == "x86_64":
        families[", Haswell kernels"] = {"OPENBLAS_CORETYPE": "HASWELL"}

    if library := system.get("libopenblas.so.0"):
        for family, variables in families.items():
            add(f"OpenBLAS of the system{family}", library, [*floats, "bf16"], **variables)
    else:
        missing["OpenBLAS of the system"] = "libopenblas.so.0 not found; Debian: libopenblas0-pthread"
    for package in ("scipy_openblas32", "scipy_openblas64"):
        library = next(iter(site.glob(f"lib/python3*/site-packages/{package}/lib/libscipy_openblas*.so")), None)
        if library:
            for family, variables in families.items():
                add(f"{package}{family}", library, floats, **variables)
        elif package == "scipy_openblas32":
            missing[package] = missing_packages.get("scipy-openblas32", "not in .build/bench-venv")

    if library := system.get("libblis.so.4") or system.get("libblis-mt.so.4"):
        add("BLIS", library, floats)
    else:
        missing["BLIS"] = "libblis.so.4 not found; Debian: libblis4-openmp"

    if library := next(iter(site.glob("lib/libmkl_rt.so*")), None):
        folder = {"LD_LIBRARY_PATH": str(library.parent)}
        for layer in ("GNU", "INTEL"):
            for style in ("", "packed"):
                add(f"MKL, {layer} threads{', packed B' if style else ''}", library, all_precisions, style,
                    MKL_THREADING_LAYER=layer, **folder)
    else:
        missing["MKL"] = missing_packages.get("mkl", "not in .build/bench-venv (it is built for x86-64 only)")

    onednn = [(system[name], {}) for name in ("libdnnl.so.2", "libdnnl.so.3") if name in system]
    # PyPI's build of version 3 has SYCL, and then makes no engine without an OpenCL driver for processors.
    onednn += [
        (path, {"LD_LIBRARY_PATH": str(path.parent), "OCL_ICD_FILENAMES": str(path.parent / "libintelocl.so")})
        for path in site.glob("lib/libdnnl.so.3")]
    for library, variables in onednn:
        name = f"oneDNN {str(library).rsplit('.', 1)[-1]}{' of PyPI' if variables else ''}"
        add(name, library, ["fp32", "bf16", "int8"], **variables)
        add(f"{name}, matmul", library, ["fp32", "bf16", "fp16", "int8"], "matmul", **variables)
    if not onednn:
        missing["oneDNN"] = "libdnnl.so.2 or .3 not found; Debian: libdnnl2 or libdnnl3"

    if environment.site_package("numpy"):
        script = environment.here / "peers/numpy_loop.py"
        for family, variables in families.items():
            found.append(Peer(
                f"numpy{family}", [str(site / "bin/python"), str(script)], {p: p for p in floats}, variables))
    else:
        missing["numpy"] = missing_packages.get("numpy", "not in .build/bench-venv")
    return found, missing


class Contest:
    """All bursts of all peers: {peer, precision, threads, round, side, best, median, calls, elapsed}."""

    def __init__(self, peers):
        self.peers = {peer.name: peer for peer in peers}
        self.bursts, self.failures, self.contenders = [], [], []

    def _run(self, peer, precision, threads, number, sides, budget):
        key = {"peer": peer.name, "precision": precision, "threads": threads, "round": number}
        try:
            self.bursts += [{**key, **burst} for burst in peer.run(precision, sides, threads, budget)]
        except PeerError as error:
            if not error.is_unsupported:
                self.failures.append({**key, "reason": str(error)})

    def trial(self, thread_counts, precisions):
        """Round 0: every peer at every side, to pick each one's side and who takes part in the rounds."""
        for threads in thread_counts:
            for precision in precisions:
                for peer in self.peers.values():
                    # With one thread it does not matter whose threads they are.
                    if precision in peer.styles and (threads > 1 or "INTEL threads" not in peer.name):
                        self._run(peer, precision, threads, 0, TRIAL_SIDES, TRIAL_SECONDS)
                leader = self.best(precision, threads)
                if leader is None:
                    continue
                say(f"trial: {precision}, {threads} thread(s): {leader['best']:.1f} GOP/s, {leader['peer']}")
                bests = [own for peer in self.peers if (own := self.best(precision, threads, peer))]
                for own in sorted(bests, key=lambda burst: -burst["best"])[:CONTENDERS]:
                    if own["best"] < CONTENDER_SHARE * leader["best"]:
                        break
                    side = min(
                        burst["side"] for burst in self.bursts
                        if all(burst[k] == own[k] for k in ("peer", "precision", "threads"))
                        and burst["best"] >= SIDE_SHARE * own["best"])
                    self.contenders.append((own["peer"], precision, threads, side))

    def round(self, number):
        for _ in range(BURSTS):
            for name, precision, threads, side in self.contenders:
                self._run(self.peers[name], precision, threads, number, side, BURST_SECONDS)

    def best(self, precision, threads, peer=None):
        """The burst with the best call, or None."""
        own = (
            b for b in self.bursts
            if b["precision"] == precision and b["threads"] == threads and (peer is None or b["peer"] == peer))
        return max(own, key=lambda burst: burst["best"], default=None)
