"""Password files of web servers, file shares and PPP go in; accounts with a fixed password come out."""

from collections.abc import Iterator

from cupel.inspect.detect.credentials.account_element import NOT, PATHS, account_elements
from cupel.inspect.detect.credentials.places import placed
from cupel.inspect.detect.credentials.service_file import RULE, ServiceAccount, service_accounts, service_of
from cupel.inspect.detect.credentials.word_check import Checked, check
from cupel.inspect.detect.finding import facet, found
from cupel.inspect.detect.image import Image
from cupel.inspect.identify.source import Visited
from cupel.records.finding import Finding
from cupel.records.problem import Problem

MOST_SIZE = 1 << 20


class ServiceAccounts:
    """The detector's facts and its reading."""

    name = "service_accounts"
    title = "accounts of services with a fixed password"
    means = (
        "A web server, a file share or a PPP peer that reads this file takes the account's password, which is the same "
        "in every copy of this image. It does not say that the service runs."
    )
    checked = (
        "Lines of htpasswd, htdigest, BusyBox's httpd.conf, smbpasswd, chap-secrets and pap-secrets, whether hashed or "
        "in clear; and default values in XML in which a user name stands beside a password that is a plain word, or, "
        "in an element of accounts, is empty (other passwords there are told by weaknesses/plain_secrets). Hashes of "
        "md5crypt, apr1, DES, sha-crypt and LDAP are compared with published defaults, within a fixed number of "
        "rounds; NT hashes and digests are not."
    )
    refutes = "A start script that writes the file anew; a service that is not in the image."
    references = ("CWE-798", "htpasswd(1)", "smbpasswd(5)", "pppd(8)", "BusyBox, httpd.c")
    marks: tuple[tuple[bytes, str], ...] = ()

    def wants(self, file: Visited) -> bool:
        """Want texts at the paths of such files, and default values in XML that speak of a password."""
        return file.content.size <= MOST_SIZE and (self._lines(file) or self._elements(file))

    @staticmethod
    def _lines(file: Visited) -> bool:
        return file.type == "text" and service_of(file.path) >= 0

    @staticmethod
    def _elements(file: Visited) -> bool:
        asked = file.type in ("XML", "text") and "word for a secret" in file.marks
        return asked and PATHS.search(file.path) is not None and NOT.search(file.path) is None

    def examine(self, file: Visited) -> Iterator[ServiceAccount | Problem]:
        """Yield each account."""
        return service_accounts(file) if self._lines(file) else account_elements(file)

    def conclude(self, image: Image) -> Iterator[Finding | Problem]:
        """Report each account."""
        signs = image.signs(ServiceAccount)
        checked = check([(it.user, it.secret.value) for it in signs if it.how != "clear text"])
        yield from (_finding(image, sign, checked.get((sign.user, sign.secret.value))) for sign in signs)


def _finding(image: Image, sign: ServiceAccount, checked: Checked | None) -> Finding:
    place = placed(image, sign.evidence, lambda _root, path: path.startswith("etc/"))
    how = "in clear" if sign.how == "clear text" else f"as {sign.how}"
    statement = f"/{place.path} gives the account {sign.user} for {sign.service} a password, {how}."
    facts: dict[str, str | int | bool] = {
        "account": sign.user, "service": sign.service, "how": sign.how, "secret": sign.secret.fingerprint,
    }  # fmt: skip
    if sign.empty:
        statement = (
            f"{statement} It is the hash of the empty password." if sign.secret.value
            else f"/{place.path} gives the account {sign.user} for {sign.service} an empty password."
        )  # fmt: skip
    elif checked is not None:
        statement += f" {checked.in_words}"
        facts |= {"matches_list": checked.word is not None, "words_tried": checked.tried, "words": checked.of}
    return found(
        image, RULE, "empty-service-password" if sign.empty else "fixed-service-password",
        title=f"The account {sign.user} for {sign.service} has {'an empty' if sign.empty else 'a fixed'} password",
        statement=statement, subject=sign.user, tier="present",
        tier_reason="It is in the file; that the service runs and reads it was not looked at.",
        evidence=[place.evidence],
        facets=[facet("unique per device", "no", "it is in the image that every device gets")],
        facts=facts, places=place.others,
    )  # fmt: skip


DETECTOR = ServiceAccounts()
