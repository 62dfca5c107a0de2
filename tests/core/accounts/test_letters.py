"""Letters by the worker: a real one, and a mail server that is there, or not, or refuses."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from types import SimpleNamespace

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from convive.core.mail import TRIES_AGAIN, Letter, deliver, forget_letters, send_later
from convive.core.models import User
from tests import workers

TO = "nora@example.org"
SUBJECT, TEXT = "A role for Nora", "You now have this role."


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to be given a letter, or to refuse one."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 post")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT" and self.server.refuses:
                self.say(f"550 no such mailbox: {TO}")
            elif verb == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines).decode())
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 goodbye")
                return
            else:
                self.say("250 well")


@contextlib.contextmanager
def post_office(*, refuses: bool = False) -> Iterator[SimpleNamespace]:
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as server:
        server.refuses, server.letters = refuses, []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield SimpleNamespace(port=server.server_address[1], letters=server.letters)
        finally:
            server.shutdown()
            thread.join()


def port_where_nobody_answers() -> int:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        return nobody.getsockname()[1]


def work(database: str, port: int) -> str:
    """Let a worker of its own do every job that is due. Returns what it logged."""
    done = workers.work(
        database,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
    )
    assert done.code == 0, done.log
    return done.log


def letter_job() -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(task_name=deliver.name)


def time_passes(attempts: int | None = None) -> None:
    """Until the next try is due; or until the letter has been tried so often."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now(), attempts = coalesce(%s, attempts)"
            " WHERE task_name = %s",
            [attempts, deliver.name],
        )
        # The tries that were planned are past as well.
        cursor.execute("UPDATE procrastinate_events SET at = least(at, now())")


def queue_in_words() -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in ("procrastinate_jobs", "procrastinate_events"):
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")  # noqa: S608
            rows += [json.dumps(row) for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_letter_is_sent_by_the_worker_in_its_language(own_database: str) -> None:
    send_later(TO, gettext_lazy("Sign in"), TEXT, "nl")
    with post_office() as post:
        log = work(own_database, post.port)
    (letter,) = post.letters
    assert f"To: {TO}" in letter
    assert "Content-Language: nl" in letter
    assert "Subject: Aanmelden" in letter
    assert TEXT in letter
    assert letter_job().status == "succeeded"
    assert TO not in log


def test_neither_address_nor_text_can_be_read_in_the_queue_and_the_row_goes(own_database: str) -> None:
    send_later(TO, SUBJECT, TEXT, "en")
    for word in ("nora", "role"):
        assert word not in queue_in_words().lower()
    with post_office() as post:
        work(own_database, post.port)
        forget_letters.defer(timestamp=0)
        work(own_database, post.port)
    assert len(post.letters) == 1
    assert not ProcrastinateJob.objects.filter(task_name=deliver.name).exists()


def test_a_letter_waits_for_a_mail_server_that_is_down(own_database: str) -> None:
    send_later(TO, SUBJECT, TEXT, "en")
    log = work(own_database, port_where_nobody_answers())
    job = letter_job()
    assert job.status == "todo"
    assert timezone.now() < job.scheduled_at
    assert "the mail server did not take a letter (ConnectionRefusedError)" in log
    forget_letters.defer(timestamp=0)
    work(own_database, port_where_nobody_answers())
    assert letter_job().status == "todo", "what waits is not forgotten"
    time_passes()
    with post_office() as post:
        work(own_database, post.port)
    assert len(post.letters) == 1
    assert letter_job().status == "succeeded"


def test_a_letter_that_is_refused_to_the_end_is_given_up_and_forgotten(own_database: str) -> None:
    send_later(TO, SUBJECT, TEXT, "en")
    with post_office(refuses=True) as post:
        log = work(own_database, post.port)
        time_passes(attempts=TRIES_AGAIN)
        log += work(own_database, post.port)
        assert letter_job().status == "failed"
        forget_letters.defer(timestamp=0)
        work(own_database, post.port)
    assert not ProcrastinateJob.objects.filter(task_name=deliver.name).exists()
    assert "SMTPRecipientsRefused" in log
    assert TO not in log


def test_a_letter_that_is_sent_again_is_the_same_message(own_database: str) -> None:
    send_later(TO, SUBJECT, TEXT, "en")
    send_later(TO, SUBJECT, TEXT, "en")
    with post_office() as post:
        work(own_database, post.port)
        # As a worker leaves it that was killed before it could write down that it had sent them.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo' WHERE task_name = %s", [deliver.name]
            )
        work(own_database, post.port)
    identities = [re.search(r"^Message-ID: (<.+@.+>)\r?$", letter, re.MULTILINE) for letter in post.letters]
    first, second, *again = [found[1] for found in identities if found]
    assert first != second
    assert sorted(again) == sorted([first, second])


def test_a_letter_about_what_is_undone_is_not_sent(own_database: str) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic():
        User.objects.create_user(TO)
        send_later(TO, SUBJECT, TEXT, "en")
        raise RuntimeError("halfway")
    assert not User.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_waiting_grows_to_an_hour_and_lasts_for_hours_in_all() -> None:
    waits = []
    for attempts in range(100):
        job = SimpleNamespace(attempts=attempts)
        decision = deliver.retry_strategy.get_retry_decision(exception=not_sent(), job=job)
        if decision is None:
            break
        waits.append(round((decision.retry_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]


def not_sent() -> Exception:
    from convive.core.mail import NotSentError

    return NotSentError("ConnectionRefusedError")


def test_a_line_break_in_a_name_makes_no_header(db: None) -> None:
    send_later(TO, "A role in\r\nBcc: everybody@example.org", TEXT, "en")
    letter = Letter.open(letter_job().args["sealed"])
    assert letter.subject == "A role in Bcc: everybody@example.org"


def test_letters_are_forgotten_every_hour() -> None:
    periodic = {
        periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()
    }
    assert periodic[forget_letters.name] == "7 * * * *"
