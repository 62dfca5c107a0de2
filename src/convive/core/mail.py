"""Letters, sent by the worker: a mail server that is down costs nobody a page, and no letter is lost."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import translation
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from convive.core.sealing import cipher

logger = logging.getLogger(__name__)

QUEUE = "mail"
# After a minute, two, four, and so on to an hour; then every hour. In all, about seven hours.
TRIES_AGAIN = 12
LONGEST_WAIT = 60
# Seconds: a server that says nothing must not hold the worker.
PATIENCE = 30


class NotSentError(Exception):
    """The mail server did not take a letter. Says why, and never to whom: it ends in a log."""


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    language: str
    # A key of what the letter is of, where it must be found again: when somebody leaves, theirs are taken back.
    of: str = ""

    def seal(self) -> str:
        """In the queue, in its logs and in a copy of the database nobody reads a name or an address."""
        return cipher("letter").encrypt(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def open(cls, sealed: str) -> Letter:
        return cls(**json.loads(cipher("letter").decrypt(sealed.encode())))


class _Again(BaseRetryStrategy):
    """Tries again where the server was at fault, and not where the letter is."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, NotSentError) or job.attempts >= TRIES_AGAIN:
            return None
        return RetryDecision(retry_in={"minutes": min(2**job.attempts, LONGEST_WAIT)})


def send_later(to: str, subject: str, text: str, language: str, *, of: str = "") -> None:
    """Leave a letter for the worker, in the transaction of what it tells: both are done, or neither.

    Subject and text may be lazy translations; they are read in `language`, a code. `of` is a key by which
    `take_back` finds it.
    """
    with translation.override(language):
        # A name with a line break in it would be taken for another header.
        letter = Letter(to, " ".join(str(subject).split()), str(text), language, of)
    deliver.defer(sealed=letter.seal())


def take_back(unwanted: Callable[[Letter], bool]) -> None:
    """Delete letters that were not sent yet. They are sealed, so each is opened and looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args->>'sealed' FROM procrastinate_jobs WHERE task_name = %s AND status <> 'doing'",
            [deliver.name],
        )
        found = [key for key, sealed in cursor.fetchall() if unwanted(Letter.open(sealed))]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [found])


@app.task(name="convive.core.mail.deliver", queue=QUEUE, retry=_Again())
def deliver(sealed: str) -> None:
    """Send one letter.

    A worker that ends between sending it and writing that down sends it again: no mail server can be asked to forget.
    It is the same message then, by its identity, and many mailboxes show it once.

    Raises:
        NotSentError: the server did not take it.
    """
    letter = Letter.open(sealed)
    headers = {
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
        "Message-ID": _identity(sealed),
    }
    message = EmailMessage(letter.subject, letter.text, None, [letter.to], headers=headers)
    message.connection = get_connection(timeout=PATIENCE)
    try:
        message.send()
    except OSError as error:  # every error of SMTP is one
        reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.warning("the mail server did not take a letter (%s)", reason)
        # Without its cause, which may name the address.
        raise NotSentError(reason) from None


def _identity(sealed: str) -> str:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{hashlib.sha256(sealed.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


@app.periodic(cron="7 * * * *")
@app.task(name="convive.core.mail.forget_letters", queueing_lock="forget_letters", pass_context=True)
async def forget_letters(context: JobContext, timestamp: int) -> None:
    """Every hour: delete letters that are sent or given up, with the addresses in them."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=0, queue=QUEUE, include_failed=True, include_cancelled=True, include_aborted=True
    )
