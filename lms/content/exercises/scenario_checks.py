"""Whether a story can be told: every scene is reached, every way ends, languages agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lms.content.exercises.scenario import Outcome, Scene
from lms.content.problems import Report


def check_story(scenes: tuple[Scene, ...], lines: Mapping[str, int], report: Report) -> None:
    """Report what keeps a reader from getting somewhere, at the line of the scene."""
    known = {scene.id: scene for scene in scenes}
    for scene in scenes:
        line = lines[scene.id]
        if scene.outcome is None and not scene.choices:
            report.error(
                line,
                f"the story stops at '{scene.id}': give it choices, or make it an ending with"
                " outcome=good, mixed or risky",
            )
        elif scene.outcome is not None and scene.choices:
            report.error(line, f"'{scene.id}' is an ending and has choices: it cannot be both")
    _check_ways(known, scenes[0], lines, report)
    if not any(scene.outcome is Outcome.GOOD for scene in scenes):
        report.warning(lines[scenes[0].id], "no ending is good: show how it can be done well")


def _check_ways(
    known: Mapping[str, Scene], first: Scene, lines: Mapping[str, int], report: Report
) -> None:
    after = {scene.id: {choice.to for choice in scene.choices} for scene in known.values()}
    before: dict[str, set[str]] = {scene_id: set() for scene_id in known}
    for scene_id, following in after.items():
        for other in following & known.keys():
            before[other].add(scene_id)
    reached = _reach([first.id], after)
    for scene_id in [scene_id for scene_id in known if scene_id not in reached]:
        report.error(lines[scene_id], f"no choice leads to '{scene_id}': link to it, or remove it")
    ends = [scene.id for scene in known.values() if not scene.choices]
    out = _reach(ends, before)
    for scene_id in [scene_id for scene_id in known if scene_id not in out]:
        report.error(lines[scene_id], f"from '{scene_id}' no way leads to an ending")


def _reach(start: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        scene_id = waiting.pop()
        if scene_id not in found and scene_id in edges:
            found.add(scene_id)
            waiting.extend(edges[scene_id])
    return found


def match_scenes(
    originals: tuple[Scene, ...],
    scenes: tuple[Scene, ...],
    lines: Mapping[str, int],
    report: Report,
) -> None:
    """A path through one language has to be a path through the other."""
    by_id = {scene.id: scene for scene in scenes}
    for scene in scenes:
        if scene.id not in {original.id for original in originals}:
            report.error(lines[scene.id], f"scene '{scene.id}' is not in the Dutch file")
    for original in originals:
        if original.id not in by_id:
            report.error(1, f"scene '{original.id}' is missing here: translate it too")
            continue
        scene = by_id[original.id]
        line = lines[scene.id]
        if original.outcome != scene.outcome:
            report.error(line, f"scene '{scene.id}' has another outcome than in the Dutch file")
        if _ways(original) != _ways(scene):
            report.error(
                line,
                f"the choices of scene '{scene.id}' have other keys, or lead elsewhere, than in the"
                " Dutch file",
            )
    if originals[0].id != scenes[0].id:
        report.error(lines[scenes[0].id], "the first scene is another than in the Dutch file")


def _ways(scene: Scene) -> set[tuple[str, str]]:
    return {(choice.key, choice.to) for choice in scene.choices}
