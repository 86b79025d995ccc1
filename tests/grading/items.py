"""Questions to test with, and a renderer that only escapes."""

from __future__ import annotations

import html
from textwrap import dedent

from lms.grading.items import Item, ItemProblem, ItemProblems, parse_item

SINGLE = """
    ## Mag hij ergens anders lossen? {#adres tags="transport adres"}

    Het is dinsdag.

    - [ ] Akkoord geven. {#akkoord}
        Dan ligt de lading misschien ergens anders.
    - [x] Terugbellen. {#bellen}
        Goed.
    - [ ] Niets doen. {#niets}
        Nee.

    > Eén telefoontje.
"""
MULTIPLE = """
    ## Welke dingen controleer je? {#zegel type=multiple}

    - [x] Het nummer. {#nummer}
        Ja.
    - [x] Of het heel is. {#heel}
        Ja.
    - [ ] De herkomst. {#herkomst}
        Nee.
    - [ ] De kleur. {#kleur}
        Nee.

    > Papieren en zegel.
"""
TRUE_FALSE = """
    ## Eén signaal is bewijs. {#bewijs type=true-false}

    - [ ] Klopt {#true}
        Nee.
    - [x] Klopt niet {#false}
        Ja.

    > Let op combinaties.
"""
ORDERING = """
    ## Zet in volgorde. {#stappen type=ordering}

    1. Veilig {#veilig}
        Altijd eerst.
    2. Onthouden {#onthoud}
    3. Opschrijven {#schrijf}
    4. Melden {#meld}

    > Eerst veilig.
"""
MATCHING = """
    ## Welke route past? {#route type=matching}

    - Gevaar {#gevaar} => 112 {#alarm}
        Direct.
    - Anoniem {#naam} => M. {#mma}
    - Brand {#brand} => 112 {#alarm}
    - => De krant {#krant}

    > Kies wat past.
"""
NUMBER = """
    ## Hoeveel procent? {#procent type=number unit="%"}

    - [x] 2,5 ± 0,5 {#goede}
        Zo is het.
    - [ ] 10 {#tien}
        Te veel.
    - [ ] * {#anders}
        Reken nog eens.

    > Twee en een half.
"""
TEXT = """
    ## Hoe heet dat? {#woord type=text}

    - [x] katvanger {#katvanger}
        Goed.
    - [x] stroman {#stroman}
        Ook goed.
    - [ ] dief {#dief}
        Nee, die steelt.
    - [ ] * {#anders}
        Het woord is *katvanger*.

    > Op papier.
"""
SPOT = """
    ## Wat valt je op? {#perron type=spot tags="transport"}

    Het is vier uur in de nacht.

    ![Een laadperron.](media/perron.svg)

    - [x] Het zegel is gebroken {#zegel at="60,10,14,20"}
        Dat hoort heel te zijn.
    - [ ] Een kar met rozen {#kar at="10,40,20,30.50"}
        Gewoon.
    - [x] Folie over een etiket {#etiket at="30,40,20,30"}
        Kijk na waarom.
    - [ ] Een brandende lamp {#lamp at="10,0,20,25"}
        Gewoon.

    > Let op combinaties.
"""
ALL = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "true-false": TRUE_FALSE,
    "ordering": ORDERING,
    "matching": MATCHING,
    "number": NUMBER,
    "text": TEXT,
    "spot": SPOT,
}


class Escape:
    """The simplest renderer there is."""

    def inline(self, text: str, /) -> str:
        return html.escape(text)

    def block(self, text: str, /) -> str:
        return f"<p>{html.escape(text)}</p>"


class Form(dict[str, list[str]]):
    """A submitted form."""

    def getlist(self, key: str, /) -> list[str]:
        return self.get(key, [])


def item(source: str, **options: object) -> Item:
    text = dedent(source).strip("\n")
    return parse_item(text, lang="nl", render=Escape(), **options)  # type: ignore[arg-type]


def problems(source: str) -> list[ItemProblem]:
    """All that is wrong with a question, warnings included."""
    found: list[ItemProblem] = []
    try:
        item(source, on_warning=found.append)
    except ItemProblems as error:
        found.extend(error.problems)
    return found


def messages(source: str) -> str:
    return "\n".join(f"{problem.line}: {problem.message}" for problem in problems(source))
