"""How an account is found again in each request."""

from allauth.account.auth_backends import AuthenticationBackend

from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.registers.organisations.queries import get_account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Reads the account and what it may do today in one statement: nothing of that is kept between requests."""

    def get_user(self, user_id: int) -> User | None:
        found = get_account(user_id, day=clock.today())
        if found is None:
            return None
        user, actor = found
        user.actor = actor
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """A printed password that nobody changed in time lets nobody in."""
        until = user.first_password_until
        return super().user_can_authenticate(user) and (until is None or clock.now() < until)
