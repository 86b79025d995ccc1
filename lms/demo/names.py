"""Invented names of firms and people. No firm of this name is known to us; no person is meant."""

from __future__ import annotations

import unicodedata

_FIRMS = (
    "Kwekerij De Bedachte Tulp",
    "Bloemenexport Nergenshuizen",
    "Transport Verzonnen & Zn.",
    "Koelhuis De Lauwe Wind",
    "Rozenkwekerij De Papieren Doorn",
    "Plantenhandel Ficus Fictief",
    "Orchideeën van Luchtkasteel",
    "Veredeling Het Blauwe Narcisje",
    "Bollenbedrijf De Onvindbare Ui",
    "Snelkoerier De Trage Slak",
    "Chrysantenkwekerij Denkbeeldig",
    "Verpakkingen Gebakken Lucht B.V.",
    "Handelshuis De Zevende Ochtend",
    "Potplanten Pluimvoet & Schaduw",
    "Gerberahof De Stille Klok",
    "Uitzendbureau Morgen Misschien",
    "Tuinderij De Omgekeerde Kas",
    "Lelies van Eergisteren",
    "Wagenpark De Vierkante Wielen",
    "Bloembinderij Los Zand",
    "Kwekerij De Vergeten Gieter",
    "Import-Export Overmorgen",
    "Anthuriumbedrijf De Houten Hark",
    "Sierteelt Nooitgedacht-Oost",
    "Koelvervoer Warme Voeten",
    "Boeketterie De Dertiende Roos",
    "Hortensiahof Zeewier & Zonen",
    "Plantgoed De Zwevende Kiem",
    "Lijndienst Rondje Om",
    "Zomerbloemen De Winterhand",
    "Kwekerij Het Ronde Hoekje",
    "Kassenbouw Glashelder Verzonnen",
    "Freesiahandel De Klamme Hand",
    "Amaryllis Allerdrink",
    "Inkoopbureau De Lege Mand",
    "Tulpenveiling Ergens Anders",
    "Groenbedrijf De Paarse Sla",
    "Expeditie Linksom Rechts",
    "Cactuskwekerij De Zachte Stekel",
    "Bloemendroom Bestaatniet B.V.",
    "Kwekerij De Slapende Hommel",
    "Fust- en Karrendienst Kwijt",
    "Perkplanten Van Papier",
    "Handelskwekerij De Derde Schemer",
    "Etiketten Krul & Vlek",
    "Orchideeënhuis De Scheve Pot",
    "Vrachtcentrale De Halve Maan te Paard",
    "Varenkwekerij Oerwoud aan de Sloot",
    "Bloembollen De Zoute Regen",
    "Plantenexport Verweggistan",
    "Rozenhof Zonder Weg",
    "Werkploeg Vroege Uil",
    "Kwekerij De Vijfde Windstreek",
    "Koelcellen Van IJs en Schijn",
    "Bladgroen Fabelhaft",
    "Stekbedrijf Het Halve Worteltje",
    "Grootgroen De Kleine Reus",
    "Zaadhandel Korrel Zout",
    "Trailerverhuur De Gladde Knoop",
    "Violenkwekerij De Valse Noot",
    "Tuinplanten Achter de Regenboog",
    "Bloemlijn Nul Komma Niks",
    "Kwekerij De Dappere Dahlia",
    "Snijgroen Zonder Schaar",
)

_KINDS = (
    "Kwekerij",
    "Transport",
    "Bloemenexport",
    "Plantenhandel",
    "Koelhuis",
    "Handelshuis",
    "Veredeling",
    "Boeketterie",
    "Uitzendbureau",
    "Stekbedrijf",
    "Expeditie",
)
_TRAITS = (
    "Bedachte",
    "Verdwaalde",
    "Zwevende",
    "Fluisterende",
    "Vierkante",
    "Slapende",
    "Onzichtbare",
    "Dansende",
    "Lachende",
    "Achterwaartse",
    "Dubbelgevouwen",
    "Ondergrondse",
    "Zoemende",
)
_THINGS = (
    "Tulp",
    "Gieter",
    "Hommel",
    "Kruiwagen",
    "Pioenroos",
    "Bladluis",
    "Narcis",
    "Regenton",
    "Ooievaar",
    "Dahlia",
    "Klomp",
    "Kiem",
    "Kas",
    "Vogelverschrikker",
    "Distel",
    "Wortel",
    "Krokus",
)

