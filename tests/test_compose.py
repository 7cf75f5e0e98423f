"""docker-compose.yml and Dockerfile, as far as they can be read without Docker."""

import re
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings

from tests.shell import OURS

ROOT = settings.BASE_DIR
OWN = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_one_image_runs_web_worker_beat_and_the_migration(services):
    assert {services[name]["image"] for name in OWN} == {"wardbook:local"}
    assert services["migrate"]["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert services["worker"]["command"][:4] == ["celery", "-A", "config", "worker"]
    assert services["beat"]["command"][:4] == ["celery", "-A", "config", "beat"]
    assert "command" not in services["web"]


def test_everything_that_stays_up_has_a_health_check(services):
    without = {name for name, service in services.items() if "healthcheck" not in service}
    assert without == {"migrate"}


def test_nothing_starts_before_the_migration_has_ended_well(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_the_web_server_and_the_mail_catcher_can_be_reached_and_only_from_here(services):
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["${WEB_BIND:-127.0.0.1:8000}:8000"], "mailcatcher": ["127.0.0.1:8025:8025"]}


def test_the_mail_catcher_starts_only_when_asked_for(services):
    assert [name for name, service in services.items() if "profiles" in service] == ["mailcatcher"]


def test_every_variable_that_containers_get_is_one_that_settings_read(services):
    assert set(services["web"]["environment"]) <= set(OURS)


def test_the_image_runs_as_nobody_special_and_keeps_no_key():
    dockerfile = (ROOT / "Dockerfile").read_text()
    user, collect = dockerfile.index("USER wardbook"), dockerfile.index("collectstatic")
    assert user < collect < dockerfile.index("CMD [")
    assert "--require-hashes" in dockerfile
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.M)) == {"python:3.13-slim"}
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "var"} <= set(ignored)


def test_docker_reads_the_file_as_we_mean_it():
    has_compose = (
        shutil.which("docker")
        and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    )
    if not has_compose:
        pytest.skip("docker compose is not installed here: the file was read as YAML only")
    wanted = {"SECRET_KEY": "x" * 50, "POSTGRES_PASSWORD": "x", "EMAIL_URL": "smtp://mailcatcher:1025"}
    done = subprocess.run(
        ["docker", "compose", "--profile", "mailcatcher", "config", "--quiet"],
        cwd=ROOT,
        env={**wanted, "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
