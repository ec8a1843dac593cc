"""A served lesson keeps strangers, floods and nonsense out, and lets every honest answer in exactly once."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.classroom.answers import Asked
from game.classroom.model import Kind, Phase
from game.host.doors import ALPHABET, CODE_LENGTH, new_code, tidy
from game.host.limits import MAX_BODY, Bucket
from game.host.network import Address, diagnosis
from game.host.serve import Host
from tests.classroom.lessons import lesson
from tests.host.serving import Phone, served

pytestmark = pytest.mark.slow


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    running = served(lesson(), tmp_path)
    yield running
    running.stop()


def seated(host: Host, number: int) -> list[Phone]:
    phones = [Phone(host.url) for _ in range(number)]
    for phone in phones:
        phone.join(host.doors.code)
    return phones


def to(host: Host, phase: Phase) -> None:
    keeper = host.hub.keeper
    while keeper.lesson.stage(keeper.room).phase is not phase:
        keeper.do("turn", turn="skip")


def test_a_code_has_no_signs_that_are_taken_for_one_another() -> None:
    assert not set(ALPHABET) & set("0O1IL") and all(len(new_code()) == CODE_LENGTH for _ in range(50))
    assert tidy(" k7m-3qp ") == "K7M3QP"


def test_the_right_code_gives_a_seat_and_a_wrong_one_none(host: Host) -> None:
    phone = Phone(host.url)
    assert phone.ask("POST", "/api/join", {"code": "WRONG2"}) == (403, {"ok": False, "fault": "wrong"})
    assert phone.join(host.doors.code.lower()) == 1
    assert phone.join(host.doors.code) == 1, "the same phone gets no second seat"
    assert len(host.hub.keeper.room.active) == 1


def test_the_cookie_is_for_this_host_and_no_script(host: Host) -> None:
    phone = Phone(host.url)
    phone.join(host.doors.code)
    assert "HttpOnly" in phone.headers["set-cookie"] and "samesite=strict" in phone.headers["set-cookie"].lower()


def test_every_answer_carries_the_headers_that_keep_strangers_out(host: Host) -> None:
    phone = Phone(host.url)
    for path in ("/", "/api/page", "/web/seat.js", "/nothing"):
        phone.ask("GET", path)
        assert "default-src 'none'" in phone.headers["content-security-policy"]
        assert phone.headers["x-content-type-options"] == "nosniff" and "server" not in phone.headers


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
def test_another_origin_or_host_is_refused(host: Host, headers: dict[str, str]) -> None:
    phone = Phone(host.url)
    assert phone.ask("POST", "/api/join", {"code": host.doors.code}, **headers)[0] in (403, 421)
    assert not host.hub.keeper.room.active


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"[" * 5000])
def test_a_malformed_message_is_refused_and_changes_nothing(host: Host, raw: bytes) -> None:
    (phone,) = seated(host, 1)
    before = host.hub.keeper.room
    for path in ("/api/answer", "/api/decide", "/api/join", "/api/rejoin"):
        status, _ = phone.ask("POST", path, raw=raw)
        assert status in (400, 403, 413) or (path == "/api/join" and status == 200), (path, status)
    assert host.hub.keeper.room is before


def test_an_oversized_message_is_refused(host: Host) -> None:
    (phone,) = seated(host, 1)
    assert phone.ask("POST", "/api/answer", raw=b"x" * (MAX_BODY + 1))[0] == 413


def test_what_belongs_to_the_teacher_is_not_routed_for_seats(host: Host) -> None:
    (phone,) = seated(host, 1)
    for path in ("/api/desk", "/api/do", "/api/act/run", "/api/sheet/report", "/desk.html"):
        for method in ("GET", "POST"):
            assert phone.ask(method, path, {} if method == "POST" else None, **{"x-desk": host.secret})[0] in (404, 405)


def test_the_desk_wants_its_secret(host: Host) -> None:
    desk = Phone(host.desk_url)
    assert desk.ask("GET", "/api/desk")[0] == 403
    assert desk.ask("POST", "/api/do", {"deed": "pause", "data": {}}, **{"x-desk": "guess"})[0] == 403
    assert desk.ask("POST", "/api/do", {"deed": "pause", "data": {}}, **{"x-desk": host.secret}) == (200, {"ok": True})
    assert desk.ask("POST", "/api/do", {"deed": "explode"}, **{"x-desk": host.secret})[0] == 400


def test_a_flood_of_joins_takes_no_more_seats_than_there_are_and_disturbs_nobody(tmp_path: Path) -> None:
    host = served(lesson(), tmp_path, places=30)
    try:
        phones = seated(host, 10)
        told: list[int] = []

        def flood() -> None:
            for number in range(125):
                code = host.doors.code if number % 2 else "WRONG2"
                told.append(Phone(host.url).ask("POST", "/api/join", {"code": code})[0])
        floods = [threading.Thread(target=flood) for _ in range(4)]
        for thread in floods:
            thread.start()
        to(host, Phase.PREDICT)
        for phone in phones:
            moves = [choice["move"] for choice in phone.page()["case"]["choices"]]
            assert phone.ask("POST", "/api/answer", {"asked": "choice", "value": moves[0], "decision": 0})[0] == 200
        for thread in floods:
            thread.join()
        assert len(told) == 500 and set(told) <= {200, 403, 429} and told.count(429) > 100
        assert len(host.hub.keeper.room.active) <= 30
        answers = host.hub.keeper.room.answers
        assert sum(asked is Asked.CHOICE for _, asked, _, _ in answers) == 10
    finally:
        host.stop()


def test_a_replayed_answer_counts_once(host: Host) -> None:
    phones = seated(host, 5)
    to(host, Phase.COUNCIL)
    voters = [phone for phone in phones if phone.page()["kind"] != Kind.DECIDER.value]
    for phone in voters:
        move = phone.page()["case"]["choices"][0]["move"]
        for _ in range(6):
            phone.ask("POST", "/api/answer", {"asked": "ballot", "value": move, "decision": 0})
    ballots = [key for key in host.hub.keeper.room.answers if key[1] is Asked.BALLOT]
    assert len(ballots) == len(voters)


def test_a_late_message_for_an_earlier_stage_is_refused(host: Host) -> None:
    (phone, *_) = seated(host, 4)
    to(host, Phase.DISCUSS)
    assert phone.ask("POST", "/api/answer", {"asked": "choice", "value": "x", "decision": 0}) == (
        409, {"ok": False, "fault": "not-now"})


def test_a_lost_phone_is_replaced_by_the_seats_key_and_its_answers_stay(host: Host) -> None:
    (phone, *_) = seated(host, 4)
    to(host, Phase.BRIEF)
    phone.ask("POST", "/api/answer", {"asked": "batna", "value": "Keep the ferry.", "decision": 0})
    key = host.hub.keeper.room.seats[1].key
    other = Phone(host.url)
    assert other.ask("POST", "/api/rejoin", {"seat": "1", "key": "0000" if key != "0000" else "0001"})[0] == 403
    assert other.ask("POST", "/api/rejoin", {"seat": "1", "key": key}) == (200, {"seat": 1})
    assert next(ask for ask in other.page()["asks"] if ask["asked"] == "batna")["given"] == "Keep the ferry."
    assert phone.ask("GET", "/api/page")[0] == 204, "the old phone has no seat any more"


def test_keys_cannot_be_guessed_quickly(host: Host) -> None:
    seated(host, 1)
    stranger = Phone(host.url)
    told = [stranger.ask("POST", "/api/rejoin", {"seat": 1, "key": f"{number:04d}"})[0] for number in range(40)]
    assert told.count(429) > 20


def test_a_locked_lobby_lets_nobody_in(host: Host) -> None:
    host.hub.keeper.do("lobby", locked=True)
    assert Phone(host.url).ask("POST", "/api/join", {"code": host.doors.code}) == (
        403, {"ok": False, "fault": "lobby-locked"})


def test_a_change_is_pushed_to_every_open_page(host: Host) -> None:
    phones = seated(host, 3)
    lines = []
    for phone in phones:
        line = http.client.HTTPConnection(phone.place, timeout=10)
        line.request("GET", "/api/events?lang=zh", headers={"Cookie": phone.cookie})
        lines.append(line.getresponse())
    first = [json.loads(line.readline().decode().removeprefix("data: ")) for line in lines]
    assert {page["phase"] for page in first} == {"lobby"}
    host.hub.keeper.do("turn", turn="advance")
    for line in lines:
        line.readline()
        assert json.loads(line.readline().decode().removeprefix("data: "))["phase"] == "brief"


def test_markup_scripts_and_turning_signs_are_kept_as_plain_words(host: Host) -> None:
    phones = seated(host, 4)
    to(host, Phase.REFLECT)
    hostile = "<script>alert(1)</script> \u202eevil\u202c </textarea> \x00\x1b[2J"
    phones[0].ask("POST", "/api/answer", {"asked": "reflect", "value": hostile, "decision": 0})
    kept = host.hub.keeper.room.answers[0, Asked.REFLECT, "", 1].value
    assert kept == "<script>alert(1)</script> evil </textarea> [2J"
    text = host.hub.seat(1, "en")
    assert "</script>" not in text and json.loads(text), "no end of a script element can be told from the page"


def test_nothing_personal_is_written_down(host: Host, tmp_path: Path) -> None:
    phones = seated(host, 4)
    to(host, Phase.REFLECT)
    phones[0].ask("POST", "/api/answer", {"asked": "reflect", "value": "A thought.", "decision": 0},
                  **{"User-Agent": "PhoneOfAnn/7", "X-Forwarded-For": "203.0.113.9"})
    raw = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert "A thought." in raw
    assert not re.search(r"127\.0\.0\.1|203\.0\.113|PhoneOfAnn|@|::1", raw)
    for phone in phones:
        assert phone.cookie.split("=")[1] not in raw, "a token is kept as a digest"


def test_no_answer_to_a_phone_tells_a_count_or_another_brief_before_the_reveal(host: Host) -> None:
    phones = seated(host, 8)
    while host.hub.keeper.lesson.stage(host.hub.keeper.room).phase is not Phase.REVEAL:
        for phone in phones:
            page = phone.page()
            for ask in page.get("asks", []):
                if ask["form"] == "move":
                    phone.ask("POST", "/api/answer", {"asked": ask["asked"], "value": ask["choices"][0]["move"], "decision": 0})
            if page["kind"] != "decider" or page["phase"] != "decide":
                assert '"count":' not in phone.seen[-1]
        host.hub.keeper.do("turn", turn="skip")
    node = host.hub.keeper.lesson.rules.scenario.decision(host.hub.keeper.lesson.decisions[0])
    later = [block.words["en"] for slot in (node.record, node.hidden) for block in slot]
    assert later and not [text for phone in phones for text in phone.seen for secret in later if secret in text]


@pytest.mark.parametrize(("chosen", "present", "reached", "listening", "sentence"), [
    ("192.168.1.2", ("192.168.1.2",), True, True, "through"), ("192.168.1.2", ("192.168.1.2",), False, True, "blocked"),
    ("192.168.1.2", ("10.0.0.5",), False, True, "address_gone"), ("192.168.1.2", ("192.168.1.2",), False, False, "not_listening"),
    ("127.0.0.1", ("127.0.0.1",), False, True, "no_network"), ("8.8.4.4", ("8.8.4.4",), False, True, "public")])
def test_the_self_test_says_what_stands_between(chosen: str, present: tuple[str, ...], reached: bool, listening: bool,
                                                sentence: str) -> None:
    assert diagnosis(chosen, tuple(Address(host, True) for host in present), reached, listening) == sentence


def test_a_bucket_lets_through_its_burst_and_then_its_rate() -> None:
    now = [0.0]
    bucket = Bucket(3, 0.5, lambda: now[0])
    assert [bucket.takes("a") for _ in range(5)] == [True, True, True, False, False]
    assert bucket.takes("b")
    now[0] = 2.0
    assert [bucket.takes("a") for _ in range(2)] == [True, False]


def test_a_card_that_was_opened_is_noted_and_a_strangers_is_not(host: Host) -> None:
    phones = seated(host, 4)
    to(host, Phase.BRIEF)
    keeper = host.hub.keeper
    cards = list(keeper.lesson.cards(keeper.room, keeper.room.seats[1], 0))
    assert cards and phones[0].ask("POST", "/api/look", {"card": cards[0]}) == (200, {"ok": True})
    assert phones[0].ask("POST", "/api/look", {"card": "nothing"}) == (409, {"ok": False, "fault": "unknown"})
    assert Phone(host.url).ask("POST", "/api/look", {"card": cards[0]})[0] == 401
    assert keeper.room.opened == {(0, cards[0]): {1}}
