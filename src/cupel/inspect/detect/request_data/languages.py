"""The languages in which pages are written: what names a request's data, what runs text, and what makes it harmless."""

import re
from dataclasses import dataclass

_STRING = r"""(?P<string>"(?:\\.|[^"\\\n]){0,4000}"|'(?:\\.|[^'\\\n]){0,4000}')"""
_C_COMMENT = r"/\*(?:[^*]|\*(?!/)){0,20000}(?:\*/)?|//[^\n]*"
WEB_VARIABLES = r"QUERY_STRING|REQUEST_URI|PATH_INFO|HTTP_[A-Z]{1,60}"


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    name: str
    """What people call it."""
    comments: re.Pattern[str]
    """What is no code; a group `string` is kept."""
    data: re.Pattern[str]
    """What names data of a request."""
    assigns: re.Pattern[str]
    """An assignment: the name, and what it gets."""
    names: re.Pattern[str]
    """A variable's name."""
    calls: re.Pattern[str]
    """What runs text as a command or as code, up to its arguments."""
    harmless: re.Pattern[str]
    """What quotes for a shell, or lets only a number or named characters pass."""
    tests: re.Pattern[str]
    """A test of a variable's characters; the first group that matched is the variable."""
    web: re.Pattern[str] | None = None
    """What only a program that serves requests names; without it, its other words mean other things."""
    web_words: tuple[str, ...] = ()
    """What `web` matches holds one of them: they are searched for fast."""
    tags: re.Pattern[str] | None = None
    """Where it stands within a page of HTML: the code; None where the file is all code."""


