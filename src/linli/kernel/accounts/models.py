from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from linli.kernel.actors import Actor


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, *, name: str, password: str | None = None, demo: bool = False, note: str = ""
    ) -> "User":
        user = self.model(username=username, name=name, demo=demo, note=note)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone who logs in. What they may do comes from posts and bindings, never from the account itself."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False, help_text="may be entered without a password, in a demo only")
    note = models.CharField(max_length=128, default="", blank=True, help_text="what a demo account is for")
    created_at = models.DateTimeField(db_default=Now())
    first_password_until = models.DateTimeField(
        null=True,
        help_text="an office printed the password: until then it lets in, and is to be changed first",
    )
    session_round = models.IntegerField(
        db_default=0, default=0, help_text="counted up, it ends every session"
    )
    actor: Actor | None = None
    """Who it is that acts, where the account was read for a request: both come with one statement."""
    second_factor: bool = False
    """Whether there is an app with codes or a security key, where the account was read for a request."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "user"

    def __str__(self) -> str:
        return self.username

    def set_password(self, raw_password: str | None) -> None:
        """A password of one's own is no first one any more."""
        super().set_password(raw_password)
        self.first_password_until = None

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Sessions hold as long as the password and the round."""
        salt = f"linli.session.{self.session_round}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()


class ApiKey(models.Model):
    """A key by which a program acts as `user`; only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=16, unique=True)
    scopes = ArrayField(models.CharField(max_length=64), default=list, help_text="none opens nothing")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, help_text="no end for keys from before keys had one")
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"


class AccountStep(models.Model):
    """Something that a security administrator did with an account, and why."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=32)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "account_step"


class LoginWait(models.Model):
    """Wrong passwords for one account, or for a name that nobody has, from one place: a known device or an address.

    `key` is the digest of both; neither names nor addresses are kept.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="login_waits")
    key = models.BinaryField(max_length=16, unique=True)
    known = models.BooleanField(help_text="a device on which this account was entered before")
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "login_wait"


class AccountPhone(models.Model):
    """The phone of an account, by which it can be entered with a code once that was verified."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="phone")
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=16)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_phone"
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(verified_at__isnull=False),
                name="account_phone_serves_one",
            )
        ]
