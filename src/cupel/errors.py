"""The one base class of errors that a person sees: what went wrong, where, and what to do about it."""


class CupelError(Exception):
    """Say what is wrong, and what the person can do.

    `advice` is a whole sentence that names the next step; the command line prints it under the message and ends with
    `exit_code` (2: the input or the call is wrong; 3: the machine lacks something).
    """

    exit_code = 2

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class InputError(CupelError):
    """What the person gave cannot be read: a path, a case file, a flag's value."""


class MachineError(CupelError):
    """The machine or the installation lacks something that the work needs."""

    exit_code = 3


class UnresolvedError(MachineError):
    """A host's name cannot be looked up: there is no network, or no such host."""


class PluginError(CupelError):
    """A one-file plug-in does not keep its protocol; the message names the file."""

    exit_code = 3
