"""The only tables of the house with personal data of those who take part."""

from convive.city.people.models.participant import Participant
from convive.city.people.models.told import Availability, Check, Consent, SpokenLanguage

__all__ = ["Availability", "Check", "Consent", "Participant", "SpokenLanguage"]
