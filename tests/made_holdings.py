"""A small stand-in for suppliers/ownership in tests: holdings go in; who owns whom comes out, over all paths."""

from dataclasses import dataclass

from cupel.records.holding import Holding, Owned, OwnershipQuestion

HALF = 0.5


@dataclass(frozen=True, slots=True)
class StandIn:
    """Answers from a handful of holdings without cycles."""

    holdings: tuple[Holding, ...]

    def owned(
        self,
        question: OwnershipQuestion,
        party: str,
        owners: tuple[str, ...],
        threshold: float,
        strict: bool,
        as_of: str,
    ) -> Owned:
        held = [it for it in self.holdings if it.since <= as_of and (not it.until or as_of <= it.until)]
        low, high = (self._share(question, party, owners, held, end) for end in ("low", "high"))
        least, most = (share > threshold if strict else share >= threshold for share in (low, high))
        answer = "yes" if least else "undetermined" if most else "no"
        return Owned(question, party, owners, threshold, strict, answer, low, high, as_of, (), ())

    def _share(
        self, question: OwnershipQuestion, party: str, owners: tuple[str, ...], held: list[Holding], end: str
    ) -> float:
        into = [it for it in held if it.owned == party]
        shares = [(it, getattr(it, end)) for it in into if it.kind == "shares"]
        if question == "direct":
            return sum(share for it, share in shares if it.owner in owners)
        if question == "economic":
            return sum(
                share * (1.0 if it.owner in owners else self._share(question, it.owner, owners, held, end))
                for it, share in shares
            )
        if question == "control" and any(it.kind == "control" and it.owner in owners for it in into):
            return 1.0
        return sum(
            share
            for it, share in shares
            if it.owner in owners or self._share("aggregate", it.owner, owners, held, end) >= HALF
        )
