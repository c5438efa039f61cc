"""Documents by what is known of them; who may see one follows from what refers to it."""

from linli.kernel.actors import Actor
from linli.registers.documents.models import Document


def get_own(actor: Actor, token: str) -> Document | None:
    """What this very account uploaded under this token."""
    if actor.user_id is None or not token:
        return None
    return Document.objects.filter(token=token[:64], created_by=actor.user_id).first()


def get_by_token(token: str) -> Document | None:
    """For who has found the token in something that he may see."""
    return Document.objects.select_related("content").filter(token=token[:64]).first()
