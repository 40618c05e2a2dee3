"""Words that protocols, configurations and command lines are made of: a constant goes in; whether it is one comes out.

Names of RFC 9110, 9111, 6265, 7826, 959, 3659, 5321, 3501, 1939, 2132, 3261, UPnP 2.0, TR-069, RFC 2307 and POSIX; no
credential is among them.
"""

import re

WORDS = frozenset(
    """
    accept accept-charset accept-encoding accept-language accept-ranges age allow authorization basic bearer boundary
    cache-control chunked close connection content-disposition content-encoding content-language content-length
    content-location content-range content-type cookie date deflate delete digest dnt etag expect expires form-data from
    gzip head host http https identity if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive
    last-modified location max-age max-forwards multipart multipart/form-data nonce no-cache options origin patch path
    post pragma propfind proxy-authorization proxy-connection put qop range realm referer refresh response server
    set-cookie soapaction te trace trailer transfer-encoding upgrade uri user-agent username vary via warning websocket
    www-authenticate x-forwarded-for x-forwarded-proto x-real-ip x-requested-with xmlhttprequest
    application/x-www-form-urlencoded application/json application/soap+xml text/html text/xml text/plain
    get abor acct allo appe auth cdup cwd dele eprt epsv feat help list lang mdtm mfct mfmt mkd mlsd mlst mode nlst noop
    opts pass pasv pbsz port prot pwd quit rein rest retr rmd rnfr rnto site size smnt stat stor stou stru syst type user
    xcup xcwd xmkd xpwd xrmd ccc conf mic clnt host chmod umask idle exec chgrp utime symlink
    helo ehlo mail rcpt data rset vrfy expn starttls etrn turn bdat login plain cram-md5 apop uidl top capa retr
    setup play pause teardown describe announce record redirect get_parameter set_parameter invite register ack bye
    cancel subscribe notify refer info update message prack publish cseq session transport rtp/avp
    m-search ssdp:discover ssdp:all ssdp:alive ssdp:byebye upnp:rootdevice man st nt usn mx nts callback timeout sid
    root admin anonymous nobody guest ftp daemon user password passwd secret name value key token
    yes no true false on off enable enabled disable disabled none null default auto always never any all local
    allow deny permit reject accept drop add del set show start stop restart reload status version test
    tcp udp icmp ip ipv4 ipv6 inet inet6 unix localhost loopback broadcast multicast
    debug notice err error warn crit alert emerg emergency fatal verbose quiet info trace
    include require if else elif endif fi then for while do done case break continue return exit
    public private static dynamic global interface network address netmask gateway dns domain hostname mac port
    read write execute append create remove open lock unlock sync async
    path home term shell user logname lang lc_all tz tmpdir pwd editor pager display mail columns lines
    query_string request_method content_type content_length remote_addr remote_user script_name path_info server_name
    server_port document_root http_cookie http_host http_user_agent http_referer http_accept_language gateway_interface
    notify_socket listen_fds listen_pid xdg_runtime_dir ld_preload ld_library_path posixly_correct ssl_cert_file
    get put copy move rename mkdir rmdir stat help quit exit logout exec shell ping reboot reset save load dump
    """.split()
)
HEADER = re.compile(r"(?:x-)?[A-Z][a-zA-Z0-9]*(?:-[A-Z][a-zA-Z0-9]*)+:? ?")
PATTERN = re.compile(
    r"HTTP/\d?\.?\d?|https?://|[a-z]+://|text/[\w+-]+|application/[\w+.-]+|image/[\w+-]+|--?[a-z][a-z0-9-]*=?|"
    r"\.[a-z]{1,5}|/[a-z]{1,8}/|/dev/[\w/]+|/proc/[\w/]+|/{1,2}|\.{1,3}/?|[\r\n]+|-{1,2}>?|%%|&&|::?|\$\{?|/\*|\*/|[=?*#\"]|\w?|%\w+|<[\w?/!:-]+>?|\*\.?\w*|\d+|\d+\.\d+"
)


def expected(text: str) -> bool:
    """Tell whether a text is a word of a known protocol, an option, a type of content or nothing but signs."""
    bare = text.strip(" \t\r\n=:;,\"'<>").lower()
    return bare in WORDS or bool(PATTERN.fullmatch(text.strip())) or bool(HEADER.fullmatch(text))
