"""The files for Docker agree with the project: variables, paths, versions."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.sources import ROOT
from tests.house.test_settings_are_documented import documented

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
NGINX = (ROOT / "docker" / "nginx.conf").read_text(encoding="utf-8")
# Of the compose file alone.
OWN = {"DATABASE_PASSWORD", "HTTP_PORT"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE)["services"])


def test_every_variable_given_to_a_service_is_described(services: dict[str, Any]) -> None:
    for name in ("prepare", "web", "worker"):
        assert set(services[name]["environment"]) - documented() == set()


def test_every_variable_asked_of_the_operator_is_in_the_example() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    optional = set(re.findall(r"\$\{([A-Z_]+):-", COMPOSE))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert required - set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == set()
    offered = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    assert offered - required - optional == set()
    assert (required | optional) - documented() == OWN


def test_no_secret_is_written_down() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^(?:SECRET_KEY|\w*DATABASE_PASSWORD|TIANDITU_KEY)=.+", example, re.M) == []
    assert re.findall(r"(?:SECRET_KEY|PASSWORD): (?!\$\{)\S+", COMPOSE) == []


def test_only_nginx_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_web_and_worker_wait_for_what_they_need(services: dict[str, Any]) -> None:
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        needed = services[name]["depends_on"]["prepare"]["condition"]
        assert needed == "service_completed_successfully"
    assert services["nginx"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_web_worker_and_nginx_share_one_volume(services: dict[str, Any]) -> None:
    var_dir = re.search(r"VAR_DIR=(\S+)", DOCKERFILE)
    assert var_dir
    for name in ("prepare", "web", "worker"):
        assert services[name]["volumes"] == [f"var:{var_dir[1]}"]
    assert "var:/srv/var:ro" in services["nginx"]["volumes"]
    assert "alias /srv/var/static/;" in NGINX


def test_what_the_image_copies_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    paths = [Path(path) for line in copied for path in line.split()]
    assert len(paths) > 10
    assert [str(path) for path in paths if not (ROOT / path).exists()] == []


def test_the_image_runs_a_python_the_lock_files_are_made_for_and_not_as_root() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    low, high = (int(minor) for minor in re.findall(r"3\.(\d+)", project["requires-python"]))
    used = {int(minor) for minor in re.findall(r"FROM python:3\.(\d+)-", DOCKERFILE)}
    assert used
    assert all(low <= minor < high for minor in used)
    last_user = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1]
    assert last_user not in ("root", "0")


def test_the_log_of_nginx_keeps_no_position() -> None:
    log = re.search(r"log_format plain '(.*?)';", NGINX, re.DOTALL)
    assert log
    assert "$uri" in log[1]
    assert "$request " not in log[1]
    assert "$args" not in log[1]
