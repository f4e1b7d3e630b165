"""Programs that are started, each with a limit on its time."""
import dataclasses
import os
import signal
import subprocess
import sys
import time

# After the polite signal, until it is ended without being asked.
GRACE_SECONDS = 5


@dataclasses.dataclass
class Outcome:
    words: list
    status: int  # None when it had to be ended
    output: str
    errors: str
    seconds: float

    @property
    def command(self):
        return " ".join(self.words)

    def reason(self):
        """The last thing that it said, or how it ended."""
        if self.status is None:
            return f"no answer within {self.seconds:.0f} s"
        lines = [line.strip() for line in (self.errors + "\n" + self.output).splitlines() if line.strip()]
        said = [line.removeprefix("assay: ") for line in self.errors.splitlines() if line.startswith("assay: ")]
        ending = f"signal {-self.status}" if self.status < 0 else f"exit status {self.status}"
        return said[-1] if said else f"{ending}: {lines[-1][:400]}" if lines else ending


def end(process):
    """Ends a program and what it started, politely first: Assay then ends its workers and frees the device."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(GRACE_SECONDS)
            if number == signal.SIGTERM:
                continue  # what it started may still be there
        except subprocess.TimeoutExpired:
            pass


def run(words, seconds, environment=None):
    """Runs a program to its end, or for so many seconds."""
    words = [str(word) for word in words]
    began = time.monotonic()
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
            env=environment, start_new_session=True)
    except OSError as error:
        return Outcome(words, 127, "", f"{words[0]}: {error.strerror}", 0.0)
    try:
        output, errors = process.communicate(timeout=max(1, seconds))
        status = process.returncode
    except subprocess.TimeoutExpired:
        end(process)
        output, errors = drained(process)
        status = None
    except BaseException:
        end(process)
        raise
    return Outcome(words, status, output, errors, time.monotonic() - began)


def drained(process):
    """What is left in the pipes of a program that was ended; nothing where a child of its own still holds them."""
    try:
        return process.communicate(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return "", ""


class Budget:
    """The time of the whole check. What is begun fits what is left of it."""

    # For the record and the tables at the end.
    RESERVE_SECONDS = 8

    def __init__(self, seconds):
        self.began = time.monotonic()
        self.seconds = seconds

    def gone(self):
        return time.monotonic() - self.began

    def left(self, share=1.0):
        """Seconds until so much of the whole time is used up."""
        return share * (self.seconds - self.RESERVE_SECONDS) - self.gone()


def say(text):
    print(text, file=sys.stderr, flush=True)
