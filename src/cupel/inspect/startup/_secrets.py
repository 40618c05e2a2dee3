"""Secrets in what starts and configures: a command or a setting goes in; it comes out with them as fingerprints."""

import re
from dataclasses import replace

from cupel.inspect.detect.quoting import fingerprint, without_secrets
from cupel.inspect.detect.secret_values import names_secret
from cupel.records.build import Launch, Setting

_WIREGUARD = re.compile(r"[A-Za-z0-9+/]{43}=")
"""A key of WireGuard: 32 bytes as base64."""


def hidden(setting: Setting) -> Setting:
    """Return a setting with secrets in its value as fingerprints: all of it where its key names one."""
    if not setting.value:
        return setting
    value = _value(setting)
    if value == setting.value:
        return setting
    evidence, mark = setting.evidence, fingerprint(setting.value.encode("utf-8", "surrogateescape"))
    if value != mark:  # of a longer value the quote has hidden the same by the same forms
        return replace(setting, value=value)
    if evidence.secrets and not any(word in evidence.quote for word in setting.value.split() if len(word) > 2):
        return replace(setting, value=mark)
    at = evidence.quote.rfind(setting.value)
    secrets: tuple[tuple[int, int], ...]
    if not evidence.secrets and at >= 0 and evidence.quote.isascii() and len(evidence.quote) == evidence.size:
        quote = evidence.quote[:at] + mark + evidence.quote[at + len(setting.value) :]
        secrets = ((at, at + len(setting.value)),)
    else:  # where in the bytes it stands is not plain: then all of them are kept back
        quote, secrets = mark, ((0, evidence.size),) if evidence.size else ()
    return replace(setting, value=mark, evidence=replace(evidence, quote=quote, secrets=secrets))


def _value(setting: Setting) -> str:
    key = setting.key.lower()
    wifi = key == "key" and setting.section.startswith("wifi-iface")
    wireguard = key.replace("_", "") == "privatekey" and _WIREGUARD.fullmatch(setting.value.strip())
    if wifi or wireguard or key == "com2sec" or names_secret(setting.key):
        return fingerprint(setting.value.encode("utf-8", "surrogateescape"))
    told = without_secrets(f"{setting.key} {setting.value}")
    return (
        told.removeprefix(f"{setting.key} ") if told.startswith(f"{setting.key} ") else without_secrets(setting.value)
    )


def without_arguments(launch: Launch, most: int) -> Launch:
    """Return a launch with secrets in its arguments as fingerprints, its texts no longer than `most`."""
    told = without_secrets(f"{launch.program[:most]} {launch.arguments[:most]}")
    front = f"{launch.program[:most]} "
    arguments = told.removeprefix(front) if told.startswith(front) else without_secrets(launch.arguments[:most])
    program, condition = without_secrets(launch.program[:most]), without_secrets(launch.condition)
    variables = tuple(map(without_secrets, launch.variables))
    if (program, arguments, condition, variables) == (
        launch.program, launch.arguments, launch.condition, launch.variables,
    ):  # fmt: skip
        return launch
    return replace(launch, program=program, arguments=arguments, condition=condition, variables=variables)
