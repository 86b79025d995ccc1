"""One true sentence that says what matters most. The first rule that applies speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from lms.content.types import Module
from lms.grading.selfcheck import Moment
from lms.i18n import gettext as _
from lms.i18n import ngettext, number, percent
from lms.insight.figures import Answers, Network, Overview
from lms.insight.period import Period

FALL = 0.15
"""A fall in participation from which on it is the finding."""
OVERDUE = 0.2
"""The share of overdue POCOs from which on they are the finding."""
BEHIND = 0.1
"""By how much the lowest coverage stays behind the highest to be the finding."""
STOPS = 0.2
"""The share of POCOs lost at one module from which on that is the finding."""


def of_networks(overview: Overview, period: Period) -> str:
    """The finding over all networks in view."""
    networks = [network for network in overview.networks if network.organisations.total]
    if not networks or not overview.people.total:
        return _("No POCOs have a seat yet")
    if len(networks) == 1:
        return of_network(networks[0], period)
    rules: Sequence[Callable[[], str]] = (
        lambda: _falling(_most(networks, lambda network: network.fall), period),
        lambda: _overdue_somewhere(networks),
        lambda: _behind(networks),
        lambda: _covered(overview.organisations.covered, overview.organisations.total),
    )
    return next(filter(None, (rule() for rule in rules)))


def of_network(network: Network, period: Period, modules: Sequence[Module] = ()) -> str:
    """The finding about one network."""
    name = network.site.name
    if not network.organisations.total:
        return _("No organisations take part in %(site)s yet", site=name)
    if not network.people.total:
        return _("No organisation in %(site)s has a POCO yet", site=name)
    rules: Sequence[Callable[[], str]] = (
        lambda: _falling(network, period),
        lambda: _overdue(network),
        lambda: _stopping(network, modules),
        lambda: _covered(network.organisations.covered, network.organisations.total, name),
    )
    return next(filter(None, (rule() for rule in rules)))


def _most(networks: Sequence[Network], measure: Callable[[Network], float]) -> Network:
    """The network with the highest measure; the first by name of equals."""
    return max(networks, key=measure)


def _falling(network: Network, period: Period) -> str:
    """Only of a quarter that is over: one that runs has not had its share of days."""
    if period.running or network.fall < FALL:
        return ""
    before, now = (quarter.share or 0.0 for quarter in network.history[-2:])
    return _(
        "Participation in %(site)s fell from %(before)s to %(now)s",
        site=network.site.name,
        before=percent(before),
        now=percent(now),
    )


def _overdue_share(network: Network) -> float:
    return network.people.overdue / network.people.total if network.people.total else 0.0


def _overdue_somewhere(networks: Sequence[Network]) -> str:
    """The worst place, when there is one that stands out."""
    return _overdue(_most(networks, _overdue_share))


def _overdue(network: Network) -> str:
    if _overdue_share(network) < OVERDUE:
        return ""
    return ngettext(
        "%(num)s of %(total)s POCOs in %(site)s is overdue",
        "%(num)s of %(total)s POCOs in %(site)s are overdue",
        network.people.overdue,
        num=number(network.people.overdue),
        total=number(network.people.total),
        site=network.site.name,
    )


def _behind(networks: Sequence[Network]) -> str:
    lowest = _most(networks, lambda network: -(network.organisations.coverage or 0.0))
    highest = _most(networks, lambda network: network.organisations.coverage or 0.0)
    low = lowest.organisations.coverage or 0.0
    high = highest.organisations.coverage or 0.0
    if high - low < BEHIND:
        return ""
    return _(
        "%(site)s stays behind: %(low)s of its organisations are covered, in %(best)s %(high)s",
        site=lowest.site.name,
        low=percent(low),
        best=highest.site.name,
        high=percent(high),
    )


def _stopping(network: Network, modules: Sequence[Module]) -> str:
    """The module before which the most people drop out."""
    done = [network.people.modules.get(module.slug, 0) for module in modules]
    steps = list(pairwise(zip(done, modules, strict=True)))
    if not steps:
        return ""
    (before, first), (after, second) = max(steps, key=lambda step: step[0][0] - step[1][0])
    if before - after < max(2, STOPS * network.people.total):
        return ""
    return _(
        "In %(site)s %(before)s POCOs did “%(first)s” and %(after)s did “%(second)s”",
        site=network.site.name,
        before=number(before),
        first=first.title,
        after=number(after),
        second=second.title,
    )


def _covered(covered: int, total: int, site: str = "") -> str:
    values = {"covered": number(covered), "total": number(total), "site": site}
    if covered == total:
        if site:
            return _("Every organisation in %(site)s is covered", site=site)
        return _("Every organisation is covered")
    if site:
        return _("%(covered)s of %(total)s organisations in %(site)s are covered", **values)
    return _("%(covered)s of %(total)s organisations are covered", **values)


def of_answers(answers: Answers) -> str:
    """What the training changed most in what POCOs say of themselves."""
    shares = {key: said.share for key, said in answers.items()}
    changes = {
        question: (before, after)
        for question in dict.fromkeys(question for question, _moment in answers)
        if (before := shares.get((question, Moment.BEFORE))) is not None
        and (after := shares.get((question, Moment.AFTER))) is not None
    }
    if not changes:
        return _("Too few people answered before and after to compare them")
    question = max(changes, key=lambda key: abs(changes[key][1] - changes[key][0]))
    before, after = (percent(share) for share in changes[question])
    return _CHANGED[question](before=before, after=after)


def _recognise(**values: str) -> str:
    return _(
        "At the start %(before)s would recognise a signal, after the online part %(after)s",
        **values,
    )


def _route(**values: str) -> str:
    return _(
        "At the start %(before)s knew where to report, after the online part %(after)s", **values
    )


def _act(**values: str) -> str:
    return _("At the start %(before)s would report, after the online part %(after)s", **values)


_CHANGED: dict[str, Callable[..., str]] = {"recognise": _recognise, "route": _route, "act": _act}
