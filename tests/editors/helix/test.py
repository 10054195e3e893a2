"""Does archnotes work in Helix? `tests/editors/helix/run` starts this in the folder of notes.md.

Helix has no batch mode: it runs in tmux, is typed into, and is read from the screen.
"""

import subprocess
import sys
import time

# Seconds; longer than anything takes on the busiest machine.
PATIENCE = 60


def tmux(*arguments):
    command = ["tmux", "-u", "-S", "socket", "-f", "/dev/null", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def screen():
    return tmux("capture-pane", "-p", "-t", "helix")


def keys(*names):
    tmux("send-keys", "-t", "helix", *names)


def wait_for(*parts):
    """Waits until the screen has all `parts`."""
    end = time.monotonic() + PATIENCE
    while not all(it in screen() for it in parts):
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {parts}")
        time.sleep(0.05)


def findings_are_shown():
    wait_for("지금 이름은 Amazon Data Firehose", "장애가 곧 서비스 중단이다", "its failure is the tier's outage")


def a_finding_stands_at_its_text():
    # `]d` selects what the finding is about: the status line tells the line and the character of its end, and after the
    # selection is turned around those of its start. An emoji of several code points is one character there.
    keys("g", "g", "]", "d")
    wait_for(" 3:27")
    keys("M-\\;")  # tmux would take a mere semicolon for the end of its command
    wait_for(" 3:7")
    keys("]", "d")
    wait_for(" 5:17")
    keys("M-\\;")  # tmux would take a mere semicolon for the end of its command
    wait_for(" 5:11")


def hover_shows_the_card():
    keys("g", "g", "]", "d")
    keys("Space", "k")
    wait_for("Amazon Data Firehose", "스트림 레코드")
    keys("Escape")


def completion_writes_the_name():
    keys("g", "e", "o")
    tmux("send-keys", "-t", "helix", "-l", "👩‍💻 썸네일은 람")
    keys("C-x")
    wait_for("람다")
    keys("C-n", "Enter", "Escape")
    wait_for("썸네일은 람다")
    keys("u")


def the_fix_writes_the_new_name():
    keys("g", "g", "]", "d", "Space", "a")
    # The menu's words, which the finding at the end of the line does not have.
    wait_for("새 이름으로 바꾸기")
    keys("Enter")
    wait_for("🚀 로그는 Amazon Data Firehose로 S3에 보낸다.")
    keys("u")


TESTS = [
    findings_are_shown,
    a_finding_stands_at_its_text,
    hover_shows_the_card,
    completion_writes_the_name,
    the_fix_writes_the_new_name,
]


def main():
    tmux("new-session", "-d", "-s", "helix", "-x", "150", "-y", "40", "hx notes.md")
    passed = 0
    for test in TESTS:
        try:
            test()
        except (AssertionError, subprocess.CalledProcessError) as err:
            print(f"FAILED  {test.__name__}\n{err}\n{screen()}")
        else:
            passed += 1
            print("ok     ", test.__name__.replace("_", " "))
    tmux("kill-server")
    print(f"{passed} passed, {len(TESTS) - passed} failed")
    return 0 if passed == len(TESTS) else 1


sys.exit(main())
