"""Times of reviews: ISO 8601 with an offset goes in, the same moment in UTC comes out."""

import datetime


def moment(text: str) -> str:
    """Write an ISO 8601 time with offset in UTC; empty where it is none."""
    try:
        at = datetime.datetime.fromisoformat(text)
        at = at.astimezone(datetime.UTC) if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z" if at.year >= 1000 else ""
