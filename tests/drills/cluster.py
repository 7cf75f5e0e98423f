"""A PostgreSQL server of a drill's own, which it may restart outright without harm to anybody else."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.shell import free_port

# As in production, but for the power: a drill kills processes.
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c shared_buffers=32MB"


def programs(name):
    """Paths of a program of PostgreSQL, the newest version first."""
    return sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)


class Cluster:
    """`url` leads to its database, a copy of the one at `kept`."""

    def __init__(self, folder, kept):
        self.folder, self.port = folder / "cluster", free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-s", "-l", self.folder / "log", "-o", self._options(), "start"
        )
        dump = subprocess.run([programs("pg_dump")[0], "-Fc", kept], check=True, capture_output=True).stdout
        argv = [programs("pg_restore")[0], "--no-owner", "-d", self.url]
        subprocess.run(argv, input=dump, check=True)

    @property
    def data(self):
        return self.folder / "data"

    def _options(self):
        return f"{OPTIONS} -p {self.port} -k {self.folder}"

    def _run(self, program, *argv):
        as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        argv = [*as_owner, programs(program)[0], *argv]
        subprocess.run(argv, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def restart(self):
        """As after a crash: no connection is ended in good order."""
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-s", "-l", log, "restart")

    def close(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-s", "stop")
