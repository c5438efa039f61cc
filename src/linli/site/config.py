"""Settings from the environment, checked at start: a broken one is named together with its mend."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from linli.kernel.errors import ConfigurationError

_CHECKOUT = Path(__file__).resolve().parents[3]


def default_home() -> Path:
    """`var/` of a checkout; `.linli` in the account's own folder where Linli is installed as a package."""
    return _CHECKOUT / "var" if (_CHECKOUT / "pyproject.toml").is_file() else Path.home() / ".linli"


class Config(BaseSettings):
    """One field per environment variable `LINLI_<NAME>`; `docs/operations.md` lists them all.

    `DATABASE_URL` is read without the prefix, as other software does.
    """

    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    home: Path = Field(default_factory=default_home, description="folder for keys and the embedded database")
    database_url: str = Field(
        default="", validation_alias="DATABASE_URL", description="PostgreSQL ≥ 16; empty: embedded server"
    )
    bind: str = Field(default="127.0.0.1:8000", description="address and port that `linli serve` listens on")
    web_workers: int = Field(default=2, ge=1, le=64, description="web processes")
    allowed_hosts: str = Field(default="127.0.0.1,localhost", description="host names, comma-separated")
    secure: bool = Field(default=False, description="served over TLS: cookies marked secure, HSTS")
    trusted_proxies: int = Field(
        default=0, ge=0, le=8, description="proxies of ours in front, each of which extends X-Forwarded-For"
    )
    debug: bool = Field(default=False, description="developer's error pages; refused off loopback")
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = Field(
        default="sm4-gcm", description="cipher for sealed data; old rows stay readable after a change"
    )
    key_file: Path | None = Field(default=None, description="key file; default: keys.json in LINLI_HOME")
    upload_limit_mb: int = Field(default=10, ge=1, le=50, description="largest single upload, MB")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least severe level that is logged"
    )

    @field_validator("bind")
    @classmethod
    def check_bind(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError("write it as HOST:PORT, for example 127.0.0.1:8000")
        return value

    @property
    def host(self) -> str:
        return self.bind.rpartition(":")[0]

    @property
    def port(self) -> int:
        return int(self.bind.rpartition(":")[2])


def load_config() -> Config:
    """Read the environment; raises `ConfigurationError` naming each broken setting and how to mend it."""
    try:
        config = Config()
    except ValidationError as error:
        lines = [_explain(dict(item)) for item in error.errors()]
        raise ConfigurationError("\n".join(lines)) from None
    known = {f"LINLI_{name.upper()}" for name in Config.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith("LINLI_") and name not in known)
    if unknown:
        raise ConfigurationError(
            f"unknown setting {', '.join(unknown)}: known are {', '.join(sorted(known))}"
        )
    return config


def _explain(item: dict[str, object]) -> str:
    location = item["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    variable = name if name.isupper() else f"LINLI_{name.upper()}"
    return f"{variable}={item.get('input')!r}: {item['msg']}"
