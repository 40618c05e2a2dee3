"""Request data is followed to what runs it: what is found, what is let go, and that any text is borne."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cupel.inspect.detect.request_data import pages, shell
from cupel.inspect.detect.request_data.flow import MOST_FLOWS, Flow
from cupel.inspect.detect.request_data.languages import ASP, LUA, PERL, PHP, PYTHON, Language
from cupel.records.problem import Problem
from made_image import examined

LANGUAGES = (PHP, LUA, PERL, PYTHON, ASP)


def of_shell(text: str) -> list[tuple[int, str, str, bool]]:
    return [(it.line, it.data, it.call, it.whole) for it in shell.flows(text, web=False)]


def of_page(language: Language, text: str) -> list[tuple[str, str, bool]]:
    return [(it.data, it.call, it.whole) for it in pages.flows(text, language) if isinstance(it, Flow)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('eval "$QUERY_STRING"', (1, "QUERY_STRING", "eval", True)),
        ("x=1\nsh -c \"ping ${QUERY_STRING}\"", (2, "QUERY_STRING", "sh -c", False)),
        ("echo $QUERY_STRING | sh", (1, "QUERY_STRING", "a pipe into sh", True)),
        ("CMD=${QUERY_STRING#cmd=}\n$CMD", (2, "QUERY_STRING", "the command's name", True)),
        ("read -n $CONTENT_LENGTH BODY\neval $BODY", (2, "request body", "eval", True)),
        ("B=$(dd bs=1 count=$CONTENT_LENGTH)\neval \"$B\"", (2, "request body", "eval", True)),
        ('for i in $(echo $QUERY_STRING | tr "&" " "); do eval $i; done', (1, "QUERY_STRING", "eval", True)),
        ('echo "$(eval "$HTTP_COOKIE")"', (1, "HTTP_COOKIE", "eval", True)),
        ("[ -n \"$QUERY_STRING\" ] && eval \"$QUERY_STRING\"", (1, "QUERY_STRING", "eval", True)),
        ("echo \"$QUERY_STRING\" | grep -q cmd= && eval $QUERY_STRING", (1, "QUERY_STRING", "eval", True)),
    ],
)  # fmt: skip
def test_shell_runs_it(text: str, wanted: tuple[int, str, str, bool]) -> None:
    assert of_shell(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        '# eval "$QUERY_STRING"',
        "eval '$QUERY_STRING'",
        'eval "\\$QUERY_STRING"',
        "ping -c 1 $QUERY_STRING",
        'logger "$HTTP_USER_AGENT"',
        'X=$(echo "$QUERY_STRING" | tr -cd 0-9)\neval "sleep $X"',
        "X=$(echo $QUERY_STRING | sed 's/[^0-9]//g')\neval \"sleep $X\"",
        'case "$QUERY_STRING" in\n *[!a-z]*) exit;;\nesac\neval "$QUERY_STRING"',
        'echo "$QUERY_STRING" | grep -q "^[a-z]*$" && eval $QUERY_STRING',
        'eval "`proccgi $*`"',
        'cat <<EOF\neval "$QUERY_STRING"\nEOF\n',
        '. "/etc/pages/$PATH_INFO"',
    ],
)
def test_shell_does_not_run_it(text: str) -> None:
    assert of_shell(text) == []


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (PHP, '<?php system($_GET["cmd"]); ?>', ("$_GET", "system", True)),
        (PHP, '<?php $h=$_POST["h"]; exec("ping ".$h); ?>', ("$_POST", "exec", False)),
        (PHP, "<?php $o=`ls $_GET[d]`; ?>", ("$_GET", "backquotes", False)),
        (LUA, 'local c = luci.http.formvalue("cmd")\nos.execute(c)', ("formvalue", "os.execute", True)),
        (LUA, 'local h=ngx.var.arg_host\nlocal p = io.popen("ping " .. h)', ("ngx.var.arg_host", "io.popen", False)),
        (PERL, 'use CGI; my $c = param("c"); my $o = `ping $c`;', ("param", "backquotes", False)),
        (
            PYTHON,
            'import flask\nc=request.args.get("c")\nsubprocess.call("ls "+c, shell=True)',
            ("request.args", "subprocess.call", False),
        ),
        (
            ASP,
            '<% Runtime.getRuntime().exec(request.getParameter("c")); %>',
            ("request.getParameter", "getRuntime().exec", True),
        ),
    ],
)
def test_page_runs_it(language: Language, text: str, wanted: tuple[str, str, bool]) -> None:
    assert of_page(language, text) == [wanted]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (PHP, '<?php // system($_GET["cmd"]);\n ?>'),
        (PHP, 'system($_GET["cmd"]);'),
        (PHP, '<?php exec("ping ".escapeshellarg($_GET["h"])." -c 1"); ?>'),
        (PHP, '<?php $a=(int)$_GET["n"]; exec("sleep $a"); ?>'),
        (PHP, '<?php curl_exec($_GET["a"]); $db->exec($_GET["a"]); ?>'),
        (PHP, '<?php $h=$_GET["h"]; if(!preg_match("/^[0-9.]+$/",$h)) die(); system("ping $h"); ?>'),
        (LUA, '-- os.execute(luci.http.formvalue("cmd"))'),
        (LUA, 'local network=http.formvalue("n")\nos.execute("/etc/init.d/network reload")'),
        (LUA, 'local h=http.formvalue("h")\nio.popen("ping " .. luci.util.shellquote(h))'),
        (PERL, 'use CGI; my $c = param("c"); system("ls", $c);'),
        (PERL, 'use CGI; $c=param("c"); $c =~ s/[^a-z]//g; system("x $c");'),
        (PERL, 'use CGI;\n# my $c = param("c"); system("ls $c");\n'),
        (PERL, 'use CGI;\n=head1 USE\n\n my $c = param("c"); system("ls $c");\n\n=cut\n'),
        (PERL, 'use CGI;\n__END__\nmy $c = param("c"); system("ls $c");\n'),
        (PERL, 'my $c = param("c"); system("ls $c");'),
        (PYTHON, "text = io.StringIO()\nexec(text.getvalue())"),
        (PYTHON, 'import flask\nc=request.args.get("c")\nsubprocess.call(["ls", c])'),
        (PYTHON, 'import flask\nc=request.args.get("c")\nos.system("ls " + shlex.quote(c))'),
        (ASP, "<script>eval(request.form)</script>"),
    ],
)
def test_page_does_not_run_it(language: Language, text: str) -> None:
    assert of_page(language, text) == []


PIECES = st.sampled_from(
    [
        "$QUERY_STRING", "eval ", "$(", "`", '"', "'", "\n", ";", "|", "sh -c ", "case ", " in ", "<%", "%>", "<?php ",
        "?>", "system(", "$_GET[x]", "=", "$a", "(", ")", "io.popen(", "formvalue(", "#", "--[[", "/*", "\\", "\0",
        "\xff", "{", "}", "<<E\n", "read ", "os.system(", "request.args",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4, alphabet=st.characters(max_codepoint=255)), max_size=60).map("".join))
def test_any_text_gives_flows_that_lie_in_it(text: str) -> None:
    found: list[Flow] = [*shell.flows(text, web=True)]
    for language in LANGUAGES:
        found += pages.flows(text, language, page=True)
    for it in found:
        assert 0 <= it.offset <= it.offset + it.size <= len(text)
        assert "\n" not in text[it.offset : it.offset + it.size]
        assert text[: it.offset].count("\n") == it.line - 1


def test_many_places_are_cut_and_that_is_said(tmp_path: Path) -> None:
    text = "#!/bin/sh\n" + "".join(f'eval "a{number}=$QUERY_STRING"\n' for number in range(200))
    inspection = examined(tmp_path, {"www/cgi-bin/many.cgi": text})
    (finding,) = [it for it in inspection.findings if it.detector == "weaknesses/request_data_in_shell"]
    assert len(finding.evidence) == MOST_FLOWS
    assert any("the rest was left out" in problem.what for problem in inspection.problems)


def test_evidence_points_at_the_very_bytes(tmp_path: Path) -> None:
    text = '#!/bin/sh\n# \u00e9\u00e9\n  eval "$QUERY_STRING"  \n'
    inspection = examined(tmp_path, {"www/cgi-bin/a.cgi": text})
    finding = next(it for it in inspection.findings if it.rule == "request-data-evaluated")
    evidence = finding.evidence[0]
    assert evidence.offset is not None
    assert text.encode()[evidence.offset : evidence.offset + evidence.size] == b'eval "$QUERY_STRING"'
    assert evidence.locator.endswith("a.cgi:3")


def test_code_after_much_text_is_still_read() -> None:
    assert of_page(PHP, "<?php\n" + "// padding that says nothing\n" * 8_000 + 'system($_GET["c"]);\n')


def test_where_variables_or_calls_are_cut_a_problem_says_so() -> None:
    chain = '$v0=$_GET["a"];' + "".join(f"$v{at + 1}=$v{at};" for at in range(3_000)) + "system($v3000);"
    told = [it.what for it in pages.flows(f"<?php {chain}", PHP) if isinstance(it, Problem)]
    assert len(told) == 2
    assert all("left out" in it for it in told)
