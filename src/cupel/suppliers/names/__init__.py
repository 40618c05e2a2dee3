"""Names of organisations: a name goes in, the parties that it may name come out, with what decided.

`Matcher(parties or names).match(name)` finds among many; `compare(a, b)` says how alike two are; `normalised(name)` is
what is left of a name without case, marks and legal form.
"""

from cupel.suppliers.names.compare import THRESHOLD, compare
from cupel.suppliers.names.matcher import Matcher
from cupel.suppliers.names.normal import normalised

__all__ = ["THRESHOLD", "Matcher", "compare", "normalised"]
