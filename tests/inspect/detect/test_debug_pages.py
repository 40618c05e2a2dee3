"""Which names say that a page is for debugging, and which are for everybody."""

import pytest

from cupel.inspect.detect.access._debug_names import in_program, is_page, mentioned


@pytest.mark.parametrize(
    "name",
    ["debug.htm", "wifi_debug.asp", "DebugInfo.html", "factory_test.php", "FactoryMode.htm", "mfg.htm", "test.html",
     "engineer.lp", "adv_engineering.asp", "rfTest.htm", "hw-test.cgi"],
)  # fmt: skip
def test_names_that_say_so(name: str) -> None:
    assert is_page(name)


@pytest.mark.parametrize(
    "name",
    ["speedtest.html", "speed_test.html", "factory_reset.htm", "debug_reset.htm", "FactoryDefault.php", "latest.htm",
     "contest.html", "ping_test.asp", "diagnostics.lp", "restore_factory.asp", "debug.log", "debug", "manufacturer.htm",
     "debugCmd.htm"],
)  # fmt: skip
def test_names_that_do_not_and_what_another_detector_tells(name: str) -> None:
    assert not is_page(name)


def test_a_mention_counts_with_its_ending_or_in_quotes_whatever_its_case() -> None:
    text = b'<a href=/x/Debug.htm?a=1> menu(\'wifi_debug\', "mfg"); // debug it\n$(".debugger")'
    assert mentioned(text) == {"debug", "wifi_debug", "mfg"}


def test_a_program_names_a_page_as_a_whole_text_only() -> None:
    text = b"\0see debug.htm there\0/a/debug.htm\0%s/mfg.htm\0debug_log.htm\0engineer.htm\0/index.htm\0"
    assert [(at, name) for at, name, _ in in_program(text)] == [
        (21, "/a/debug.htm"),
        (45, "debug_log.htm"),
        (59, "engineer.htm"),
    ]