PHP = Language(
    "PHP",
    re.compile(rf"{_STRING}|{_C_COMMENT}|#[^\n]*", re.DOTALL),
    re.compile(rf"\$_(?:GET|POST|REQUEST|COOKIE)\b|\$_SERVER\[ *['\"](?:{WEB_VARIABLES})|php://input|\$HTTP_RAW_POST_DATA"),
    re.compile(r"(\$\w+)(?:\[[^\]\n]{0,80}\])?\s*\.?=(?![=>])([^;]{1,2000})"),
    re.compile(r"\$\w+"),
    re.compile(
        r"(?<![\w>:$.\\])(?P<call>system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|eval|assert|create_function)"
        r"\s*(?=\()|(?P<quotes>`)(?=[^`\n]{1,1000}`)"
    ),
    re.compile(r"escapeshell(?:arg|cmd)\s*\(|intval\s*\(|\((?:int|integer|float)\)\s*\$?|floatval\s*\(|md5\s*\(|crc32\s*\("
               r"|preg_replace\s*\(\s*['\"].\[\^|filter_(?:var|input)\s*\(|count\s*\(|strlen\s*\("),
    re.compile(r"(?:preg_match|ctype_\w+|is_numeric|in_array|filter_var|array_key_exists)\s*\([^;{]{0,200}?(\$\w+)(?=[^;{]{0,100}\))"),
    tags=re.compile(r"<\?(?:php|=)?(.{0,524288}?)(?:\?>|\Z)", re.DOTALL),
)  # fmt: skip
LUA = Language(
    "Lua",
    re.compile(rf"{_STRING}|--\[\[(?:[^\]]|\](?!\])){{0,20000}}(?:\]\])?|--[^\n]*", re.DOTALL),
    re.compile(
        r"\bformvalue(?:table)?\s*\(|\bngx\.req\.get_(?:uri_args|post_args|body_data|headers)\b"
        rf"|\bngx\.var\.(?:args|arg_\w+|query_string|request_uri|request_body|http_\w+|cookie_\w+)|\bcgilua\.(?:QUERY|POST)\b"
        rf"|\bgetenv\s*\(\s*['\"](?:{WEB_VARIABLES})|\benv\.(?:{WEB_VARIABLES})\b"
    ),
    re.compile(r"([A-Za-z_][\w.]{0,80})\s*=(?!=)([^\n]{1,2000})"),
    re.compile(r"[A-Za-z_]\w*"),
    re.compile(
        r"(?<![\w.])(?P<call>os\.execute|io\.popen|(?:luci\.)?(?:sys|util)\.(?:call|exec|execi|execl)|nixio\.exec|"
        r"loadstring|dostring)\s*(?=\(|[\"'])"
    ),
    re.compile(r"\b(?:shellquote|shell_quote|shellescape|quotearg|tonumber|urlencode|md5|crc32)\s*\(|:gsub\(\s*['\"]\[\^|%[dixu]\b"
               r"|:match\(\s*['\"]\^[^'\"\n]{1,80}\$"),
    re.compile(r"(?:\b(\w+):(?:match|find)\(\s*['\"]|string\.(?:match|find)\(\s*(\w+)\s*,)"),
)  # fmt: skip
PERL = Language(
    "Perl",
    re.compile(
        _STRING + r"|(?m:^[ \t]{0,200}#[^\n]*|[ \t]#[^\n]*|^=[a-z][^\n]*\n(?:(?!=cut)[^\n]*\n){0,5000})|^__END__\n.*",
        re.DOTALL | re.MULTILINE,
    ),
    re.compile(
        rf"\$ENV\{{ *['\"]?(?:{WEB_VARIABLES})|(?:->|\b)param\s*\(|<STDIN>|\bread\s*\(?\s*\*?STDIN\b"
        r"|->(?:url_param|Vars)\b"
    ),
    re.compile(r"((?:\$|@|%)\w+)(?:\{[^}\n]{0,80}\})?\s*\.?=(?![=~])([^;]{1,2000})"),
    re.compile(r"[$@]\w+"),
    re.compile(
        r"(?<![\w>$%@])(?P<call>system|exec|eval|qx)\s*(?=[(\"'{/|$])|(?P<quotes>`)(?=[^`\n]{1,1000}`)"
        r"|(?<![\w>$])(?P<open>open)\s*(?=\([^;]{1,200}\|)"
    ),
    re.compile(r"\bquotemeta\b|shell_quote|\bint\s*\(|uri_escape|\blength\s*\(|md5_hex"),
    re.compile(r"(\$\w+)\s*[=!]~\s*(?:m?/|s/\[\^|s/\\W|tr/|y/)"),
    re.compile(r"\bCGI\b|QUERY_STRING|CONTENT_LENGTH|REQUEST_METHOD|\b(?:Mojolicious|Dancer2?|Plack)\b"),
    ("CGI", "QUERY_STRING", "CONTENT_LENGTH", "REQUEST_METHOD", "Mojolicious", "Dancer", "Plack"),
)  # fmt: skip
PYTHON = Language(
    "Python",
    re.compile(rf"{_STRING}|#[^\n]*", re.DOTALL),
    re.compile(
        rf"\benviron(?:\.get\s*\(|\[)\s*['\"](?:{WEB_VARIABLES})|\bFieldStorage\s*\(|\.getvalue\s*\(|\.getfirst\s*\(|"
        r"\brequest\.(?:args|form|values|GET|POST|query|params|json|get_json|data|cookies|body)\b|\bself\.get_argument\s*\("
    ),
    re.compile(r"([A-Za-z_][\w.]{0,80})\s*=(?!=)([^\n]{1,2000})"),
    re.compile(r"[A-Za-z_]\w*"),
    re.compile(
        r"(?<![\w.])(?P<call>os\.system|os\.popen|commands\.get(?:status)?output|subprocess\.get(?:status)?output|eval|exec)"
        r"\s*(?=\()|(?P<shell>subprocess\.(?:call|run|Popen|check_call|check_output))\s*(?=\()"
    ),
    re.compile(r"(?:shlex|pipes)\.quote\s*\(|\b(?:int|float|len|bool|literal_eval)\s*\("),
    re.compile(r"\bre\.(?:full)?match\s*\([^\n]{0,200}?,\s*(\w+)\s*\)|\b(\w+)\.is(?:digit|alnum|numeric|identifier)\(|\bif\s+(\w+)\s+(?:not\s+)?in\b"),
    re.compile(
        r"\b(?:import|from)\s+(?:cgi|flask|bottle|django|tornado|aiohttp|web|cherrypy|fastapi|starlette|falcon|sanic|"
        r"pyramid|werkzeug)\b|QUERY_STRING|FieldStorage"
    ),
    (
        "cgi", "flask", "bottle", "django", "tornado", "aiohttp", "web", "cherrypy", "fastapi", "starlette", "falcon",
        "sanic", "pyramid", "werkzeug", "QUERY_STRING", "FieldStorage",
    ),
)  # fmt: skip
ASP = Language(
    "a server page",
    re.compile(rf"{_STRING}|{_C_COMMENT}", re.DOTALL),
    re.compile(r"\brequest\.(?:getParameter|getQueryString|getHeader|QueryString|Form|form|query)\b|\bRequest\s*\("),
    re.compile(r"([A-Za-z_]\w{0,80})\s*=(?!=)([^;\n]{1,2000})"),
    re.compile(r"[A-Za-z_]\w*"),
    re.compile(
        r"(?P<call>getRuntime\(\)\.exec|\bnew\s+ProcessBuilder|\b\w{1,40}\.(?:Run|Exec)|(?<![\w.])(?:eval|Eval|Execute|ExecuteGlobal|"
        r"system|doSystem|popen))\s*(?=\()"
    ),
    re.compile(r"\b(?:parseInt|Number|CInt|CLng|Integer\.parseInt|encodeURIComponent)\s*\("),
    re.compile(r"\b(\w+)\.(?:matches|match)\s*\("),
    tags=re.compile(r"<%=?(.{0,524288}?)(?:%>|\Z)", re.DOTALL),
)  # fmt: skip
