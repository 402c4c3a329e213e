"""Prepare the checkout: virtual environment, locked packages, fonts, browser.

Run through ``make setup``. Uses only the standard library of any Python 3, so that a machine whose Python
is too old is told so plainly. The second run compares one hash and ends.

usage: setup.py [dev|runtime]
"""
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
TOOLS = VENV / "tools"
APT = ("apt-get update -qq && DEBIAN_FRONTEND=noninteractive "
       "apt-get install -y -qq --no-install-recommends chromium >/dev/null")
LOCKS = {"dev": "requirements-dev.txt", "runtime": "requirements.txt"}


def say(text):
    """One line for the person watching."""
    print("== " + text, flush=True)


def fail(text):
    """End with a message and no traceback."""
    print("!! " + text, file=sys.stderr)
    raise SystemExit(2)


def run(*command, env=None):
    """Run a command; end the set-up when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=str(ROOT), env=env, check=False)
    if result.returncode:
        fail("this step failed: " + " ".join(str(part) for part in command))


def fingerprint(kind):
    """What the environment was made from: kind, locks, project file, interpreter and place."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", LOCKS[kind]):
        digest.update((ROOT / name).read_bytes())
    # Scripts inside a virtual environment hold its absolute path; a moved checkout needs a new one.
    digest.update(repr((sys.version_info[:3], str(ROOT))).encode())
    return kind + " " + digest.hexdigest()


def is_ready(kind):
    """Whether the environment is already right; the development one serves for running too."""
    if not STAMP.is_file() or not (VENV / "bin/zhiheng").exists():
        return False
    accepted = {fingerprint(kind), fingerprint("dev")}
    return STAMP.read_text(encoding="utf-8") in accepted


def check_python():
    """End with advice when this Python cannot carry the project."""
    if sys.version_info < (3, 11):
        fail("Python 3.11 or newer is needed, this is %d.%d. Name another one: make PYTHON=python3.12 setup"
             % sys.version_info[:2])
    try:
        __import__("ensurepip")
    except ImportError:
        fail("this Python lacks the ensurepip module; on Debian and Ubuntu: apt-get install python3-venv")


def install(kind):
    """Make the environment and install exactly what the lock names."""
    venv_python = VENV / "bin/python"
    works = venv_python.exists() and not subprocess.run([str(venv_python), "-c", ""], check=False).returncode
    if not works:
        say("making the virtual environment .venv")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    uv = TOOLS / "bin/uv"
    if not uv.exists():
        # Kept outside site-packages, where a sync would take it away again.
        run(venv_python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--target", TOOLS, "uv")
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy")
    env.pop("VIRTUAL_ENV", None)
    say("installing the locked packages (" + LOCKS[kind] + ")")
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", venv_python, LOCKS[kind], env=env)
    run(uv, "pip", "install", "--quiet", "--no-deps", "--python", venv_python, "--editable", ".", env=env)
    STAMP.write_text(fingerprint(kind), encoding="utf-8")


def find_browser():
    """A Chromium on this machine, or None. ZHIHENG_CHROMIUM names one."""
    names = [os.environ.get("ZHIHENG_CHROMIUM") or "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, names) if path), None)


def fetch_browser():
    """Best effort, once: the browser journeys are skipped loudly without one."""
    tried = VENV / "browser-tried"
    if find_browser() or tried.exists():
        return
    attempts = [[str(VENV / "bin/playwright"), "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.insert(0, ["sh", "-c", APT])
    for command in attempts:
        say("no browser found; trying: " + " ".join(command[:3]))
        try:
            done = subprocess.run(command, check=False, timeout=300, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            break
    else:
        say("NO BROWSER: the browser journeys will be skipped (install chromium, or set ZHIHENG_CHROMIUM)")
    tried.write_text("", encoding="utf-8")


def main(kind):
    """Make everything ready for ``kind``."""
    check_python()
    if not is_ready(kind):
        install(kind)
        say("ready: .venv/bin/zhiheng")
    # Missing fonts are announced there and do not stop the set-up.
    subprocess.run([sys.executable, str(ROOT / "scripts/fonts.py")], check=False)
    if kind == "dev":
        fetch_browser()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "dev")
