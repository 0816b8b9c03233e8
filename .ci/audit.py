"""Look up what a lock names in the advisory database, and say plainly where that could not be done.

    python .ci/audit.py requirements.txt

Exit status: 0 nothing is known against it; 1 something is; 3 the service could not be reached, so nothing was looked up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

KNOWN, NOT_REACHED = 1, 3
CANARY = "urllib3==1.26.4 --hash=sha256:2f4da4594db7e1e110a944bb1b551fdf4e6c136ad42e4234131391e21eb5b0df\n"
"""A release with weaknesses that every such database knows: an answer that does not name it is none."""


def audit(lock: Path) -> int:
    """Return the exit status, having printed what is known."""
    with tempfile.TemporaryDirectory() as place:
        canary = Path(place) / "canary.txt"
        canary.write_text(CANARY, "utf-8")
        asked = _ask(canary)
    if asked.returncode == 0 or CANARY.partition("==")[0] not in asked.stdout:
        why = (asked.stderr.strip().splitlines() or ["no answer"])[-1][:200]
        if asked.returncode == 0:
            why = (
                "it answers, and does not know the weaknesses of urllib3 1.26.4: it is a mirror without them"
            )
        print(f"{lock.name}: NOT LOOKED UP, the advisory service cannot be reached ({why}).")
        return NOT_REACHED
    done = _ask(lock)
    print(
        f"{lock.name}: no advisory names a locked release."
        if done.returncode == 0
        else done.stdout + done.stderr
    )
    return KNOWN if done.returncode else 0


def _ask(lock: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner=off",
               "--requirement", str(lock)]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


if __name__ == "__main__":
    sys.exit(audit(Path(sys.argv[1])))
