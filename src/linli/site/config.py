"""Settings from the environment, checked at start: a broken one is named together with its mend."""

import os
from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from linli.kernel.errors import ConfigurationError
from linli.kernel.roles import ROLES

CHANNELS = ("sms", "mail", "group")
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
    master_key: SecretStr = Field(
        default=SecretStr(""), description="master key that wraps the keys: 32 bytes in base64"
    )
    master_key_file: Path | None = Field(default=None, description="file that holds the master key")
    master_key_command: str = Field(
        default="", description="command that wraps and unwraps keys by a master key it keeps (HSM, KMS)"
    )
    second_factor_roles: str = Field(
        default="administrator,security,auditor,recipient,inspector,decider",
        description="roles that enrol an app with codes or a security key before anything else, comma-separated",
    )
    upload_limit_mb: int = Field(default=10, ge=1, le=50, description="largest single upload, MB")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least severe level that is logged"
    )

    channels: str = Field(
        default="",
        description="ways out to people as NAME=ADDRESS, separated by spaces; NAME is sms, mail or group",
    )
    quiet_hours: str = Field(
        default="22:00-08:00", description="when nothing that disturbs is sent (Shanghai)"
    )

    city_login_url: str = Field(
        default="", description="issuer of the city's real-name log-in (OpenID Connect); empty: none"
    )
    city_login_name: str = Field(default="城市实名登录", description="what its button says")
    city_login_client: str = Field(default="", description="the name by which it knows this installation")
    city_login_secret: SecretStr = Field(default=SecretStr(""), description="the secret shared with it")
    city_login_place: str = Field(default="", description="division code of the place whose files it opens")
    city_login_scope: str = Field(default="openid profile", description="what is asked of it")
    city_name_claim: str = Field(default="name", description="claim with the full name")
    city_number_claim: str = Field(default="id_number", description="claim with the identity number")

    @field_validator("bind")
    @classmethod
    def check_bind(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError("write it as HOST:PORT, for example 127.0.0.1:8000")
        return value

    @field_validator("second_factor_roles")
    @classmethod
    def check_second_factor_roles(cls, value: str) -> str:
        if unknown := {role.strip() for role in value.split(",") if role.strip()} - ROLES.keys():
            raise ValueError(f"no such role: {', '.join(sorted(unknown))}; there are {', '.join(ROLES)}")
        return value

    @field_validator("channels")
    @classmethod
    def check_channels(cls, value: str) -> str:
        for part in value.split():
            name, _, address = part.partition("=")
            if name not in CHANNELS or "://" not in address:
                raise ValueError(f"write each as NAME=ADDRESS, NAME one of {', '.join(CHANNELS)}")
            if name != "group" and "{to}" not in address:
                raise ValueError(f"{name}: the address names the recipient as {{to}}")
        return value

    @field_validator("quiet_hours")
    @classmethod
    def check_quiet_hours(cls, value: str) -> str:
        try:
            _hours(value)
        except ValueError:
            raise ValueError("write two times, for example 22:00-08:00; the same twice for none") from None
        return value

    @property
    def roles_with_second_factor(self) -> frozenset[str]:
        return frozenset(role.strip() for role in self.second_factor_roles.split(",") if role.strip())

    @property
    def channel_addresses(self) -> dict[str, str]:
        """Name → address of each way out."""
        pairs = (part.partition("=") for part in self.channels.split())
        return {name: address for name, _, address in pairs}

    @property
    def quiet(self) -> tuple[time, time]:
        """Beginning and end of the quiet hours."""
        return _hours(self.quiet_hours)

    @property
    def city_login(self) -> dict[str, object]:
        """The city's log-in as allauth wants it; nothing where none is set up."""
        if not self.city_login_url:
            return {}
        app = {
            "provider_id": "city", "name": self.city_login_name, "client_id": self.city_login_client,
            "secret": self.city_login_secret.get_secret_value(), "settings": {"server_url": self.city_login_url},
        }  # fmt: skip
        return {
            "openid_connect": {
                "APPS": [app],
                "SCOPE": self.city_login_scope.split(),
                "OAUTH_PKCE_ENABLED": True,
            }
        }

    @property
    def host(self) -> str:
        return self.bind.rpartition(":")[0]

    @property
    def port(self) -> int:
        return int(self.bind.rpartition(":")[2])


def _hours(value: str) -> tuple[time, time]:
    start, _, end = value.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


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
