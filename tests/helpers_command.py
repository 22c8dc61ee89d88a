"""Running ``kgpub`` as its users do, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# As the installed script does it; it may not be on the PATH of whoever runs the tests.
COMMAND = (sys.executable, "-c", "from kgpub.cli import main; main()")


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Return what a run of ``kgpub`` gave; no ``KGPUB_*`` variable but those in ``env`` is set."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KGPUB_")}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        cwd=cwd,
        env=inherited | {"LC_ALL": "C.UTF-8"} | env,
        capture_output=True,
        check=False,
        timeout=300,
    )
