"""Fetch the SPARQL editor that ``kgpub serve`` shows: YASGUI, as its maintainers release it, from npm.

    python scripts/vendor_yasgui.py

needs npm. It writes the released files, unchanged, with the licences of all that is
in them, to src/kgpub/serve/static/vendor/. Another release means another VERSION and
INTEGRITY here (``npm view @zazuko/yasgui dist.integrity``).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "@zazuko/yasgui"
VERSION = "4.6.2"
INTEGRITY = "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw=="
# Of the files, what a page loads. SHA-256, which tests/serve/test_serve_pages.py compares too.
FILES = ("yasgui.min.css", "yasgui.min.js")
TARGET = Path(__file__).parents[1] / "src" / "kgpub" / "serve" / "static" / "vendor"
_OURS = "MIT licence; Triply B.V., Zazuko GmbH and the contributors of https://github.com/rdfjs/Yasgui"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        # npm compares what it gets with the integrity in its lock file; no package's script is run.
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
        subprocess.run([*command, "--prefix", str(directory)], check=True, stdout=subprocess.DEVNULL)
        lock = json.loads((directory / "package-lock.json").read_text(encoding="utf-8"))
        packages = {path: entry for path, entry in lock["packages"].items() if path}
        found = packages[f"node_modules/{PACKAGE}"]["integrity"]
        if found != INTEGRITY:
            raise SystemExit(f"{PACKAGE} {VERSION} has the integrity {found}; expected {INTEGRITY}")
        TARGET.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copyfile(directory / "node_modules" / PACKAGE / "build" / file, TARGET / file)
        (TARGET / "LICENCES.txt").write_text(licences(directory, packages), encoding="utf-8", newline="\n")


def licences(directory: Path, packages: dict[str, dict[str, str]]) -> str:
    """Return the licences of all packages that the bundle is made of, by name."""
    parts = [
        f"yasgui.min.js and yasgui.min.css are those of {PACKAGE} {VERSION}, unchanged.\n"
        "They are made of the following packages.\n"
    ]
    for path, entry in sorted(packages.items()):
        name = path.rpartition("node_modules/")[2]
        files = sorted(file for file in (directory / path).iterdir() if file.name.lower().startswith("licen"))
        text = "\n".join(file.read_text(encoding="utf-8").strip() for file in files)
        if not text:
            text = _OURS if name.startswith("@zazuko/") else "(the package has no text of its licence)"
        title = f"{name} {entry['version']} ({entry.get('license', 'MIT')})"
        parts.append(f"{title}\n{'-' * len(title)}\n\n{text}\n")
    return "\n\n".join("\n".join(line.rstrip() for line in part.split("\n")) for part in parts)


if __name__ == "__main__":
    main()
