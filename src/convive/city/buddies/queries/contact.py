"""What one of the two may know of the other, and when."""

from __future__ import annotations

from convive.city.buddies.codes import Answer
from convive.city.buddies.models import Duo
from convive.city.people.lists import Agreed
from convive.city.people.models import Consent, Participant


def contact_of(duo: Duo, other: Participant) -> dict[str, str] | None:
    """How the other can be reached: after two yes, and where they agreed to share it; else None."""
    if duo.newcomer_answer != Answer.YES or duo.volunteer_answer != Answer.YES:
        return None
    agreed = Consent.objects.filter(
        participant=other, purpose=Agreed.SHARE_CONTACT, withdrawn_at__isnull=True
    )
    if other.erased_at is not None or not agreed.exists():
        return None
    return {"name": other.name, "email": other.email, "phone": other.phone}
