"""Commands that the benches run: what one took as a process of its own, and what it printed."""
import os
import subprocess
import sys
import tempfile
import time


def run(command, cwd=None, stdin=None):
    """Runs a command that is not measured and returns its output; ends the bench if it fails."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, input=stdin, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


class Run:
    """Wall seconds, user, system and CPU (both) seconds, largest resident set in MiB, printed text.

    A command that fails ends the bench with what it said.
    """

    def __init__(self, command, cwd=None, env=None):
        command = [str(word) for word in command]
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as errors:
            begin = time.monotonic()
            child = subprocess.Popen(command, cwd=cwd, env=env, stdout=printed, stderr=errors)
            _, status, usage = os.wait4(child.pid, 0)
            self.wall = time.monotonic() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
            printed.seek(0)
            errors.seek(0)
            self.printed = printed.read().decode(errors="replace")
            if child.returncode:
                said = errors.read().decode(errors="replace")
                sys.exit(f"{' '.join(command)}: exit {child.returncode}\n{said}")
        self.user, self.system = usage.ru_utime, usage.ru_stime
        self.cpu = self.user + self.system
        self.memory = usage.ru_maxrss / 1024
