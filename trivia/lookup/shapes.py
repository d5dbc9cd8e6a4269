"""What can be told of a plan from its shape alone."""

from collections.abc import Iterator

from trivia.lookup.plan import Both, But, Follow, Given, Known, Nth, OfKind, Only, Overall, Plan


def without_start(plan: Plan, types: frozenset[str]) -> Plan:
    """Leave out what the question starts from: "which other films ..." are not the film that was named."""
    for named in _named_in(plan):
        if types & {e.kind for e in named.entities}:
            return But(plan, named)
    return plan


def comes_from(plan: Plan, relation: str) -> bool:
    """Say whether the plan's members were found as subjects of the relation: following it would lead back."""
    match plan:
        case Follow(_, last, backwards):
            return backwards and last == relation
        case Both(first, second):
            return comes_from(first, relation) or comes_from(second, relation)
        case Given(of) | Nth(of) | Known(of):
            return comes_from(of, relation)
        case _:
            return False


def is_selection(plan: Plan) -> bool:
    """Say whether a plan merely picks out what the question itself names."""
    match plan:
        case Only() | Overall():
            return True
        case Nth(of):
            return not is_followed(of) or _is_within(of)
        case Both(first, second):
            return is_selection(first) or is_selection(second)
        case _:
            return False


def is_followed(plan: Plan) -> bool:
    """Say whether a plan follows a relation."""
    match plan:
        case Follow():
            return True
        case Both(first, second):
            return is_followed(first) or is_followed(second)
        case Given(of, _) | Nth(of, _) | But(of, _):
            return is_followed(of)
        case _:
            return False


def _is_within(plan: Plan) -> bool:
    """Say whether a plan is the members of a kind within something named: "the seasons of X"."""
    return isinstance(plan, Both) and isinstance(plan.first, OfKind) and isinstance(plan.second, Follow)


def _named_in(plan: Plan) -> Iterator[Only]:
    match plan:
        case Only():
            yield plan
        case Follow(of) | Given(of) | Nth(of) | Known(of):
            yield from _named_in(of)
        case Both(first, second):
            yield from _named_in(first)
            yield from _named_in(second)
        case _:
            return
