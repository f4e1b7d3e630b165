"""The virtual environment that the peers of PyPI are installed into, and the compiled plain loop."""
import os
import pathlib
import re
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
root = here.parent
venv = root / ".build/bench-venv"
loop = root / ".build/plain_loop"
packages = ["numpy", "scipy-openblas32", "mkl"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def reason(error):
    """The last line that a failed program wrote, or how it ended."""
    output = (getattr(error, "stderr", None) or "") + (getattr(error, "stdout", None) or "")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("ERROR")), lines[-1] if lines else str(error))


def prepare():
    """Compiles the plain loop, makes or re-uses the environment; returns {package: why it is missing}."""
    loop.parent.mkdir(exist_ok=True)
    source = here / "peers/plain_loop.c"
    if not loop.exists() or loop.stat().st_mtime < source.stat().st_mtime:
        compiler = os.environ.get("CC", "gcc")
        subprocess.run([compiler, "-O2", "-std=gnu17", str(source), "-o", str(loop), "-ldl", "-lm"], check=True)
    missing = {}
    for package in packages:
        if site_package(package):
            continue
        try:
            if not (venv / "bin/pip").exists():
                say("making .build/bench-venv")
                subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, capture_output=True, text=True)
            say(f"installing {package} into .build/bench-venv")
            subprocess.run(
                [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package],
                check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            missing[package] = f"not installed from PyPI: {reason(error)}"
    return missing


def site_package(package):
    """The folder that names an installed package's version, or None. No process is started."""
    name = package.replace("-", "_")
    return next(iter(venv.glob(f"lib/python3*/site-packages/{name}-*.dist-info")), None)


def package_versions():
    found = (path.name.removesuffix(".dist-info") for path in venv.glob("lib/python3*/site-packages/*.dist-info"))
    return dict(sorted(name.rsplit("-", 1) for name in found))


def system_libraries():
    """{soname: path} of what the dynamic loader finds."""
    environment = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
    try:
        text = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True, env=environment).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    libraries = {}
    for name, path in re.findall(r"^\s+(\S+) \(.*\) => (\S+)$", text, re.MULTILINE):
        libraries.setdefault(name, path)  # the loader takes the first
    return libraries