# The first that fits counts; most firms of the sector grow something.
_KIND_WORDS = (
    (
        "carrier",
        ("transport", "koerier", "vervoer", "wagenpark", "lijndienst", "expeditie", "vracht"),
    ),
    (
        "services",
        (
            "koelhuis", "koelcellen", "uitzend", "verpakking", "kassenbouw", "karrendienst",
            "werkploeg", "etiket", "trailer",
        ),
    ),
    (
        "trader",
        (
            "export", "handel", "import", "veiling", "binderij", "boeketterie", "inkoop",
            "bloemlijn", "bloemendroom",
        ),
    ),
)  # fmt: skip

_FIRST = (
    "Aylin", "Bram", "Chipo", "Daan", "Elif", "Fenna", "Gijs", "Hanan", "Ivo", "Jadzia",
    "Kwame", "Lotte", "Mehmet", "Noor", "Olena", "Piotr", "Quinten", "Roos", "Soraya", "Tjeerd",
    "Usha", "Viktor", "Wietske", "Xiomara", "Youssef", "Zofia", "Anouk", "Bilal", "Carmen",
    "Dewi", "Emeka", "Femke", "Giorgos", "Hyun", "Ilse", "Jamila", "Kasia", "Linh", "Marko",
    "Naima", "Otto", "Priya", "Ruben", "Sevda", "Tomasz", "Umut", "Wen",
)  # fmt: skip
_LAST = (
    "Denkbeeld", "van Nergenshuizen", "Fabeldijk", "Bestaatniet", "de Verzinner", "Luchtkasteel",
    "Zomaarsma", "van der Fictie", "Papierveld", "Bedenksel", "Schijnbloem", "Droomstra",
    "Allerdrink", "van Verweg", "Nooitgezien", "Kladblok", "Potloodstra", "de Uitgedachte",
    "Wolkenmaat", "Sprookstra", "Overmorgen", "van Ergens", "Inktvlek", "Verhaalsma",
    "Maanrozen", "Pennestreek", "van Zogenaamd", "Tussendoor", "Gedachtegang", "Alsofstra",
    "Zonderpluim", "van Toverdam", "Rolspeler", "Voorbeeldsma", "Glazenstad", "Drukinkt",
    "de Naamloze", "Windhoosma", "van Misschien", "Bladzijde", "Schetsboek",
)  # fmt: skip


def firm(number: int) -> str:
    """The name of firm `number`; the first are hand-made, the others put together."""
    if number < len(_FIRMS):
        return _FIRMS[number]
    # The three lists have lengths without a common divisor: all combinations come before a repeat.
    place = number - len(_FIRMS)
    name = (
        f"{_KINDS[place % len(_KINDS)]} De {_TRAITS[place % len(_TRAITS)]}"
        f" {_THINGS[place % len(_THINGS)]} B.V."
    )
    series = place // (len(_KINDS) * len(_TRAITS) * len(_THINGS))
    return f"{name} {series + 1}" if series else name


def kind(name: str) -> str:
    """What a firm does, as its name says it."""
    lower = name.lower()
    return next((kind for kind, words in _KIND_WORDS if any(w in lower for w in words)), "grower")


def person(number: int) -> str:
    """The name of person `number`; the first 1,927 differ, from there on with an initial."""
    series = number // (len(_FIRST) * len(_LAST))
    initial = f" {chr(ord('A') + (series - 1) % 26)}." if series else ""
    return f"{_FIRST[number % len(_FIRST)]}{initial} {_LAST[number % len(_LAST)]}"


def address(name: str, number: int) -> str:
    """The part of an e-mail address before the @: ASCII only, and one of a kind by its number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return ".".join([*words, str(number)])
