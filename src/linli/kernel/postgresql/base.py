"""The backend that `kernel.database` names; Django looks for this module."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the socket, not the server, whether a kept connection still is one.

    A server that has ended or dropped the connection left a message or an end of file behind; an idle one that is
    well has nothing to say. That saves a statement in each request (Django's own check is `SELECT 1`).
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0)
