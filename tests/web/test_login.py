"""Coming in: who may, who is locked out, which post is used, and that nothing is open by mistake."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.records.clock import frozen
from zhiheng.records.models import Mandate, Person


def login(client: Client, username: str, password: str = houses.PASSWORD, **more: str):
    return client.post("/login/", {"username": username, "password": password, **more})


def test_a_stranger_is_sent_to_the_login_page_and_comes_back_to_the_page_he_wanted(office):
    client = Client()

    answer = client.get("/penalties/?state=overdue")
    assert answer.status_code == 302 and answer["Location"] == "/login/?next=%2Fpenalties%2F%3Fstate%3Doverdue"

    answer = login(client, "li", next="/penalties/?state=overdue")
    assert answer.status_code == 302 and answer["Location"] == "/penalties/?state=overdue"


def test_the_login_never_leads_to_another_house(office):
    for there in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert login(Client(), "li", next=there)["Location"] == "/"


def test_five_wrong_passwords_lock_the_account_and_the_page_says_until_when(office):
    client = Client()
    for left in (4, 3, 2, 1):
        assert f"还可以再试 {left} 次" in login(client, "li", "wrong").content.decode()
    said = login(client, "li", "wrong").content.decode()
    assert "账号已锁定至 2026-11-23 09:15" in said
    assert login(client, "li").status_code == 429  # the right password does not help now
    with frozen(NOW + timedelta(minutes=16)):
        assert login(client, "li").status_code == 302


def test_an_unknown_account_is_answered_like_a_wrong_password(office):
    said = login(Client(), "nobody-here", "wrong").content.decode()
    assert "账号或密码不正确" in said and "不存在" not in said


def test_one_address_that_tries_many_accounts_is_shut_out_even_with_a_right_password(office):
    client = Client(REMOTE_ADDR="198.51.100.7")
    for n in range(20):
        login(client, f"guess{n}", "wrong")

    shut = login(client, "li")
    assert shut.status_code == 429 and "连续登录失败 20 次" in shut.content.decode()
    assert login(Client(REMOTE_ADDR="198.51.100.8"), "li").status_code == 302
    with frozen(NOW + timedelta(minutes=16)):
        assert login(client, "li").status_code == 302


def test_leaving_needs_a_click_of_the_person_and_ends_the_session(office, at_desk):
    client = at_desk(office.people["li"])

    assert client.get("/logout/").status_code == 405
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_somebody_with_two_posts_switches_without_logging_out_and_finds_the_post_again(office, at_desk):
    head = houses.second_post(office, "li", "section_head", "执法大队副大队长")
    client = at_desk(office.people["li"])
    assert "待我办理" in client.get("/").content.decode()

    client.post("/identity/", {"post": head.pk})
    page = client.get("/").content.decode()
    assert "待我审批" in page and "执法大队副大队长" in page

    client.post("/logout/")
    login(client, "li")
    assert "待我审批" in client.get("/").content.decode()


def test_nobody_switches_to_a_post_that_is_not_his(office, at_desk):
    chief = Mandate.objects.get(person=office.people["chen"])
    client = at_desk(office.people["li"])

    answer = client.post("/identity/", {"post": chief.pk}, follow=True)
    assert "没有这一身份" in answer.content.decode()
    assert "待我审批" not in client.get("/").content.decode()


def test_without_a_post_in_force_the_desk_says_so_and_shows_nothing(office, at_desk):
    client = at_desk(office.people["nobody"])

    page = client.get("/").content.decode()
    assert "没有有效的任职" in page
    assert client.get("/penalties/").status_code == 403


def test_a_new_pin_is_asked_with_the_password_and_weak_ones_are_refused(office, at_desk):
    client = at_desk(office.people["li"])

    weak = client.post("/me/pin/", {"password": houses.PASSWORD, "pin": "111111", "again": "111111"})
    assert weak.status_code == 400 and "不能全部相同" in weak.content.decode()
    other = client.post("/me/pin/", {"password": "not mine", "pin": "246810", "again": "246810"})
    assert other.status_code == 400
    assert Person.objects.get(pk="li").pin == ""

    done = client.post("/me/pin/", {"password": houses.PASSWORD, "pin": "246810", "again": "246810"}, follow=True)
    assert "签名口令已设置" in done.content.decode()


def test_a_new_password_ends_the_logins_on_other_devices(office, at_desk):
    here, there = at_desk(office.people["li"]), at_desk(office.people["li"])
    new = "Lvshui-Qingshan-9"

    bad = here.post("/me/password/", {"old": houses.PASSWORD, "new": "12345", "again": "12345"})
    assert bad.status_code == 400
    here.post("/me/password/", {"old": houses.PASSWORD, "new": new, "again": new})

    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    assert login(Client(), "li", new).status_code == 302


@pytest.mark.parametrize("large", [True, False])
def test_large_type_is_kept_for_the_device_and_for_the_person(office, at_desk, large):
    client = at_desk(office.people["li"])
    client.get("/size/")
    if not large:
        client.get("/size/")

    assert ('data-size="large"' in client.get("/").content.decode()) is large
    assert ('data-size="large"' in at_desk(office.people["li"]).get("/").content.decode()) is large
